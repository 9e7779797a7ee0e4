"""Several pieces of work taken at once, each by itself."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine import commands
from engine.commands.work_reading import list_work
from engine.model.registers import MAX_PAGE, Page
from web.areas.work.area import WORK
from web.asking import act, expect_text, look
from web.language import text
from web.one_of_several import why_refused
from web.pages import goto
from web.saying import say

_MOST = 100


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one of several; `refusal` is blank for what was taken."""

    work_id: str
    name: str
    case_title: str
    refusal: str


@WORK.deed("/claims")
def claims() -> ResponseReturnValue:
    """Take each of the chosen `work_id`, and say of each what became of it."""
    chosen = list(dict.fromkeys(request.form.getlist("work_id")))
    if not chosen or len(chosen) > _MOST:
        say(_wrong_number(len(chosen)))
        return goto("pages-desk.desk")
    known = {each.id: each for each in look(list_work, page=Page(MAX_PAGE)).rows}
    lines = []
    for work_id in chosen:
        row = known.get(work_id)
        name, title = (row.name, row.case_title) if row else (text("待办"), "")
        lines.append(Line(work_id, name, title, _claim(work_id)))
    if not any(each.refusal for each in lines):
        say(text("已签收 %(n)s 件。", n=len(lines)))
        return goto("pages-desk.desk")
    return render_template("work/claims.html", lines=lines), 409


def _claim(work_id: str) -> str:
    """Take one; return why it was refused, or nothing."""
    return why_refused(
        work_id,
        lambda key: act(commands.claim, work_id=expect_text(work_id), idempotency_key=key),
    )


def _wrong_number(number: int) -> str:
    if not number:
        return text("请先勾选要签收的待办。")
    return text("一次最多签收 %(most)s 件，您勾选了 %(n)s 件；没有签收。", most=_MOST, n=number)
