"""The record of a unit or a person: what holds on a day, and every line with what became of it."""

from __future__ import annotations

import io

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from api.files import send_made
from engine.commands.reading.records import RecordLines, read_record_lines
from engine.model.errors import InvalidArgument
from registers.record_workbook import title_of, write_record
from web.areas.ledger.area import LEDGER, Question, expect_reader
from web.areas.ledger.words import outcome_word
from web.asking import look_recorded, service
from web.language import either
from web.pages import goto


@LEDGER.page("/ledger")
def ledger() -> ResponseReturnValue:
    """Ask about whom, and show their record; every look is recorded."""
    expect_reader()
    question = Question()
    found = _read(question, is_export=False)
    shown = render_template(
        "ledger/record.html", form=question.form, question=question, found=found, word=outcome_word
    )
    return shown, question.form.status


@LEDGER.page("/ledger/workbook")
def workbook() -> Response:
    """Take a record out as a workbook; the history tells it from a look."""
    question = Question()
    found = _read(question, is_export=True)
    if found is None:
        return goto("pages-ledger.ledger", **question.given)
    file, seen = io.BytesIO(), found.seen
    write_record(
        file,
        [each.line for each in found.lines],
        name=seen.name,
        on=seen.record.on,
        known=seen.known,
        made_at=service().clock(),
        reference=lambda case_id: seen.references.get(case_id, case_id),
        say=either,
    )
    file.seek(0)
    return send_made(file, f"{title_of(seen.name, either)}.xlsx")


def _read(question: Question, *, is_export: bool) -> RecordLines | None:
    subject = question.subject
    since, until, known = question.day("since"), question.day("until"), question.known()
    if subject is None or question.form.errors:
        return None
    try:
        return look_recorded(
            read_record_lines,
            subject=subject,
            since=since,
            until=until,
            known=known,
            is_export=is_export,
        )
    except InvalidArgument as error:
        question.form.refuse(error)
        return None
