"""Several pieces of work taken at once, each by itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from api.hiding import hiding
from engine import commands
from engine.commands.work_reading import list_work
from engine.model.errors import EngineError, NotAuthenticated
from engine.model.registers import MAX_PAGE, Page
from web.areas.work.area import WORK
from web.asking import asked, expect_text, form_key, look, service
from web.language import either, text
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
    chosen = list(dict.fromkeys(request.form.getlist("work_id")))[:_MOST]
    if not chosen:
        say(text("请先勾选要签收的待办。"))
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
    """Take one in a unit of work of its own; return why it was refused, or nothing."""
    own, key = service(), form_key()
    try:
        with hiding(work_id=expect_text(work_id)), own.store.begin() as session:
            commands.claim(
                session,
                engine=own.engine,
                clock=own.clock,
                actor=asked().actor,
                work_id=work_id,
                idempotency_key=None if key is None else key_of(key, work_id),
            )
    except NotAuthenticated:
        raise
    except EngineError as error:
        return either(error.message, error.en)
    return ""


def key_of(key: str, work_id: str) -> str:
    """Return the key of one of several: as long as any key may be, and no other's."""
    return hashlib.sha256(f"{key}\n{work_id}".encode()).hexdigest()
