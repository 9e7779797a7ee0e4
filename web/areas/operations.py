"""Incidents, timers, messages (异常与定时): what failed, what will happen, whether workers live.

What is done about incidents and timers is done on the pages of their case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from engine import commands
from engine.commands.reading.deliveries import (
    STATUS_WORDS,
    list_deliveries,
    list_resting_channels,
)
from engine.commands.reading.machinery import count_troubles, read_machinery
from engine.commands.reading.operations import list_incidents, list_timers
from engine.model.errors import NotPermitted
from engine.model.registers import Page
from web.asking import act, expect_text, look, may, service
from web.filling import Filled
from web.language import either, text
from web.pages import Pages, goto
from web.saying import say

OPERATIONS = Pages("operations", "/operations")
_ROWS = 50
_ENDED = ("dead", "sent", "skipped")
_KEPT = timedelta(seconds=5)
"""How long every page may say the same of the machinery before it is looked at again."""


@dataclass(frozen=True, slots=True)
class Troubles:
    """Whether no worker lives, and how many jobs are in trouble, as seen at an instant."""

    seen_at: datetime
    has_worker: bool
    jobs: int


@OPERATIONS.app_template_global("machinery_troubles")
def machinery_troubles() -> Troubles | None:
    """Return what is wrong, to those who can mend it; None when all is well, and to others."""
    if not may("resolve_incident"):
        return None
    own = service()
    now, known = own.clock(), current_app.extensions.get(__name__)
    if not isinstance(known, Troubles) or not timedelta(0) <= now - known.seen_at < _KEPT:
        with own.store.read() as session:
            workers, jobs = count_troubles(session, now=now)
        known = current_app.extensions[__name__] = Troubles(now, workers > 0, jobs)
    return None if known.has_worker and not known.jobs else known


@OPERATIONS.page("/incidents")
def incidents() -> ResponseReturnValue:
    """List what could not be carried out in the cases in scope, the newest first."""
    _expect_may_see()
    with_ended = request.args.get("ended") == "1"
    page = Page(_ROWS, request.args.get("after") or None, is_descending=True)
    found = look(list_incidents, is_open=None if with_ended else True, page=page)
    return render_template("operations/incidents.html", found=found, with_ended=with_ended)


@OPERATIONS.page("/timers")
def timers() -> ResponseReturnValue:
    """List what happens by itself in the cases in scope, the next first."""
    _expect_may_see()
    found = look(list_timers, page=Page(_ROWS, request.args.get("after") or None))
    return render_template("operations/timers.html", found=found)


@OPERATIONS.page("/machinery")
def machinery() -> ResponseReturnValue:
    """Show whether workers live and what waits for them; a part of the other pages, loaded late."""
    _expect_may_see()
    found = look(read_machinery)
    is_part = bool(request.headers.get("HX-Request"))
    template = "operations/machinery_part.html" if is_part else "operations/machinery.html"
    return render_template(template, found=found)


@OPERATIONS.page("/undelivered")
def undelivered() -> ResponseReturnValue:
    """List what did not get through outside the inbox, or what waits for it, with the cause."""
    _expect_may_see()
    status = request.args.get("status")
    status = status if status in STATUS_WORDS else "dead"
    page = Page(_ROWS, request.args.get("after") or None, is_descending=status in _ENDED)
    found = look(list_deliveries, status=status, channel=None, page=page)
    states = [(each, either(zh, en)) for each, (zh, en) in STATUS_WORDS.items()]
    return render_template(
        "operations/undelivered.html",
        found=found,
        status=status,
        states=states,
        resting=look(list_resting_channels),
        channels=sorted({each.channel for each in found.rows}),
    )


@OPERATIONS.form("/deliveries/<string:delivery_id>/resend")
def resend(delivery_id: str) -> ResponseReturnValue:
    """Send again what did not get through."""
    words = text("重新外发"), text("从头再发一次；仍不成功的，会再回到这里。")
    return _deed(commands.resend_delivery, words, delivery_id=expect_text(delivery_id))


@OPERATIONS.form("/deliveries/<string:delivery_id>/give-up")
def give_up(delivery_id: str) -> ResponseReturnValue:
    """Give up what did not get through."""
    words = text("放弃外发"), text("不再外发，也不能恢复；站内消息不受影响。请确认已另行告知。")
    return _deed(commands.give_up_delivery, words, delivery_id=expect_text(delivery_id))


@OPERATIONS.form("/channels/<string:channel>/resend")
def resend_all(channel: str) -> ResponseReturnValue:
    """Send again all that did not get through on a channel."""
    words = (
        text("重新外发“%(channel)s”的全部消息", channel=channel),
        text("该渠道未送达的消息全部从头再发，一次最多1000条。所说之事已了的不会再发。"),
    )
    return _deed(commands.resend_channel, words, channel=expect_text(channel))


def _deed(
    command: Callable[..., commands.DeliveriesChanged], words: tuple[str, str], **arguments: str
) -> ResponseReturnValue:
    if not may("resend_message"):
        raise NotPermitted
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            done = act(command, reason=form.get("reason"), **arguments)
            say(text("已处理 %(n)s 条。", n=done.count))
            return goto("pages-operations.undelivered")
    page = render_template("operations/delivery.html", form=form, heading=words[0], what=words[1])
    return page, form.status


def _expect_may_see() -> None:
    if not may("see_operations"):
        raise NotPermitted
