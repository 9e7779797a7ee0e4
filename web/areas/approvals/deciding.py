"""One approval: what is proposed, what follows from each answer, and deciding it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import render_template, request
from flask.typing import ResponseReturnValue

from api.hiding import hiding
from engine import commands
from engine.commands.reading.approvals import (
    ApprovalForm,
    Choice,
    Prepared,
    Queue,
    list_approvals,
    read_approval,
)
from engine.commands.reading.papers import read_case_attachments, read_case_documents
from engine.model.errors import NotFound
from web.areas.approvals.words import follows
from web.areas.work.area import case_url, longest_form
from web.areas.work.files import attaching
from web.areas.work.page import asked_of
from web.asking import act, look, look_recorded
from web.filling import Filled
from web.forms import AskedForm
from web.forms.files import take_files
from web.language import text
from web.pages import Pages, goto
from web.saying import say

APPROVALS = Pages("approvals", "/approvals")
T = TypeVar("T")


@APPROVALS.page("")
def approvals() -> ResponseReturnValue:
    """Lead to the most urgent approval, or say that none waits."""
    queue = look(list_approvals)
    if queue.rows:
        return goto(
            "pages-approvals.approval",
            work_id=queue.rows[0].id,
            decided=request.args.get("decided"),
        )
    return render_template("approvals/none.html", decided=_decided(), queue=queue)


@APPROVALS.form("/<string:work_id>", takes=longest_form)
def approval(work_id: str) -> ResponseReturnValue:
    """Show one approval; decided, it is done, and the next one comes."""
    try:
        found = look_recorded(read_approval, work_id=work_id)
    except NotFound:
        return _not_here(work_id)
    queue = look(list_approvals)
    asked = asked_of(found.form, Filled.of_request())
    if asked.filled.is_sent and _decide(found, asked):
        return _go_on(found, asked, queue)
    case_id = found.form.case.id
    page = render_template(
        "approvals/approval.html",
        approval=found,
        asked_form=asked,
        decided=_decided(),
        documents=_seen(read_case_documents, case_id)[::-1],
        files=_seen(read_case_attachments, case_id)[::-1],
        follows=[(each, follows(each)) for each in found.choices],
        found=found.form,
        others=[each for each in queue.rows if each.id != work_id],
        prepared=[(each, _filled_in(each)) for each in found.prepared],
        queue=queue,
        skip_to=_next(queue, work_id),
        work=found.form.work,
    )
    return page, asked.filled.status


def _not_here(work_id: str) -> ResponseReturnValue:
    """Lead on to the page of work, which says what became of it, or that it is no approval."""
    return goto("pages-work.work", work_id=work_id)


def _decide(found: ApprovalForm, asked: AskedForm) -> bool:
    """Carry the decision out; False where the form is to be shown again."""
    if asked.changes_rows() or not take_files(asked, attaching(found.form)):
        return False
    choice = _chosen(found, asked)
    if choice is None:
        asked.filled.wrong(asked.name(found.field), text("请选择同意或者不同意。"))
        return False
    if found.opinion and not choice.agrees and not asked.filled.get(asked.name(found.opinion)):
        asked.filled.wrong(asked.name(found.opinion), text("不同意的，请写明意见。"))
        return False
    work_id = found.form.work.id
    with asked.trying(), hiding(work_id=work_id):
        act(commands.complete, work_id=work_id, form=asked.values())
    return asked.filled.is_accepted


def _chosen(found: ApprovalForm, asked: AskedForm) -> Choice | None:
    value = asked.values().get(found.field)
    return next((each for each in found.choices if each.value == value), None)


def _go_on(found: ApprovalForm, asked: AskedForm, queue: Queue) -> ResponseReturnValue:
    """Say what was done, and lead to the next approval."""
    work, case = found.form.work, found.form.case
    choice = _chosen(found, asked)
    said = text(
        "%(case)s：“%(name)s”已办，决定是“%(word)s”。",
        case=case.title,
        name=work.name,
        word="" if choice is None else choice.word,
    )
    say(said, draft=f"work.{work.id}")
    following = _next(queue, work.id)
    if following is None:
        return goto("pages-approvals.approvals", decided=case.id)
    return goto("pages-approvals.approval", work_id=following, decided=case.id)


def _next(queue: Queue, work_id: str) -> str | None:
    """Return what follows in the queue; behind its end it begins again, None where it is alone."""
    ids = [each.id for each in queue.rows]
    at = ids.index(work_id) + 1 if work_id in ids else 0
    return next((each for each in [*ids[at:], *ids[:at]] if each != work_id), None)


def _decided() -> str:
    """Return the address of the case that was just decided on; "" for none."""
    case_id = request.args.get("decided", "")
    return case_url(case_id) if case_id else ""


def _filled_in(prepared: Prepared) -> AskedForm:
    return AskedForm.of(Filled(), prepared.schema, given=prepared.values)


def _seen(read: Callable[..., tuple[T, ...]], case_id: str) -> tuple[T, ...]:
    """Return papers of a case; none where one may decide without seeing its file."""
    try:
        return look(read, case_id=case_id)
    except NotFound:
        return ()
