"""More time for work: how much, why, and who approves it."""

from __future__ import annotations

from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from api.hiding import hiding
from engine import commands
from engine.commands.reading.works import WorkForm, approvers_of
from engine.model.errors import FieldError, InvalidArgument
from web.areas.work.area import WORK, find_open
from web.asking import act, look
from web.filling import Filled
from web.formatting import day
from web.forms import lenient
from web.language import text
from web.pages import goto
from web.saying import say

_INVALID_TERM = "invalid_term"


@WORK.form("/<string:work_id>/extend")
def extend(work_id: str) -> ResponseReturnValue:
    """Give work more time, counted from the day it is due."""
    found = find_open(work_id)
    if found is None:
        return goto("pages-work.work", work_id=work_id)
    form = Filled.of_request({"unit": "个工作日"})
    if form.is_sent and not form.get("quantity"):
        form.wrong("quantity", text("请填写延长多少。"))
    elif form.is_sent:
        with form.trying():
            due_at = _extend(found, form)
            say(text("已延期，新的期限是%(day)s。", day=day(due_at)))
            return goto("pages-work.work", work_id=work_id)
    page = render_template(
        "work/extend.html",
        found=found,
        work=found.work,
        form=form,
        approvers=[(each.id, each.name) for each in look(approvers_of, work_id=work_id)],
        units=_units(),
    )
    return page, form.status


def _extend(found: WorkForm, form: Filled) -> datetime:
    """Give the command; what is wrong with the term is an error of its field."""
    term = lenient.number(form.get("quantity")) + form.get("unit")
    try:
        with hiding(work_id=found.work.id):
            done = act(
                commands.extend_deadline,
                work_id=found.work.id,
                term=term,
                reason=form.values.get("reason", ""),
                approver=form.get("approver") or None,
            )
    except InvalidArgument as error:
        if error.code != _INVALID_TERM:
            raise
        wrong = FieldError("quantity", error.message, error.en)
        raise InvalidArgument(
            error.message, en=error.en, code=error.code, errors=(wrong,)
        ) from None
    return datetime.fromisoformat(done.due_at)


def _units() -> list[tuple[str, str]]:
    return [
        ("个工作日", text("个工作日")),
        ("日", text("日")),
        ("个月", text("个月")),
        ("小时", text("小时")),
    ]
