"""Messages: the unread ones first, one of them opened, all of them marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import commands
from engine.commands.reading.notifications import (
    NotificationView,
    list_notifications,
    list_unread,
    read_notification,
)
from engine.commands.reading.proposals import read_proposal
from engine.commands.reading.seeing import expect_case_seen, expect_work_seen
from engine.model.errors import EngineError
from engine.model.registers import Page
from web.areas.inbox.area import INBOX
from web.areas.inbox.showing import stood_on_screen
from web.asking import act, expect_text, look, look_recorded
from web.language import text
from web.pages import goto
from web.saying import say

_ROWS = 50


@dataclass(frozen=True, slots=True)
class Leads:
    """Where a message leads; blank where there is nothing, or nothing that one may see."""

    case: str
    work: str
    proposal: str


@INBOX.page("")
def inbox() -> ResponseReturnValue:
    """Show the unread messages, on the first page, and below them those that were read."""
    after = request.args.get("after") or None
    unread = look(list_unread, most=_ROWS) if after is None else None
    found = look(list_notifications, page=Page(_ROWS, after))
    read = tuple(each for each in found.rows if each.read_at is not None)
    page = render_template("inbox/inbox.html", unread=unread, read=read, next=found.next)
    stood_on_screen([*(() if unread is None else unread.rows), *read])
    return page


@INBOX.page("/<string:message_id>")
def message(message_id: str) -> ResponseReturnValue:
    """Open a message; it is read from now on."""
    found = look_recorded(read_notification, message_id=expect_text(message_id))
    return render_template("inbox/message.html", found=found, leads=leads_of(found))


@INBOX.deed("/read-all")
def read_all() -> ResponseReturnValue:
    """Mark the unread messages as read, the newest 500 at once."""
    done = act(commands.mark_all_read)
    if done.has_more:
        say(text("已标记 %(n)s 条，还有更早的未读消息，请再标一次。", n=done.marked))
    else:
        say(text("已标记 %(n)s 条为已读。", n=done.marked))
    return goto("pages-inbox.inbox")


def leads_of(found: NotificationView) -> Leads:
    """Return where a message leads whoever asks."""
    body = found.body if isinstance(found.body, Mapping) else {}
    case_id, work_id = found.case_id, body.get("work")
    case = work = proposal = ""
    if case_id is not None and _is_seen(expect_case_seen, case_id=case_id):
        case = url_for("pages-cases.case", case_id=case_id)
    if isinstance(work_id, str) and _is_seen(expect_work_seen, work_id=work_id):
        work = url_for("pages-work.work", work_id=work_id)
    proposal_id = body.get("proposal")
    if isinstance(proposal_id, str) and _is_seen(read_proposal, proposal=proposal_id):
        proposal = url_for("pages-processes.proposal", proposal=proposal_id)
    return Leads(case, work, proposal)


def _is_seen(expect: Callable[..., object], **named: str) -> bool:
    try:
        look(expect, **named)
    except EngineError:
        return False
    return True
