"""The yearly assessment sheet (年度考核结果运用表) of a unit or a person."""

from __future__ import annotations

import io

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from api.files import send_made
from engine import commands
from engine.commands.ledger_reading import FIRST_YEAR
from engine.model.assessment import AssessmentSheet
from engine.model.deadlines import local_day
from registers.assessment_workbook import assessment_workbook, title_of
from web.areas.ledger.area import LEDGER, Question, expect_reader
from web.areas.ledger.words import outcome_word
from web.asking import look_recorded, service
from web.language import text
from web.pages import goto


@LEDGER.page("/assessments")
def assessments() -> ResponseReturnValue:
    """Ask about whom and of which year, and show the sheet; every look is recorded."""
    expect_reader()
    question = Question()
    this_year = local_day(service().clock()).year
    question.form.values.setdefault("year", str(this_year))
    sheet = _read(question, is_export=False)
    shown = render_template(
        "ledger/assessment.html",
        form=question.form,
        question=question,
        sheet=sheet,
        first=FIRST_YEAR,
        this_year=this_year,
        word=outcome_word,
    )
    return shown, question.form.status


@LEDGER.page("/assessments/workbook")
def assessment_file() -> Response:
    """Take the sheet out as a workbook; the history tells it from a look."""
    question = Question()
    sheet = _read(question, is_export=True)
    if sheet is None:
        return goto("pages-ledger.assessments", **question.given)
    return send_made(io.BytesIO(assessment_workbook(sheet)), f"{title_of(sheet)}.xlsx")


def _read(question: Question, *, is_export: bool) -> AssessmentSheet | None:
    form, subject, known = question.form, question.subject, question.known()
    written = form.get("year")
    if not (written.isascii() and written.isdecimal() and len(written) == len("2026")):
        form.wrong("year", text("年度写四位数字，如 2026。"))
    if subject is None or form.errors:
        return None
    sheet: AssessmentSheet | None = None
    with form.trying():
        sheet = look_recorded(
            commands.read_assessment,
            subject=subject,
            year=int(written),
            known=known,
            is_export=is_export,
        )
    return sheet
