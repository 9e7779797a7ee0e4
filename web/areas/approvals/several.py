"""Agree to several approvals at once, of those kinds whose diagram lets that be (`batch`)."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine import commands
from engine.commands.reading.approvals import ApprovalForm, list_approvals, read_approval
from engine.model.work_lists import ListedWork
from web.areas.approvals.deciding import APPROVALS
from web.asking import act, look, look_recorded
from web.language import text
from web.one_of_several import why_refused
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
    """Agree to one; return why it was refused, or nothing."""

    def agree(key: str | None) -> None:
        form = _agreeing(look_recorded(read_approval, work_id=row.id))
        act(commands.complete, work_id=row.id, form=form, idempotency_key=key)

    return why_refused(row.id, agree)


def _agreeing(found: ApprovalForm) -> dict[str, object]:
    return {found.field: next(each.value for each in found.choices if each.agrees)}
