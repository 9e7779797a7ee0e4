"""Agree to several approvals at once, of those kinds whose diagram lets that be (`batch`)."""

from __future__ import annotations

import hashlib

from flask import render_template, request
from flask.typing import ResponseReturnValue

from api.hiding import hiding
from engine import commands
from engine.commands.reading.approvals import ApprovalForm, list_approvals, read_approval
from engine.model.errors import EngineError, NotAuthenticated
from engine.model.work_lists import ListedWork
from web.areas.approvals.deciding import APPROVALS
from web.asking import asked, form_key, look, look_recorded, service
from web.language import either, text
from web.pages import goto
from web.saying import say


@APPROVALS.form("/several")
def several() -> ResponseReturnValue:
    """Show what may be agreed to at once; of what is ticked, say what became of each."""
    queue = look(list_approvals)
    rows = [each for each in queue.rows if each.id in queue.batch]
    if request.method == "GET":
        return render_template("approvals/several.html", rows=rows, refusals={}, is_sent=False)
    chosen = set(request.form.getlist("work_id"))
    refusals = {each.id: _agree(each) for each in rows if each.id in chosen}
    refused = {work_id: why for work_id, why in refusals.items() if why}
    done = len(refusals) - len(refused)
    if chosen and not refused:
        say(text("已同意 %(n)s 件。", n=done))
        return goto("pages-approvals.approvals")
    left = [each for each in rows if each.id in refused or each.id not in refusals]
    page = render_template(
        "approvals/several.html", rows=left, refusals=refused, done=done, is_sent=True
    )
    return page, 409 if refused else 422


def _agree(row: ListedWork) -> str:
    """Agree to one in a unit of work of its own; return why it was refused, or nothing."""
    own, key = service(), form_key()
    try:
        with hiding(work_id=row.id):
            found = look_recorded(read_approval, work_id=row.id)
            with own.store.begin() as session:
                commands.complete(
                    session,
                    engine=own.engine,
                    clock=own.clock,
                    actor=asked().actor,
                    work_id=row.id,
                    form=_agreeing(found),
                    idempotency_key=None if key is None else _key_of(key, row.id),
                )
    except NotAuthenticated:
        raise
    except EngineError as error:
        return either(error.message, error.en)
    return ""


def _agreeing(found: ApprovalForm) -> dict[str, object]:
    return {found.field: next(each.value for each in found.choices if each.agrees)}


def _key_of(key: str, work_id: str) -> str:
    """Return the key of one of several: as long as any key may be, and no other's."""
    return hashlib.sha256(f"{key}\n{work_id}".encode()).hexdigest()
