"""The yearly assessment sheet (年度考核结果运用表) of a unit or a person."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TypeVar

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from api.files import send_made
from engine import commands
from engine.commands.assessment_reading import (
    SheetPart,
    SheetSoFar,
    begin_assessment,
    continue_assessment,
)
from engine.commands.ledger_looks import FIRST_YEAR
from engine.model.deadlines import local_day
from engine.model.errors import InvalidArgument
from registers.assessment_workbook import assessment_workbook, title_of
from web.areas.ledger.area import LEDGER, Question, expect_reader
from web.areas.ledger.words import outcome_word
from web.asking import look, look_recorded, service
from web.counting import MOST, brought, carried, is_part, portion
from web.language import either, text
from web.pages import goto

T = TypeVar("T")


@LEDGER.page("/assessments")
def assessments() -> ResponseReturnValue:
    """Ask about whom and of which year, and show the sheet; every look is recorded."""
    expect_reader()
    question = Question()
    this_year = local_day(service().clock()).year
    question.form.values.setdefault("year", str(this_year))
    found = _asked(question, begin_assessment, portion=portion())
    return _shown(question, found), question.form.status


@LEDGER.deed("/assessments/count", takes=MOST)
def count_on() -> ResponseReturnValue:
    """Count the next portion of a sheet; that it is looked at was recorded with the first one."""
    so_far = brought(SheetSoFar)
    if so_far is None:
        raise InvalidArgument
    return _shown(Question(), look(continue_assessment, so_far=so_far, portion=portion()))


@LEDGER.page("/assessments/workbook")
def assessment_file() -> Response:
    """Take the sheet out as a workbook; the history tells it from a look."""
    question = Question()
    sheet = _asked(question, commands.read_assessment, is_export=True)
    if sheet is None:
        return goto("pages-ledger.assessments", **question.given)
    return send_made(
        io.BytesIO(assessment_workbook(sheet, either)), f"{title_of(sheet, either)}.xlsx"
    )


def _shown(question: Question, found: SheetPart | None) -> str:
    is_rest = is_part() and request.method == "POST"
    return render_template(
        "ledger/assessment_sheet.html" if is_rest else "ledger/assessment.html",
        form=question.form,
        question=question,
        sheet=found and found.sheet,
        so_far=found and found.so_far,
        carried=carried(found and found.so_far),
        first=FIRST_YEAR,
        this_year=local_day(service().clock()).year,
        word=outcome_word,
    )


def _asked(question: Question, read: Callable[..., T], **how: object) -> T | None:
    """Read a sheet of whom the question names, and record it; None where it names nobody."""
    form, subject, known = question.form, question.subject, question.known()
    written = form.get("year")
    if not (written.isascii() and written.isdecimal() and len(written) == len("2026")):
        form.wrong("year", text("年度写四位数字，如 2026。"))
    if subject is None or form.errors:
        return None
    try:
        return look_recorded(
            read,
            subject=subject,
            year=int(written),
            known=known,
            **how,
        )
    except InvalidArgument as error:
        form.refuse(error)
        return None
