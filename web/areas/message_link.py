"""The address that a mail or a short message carries: one click to the work, and the message is read."""

from __future__ import annotations

from flask import g, redirect, url_for
from flask.typing import ResponseReturnValue

from api.asking import Asked
from engine.commands.reading.notifications import NotificationView, read_notification
from engine.model.case import Actor
from engine.model.errors import NotFound
from web.areas.inbox.messages import leads_of
from web.asking import asked, expect_text, frame, look_recorded
from web.pages import Pages

MESSAGE_LINK = Pages("message-link", "/m")


@MESSAGE_LINK.page("/<string:message_id>")
def opened(message_id: str) -> ResponseReturnValue:
    """Open a message as the inbox does, and lead on to its work, its case, or the message itself.

    Who substitutes for the person whom it was for is led there in their place.
    """
    found = _found(expect_text(message_id))
    leads = leads_of(found)
    wanted = leads.work or leads.proposal or leads.case
    return redirect(wanted or url_for("pages-inbox.message", message_id=found.id), 303)


def _found(message_id: str) -> NotificationView:
    hand, absent = asked(), [each.id for each in frame().acting_for]
    try:
        return look_recorded(read_notification, message_id=message_id)
    except NotFound:
        if hand.actor.on_behalf_of is not None or not absent:
            raise
    for each in absent:
        g.asked = Asked(hand.identity, Actor(hand.actor.person, each))
        try:
            return look_recorded(read_notification, message_id=message_id)
        except NotFound:
            continue
    g.asked = hand
    raise NotFound("消息不存在。", en=f"Expected a message '{message_id[:80]}' to the actor.")
