"""What somebody was told: their inbox, what they read of it, and what of it is counted.

消息：本人的站内消息、已读和未读、哪些计入未读。
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.area import Area
from api.asking import act, expect_text, look, look_recorded, service
from api.paging import PlainPageQuery, listed, page_of
from api.schemas import contacts as choices
from api.schemas import notifications as schemas
from api.schemas.derived import answer_of
from engine import commands
from engine.commands.reading.message_kinds import (
    MessageKindView,
    list_message_kinds,
    read_message_kind,
)
from engine.commands.reading.notifications import (
    NotificationView,
    UnreadCount,
    count_unread,
    list_notifications,
    read_notification,
)
from notifications.choices.choosing import ChoiceView, read_choice, set_choice

NOTIFICATIONS = Area("notifications", "/notifications", "消息：发给本人的提醒和通知", scope="work")
Query = Mapping[str, Any]


@NOTIFICATIONS.route("")
@NOTIFICATIONS.arguments(PlainPageQuery, location="query")
@NOTIFICATIONS.response(200, page_of(answer_of(NotificationView)))
def mine(query: Query) -> object:
    """List what was sent to the caller, newest first.

    我的消息。
    """
    return listed(list_notifications, query)


@NOTIFICATIONS.route("/unread")
@NOTIFICATIONS.response(200, answer_of(UnreadCount))
def unread() -> object:
    """Count what the caller has not read, up to 99.

    未读消息数；超过99条时为99+。
    """
    return look(count_unread)


@NOTIFICATIONS.route("/<string:message_id>")
@NOTIFICATIONS.response(200, answer_of(NotificationView))
def one(message_id: str) -> object:
    """Return one message and mark it read; the read is recorded.

    一条消息；打开即为已读，阅读本身记入历史。
    """
    return look_recorded(read_notification, message_id=expect_text(message_id))


@NOTIFICATIONS.route("/readings", methods=["POST"])
@NOTIFICATIONS.response(200, schemas.MarkedRead)
def mark_all() -> object:
    """Mark the newest 500 unread messages as read without opening them.

    全部标为已读，一次最多500条；历史中写明是一并标记的。
    """
    return act(commands.mark_all_read)


@NOTIFICATIONS.route("/kinds")
@NOTIFICATIONS.arguments(PlainPageQuery, location="query")
@NOTIFICATIONS.response(200, page_of(answer_of(MessageKindView)))
def kinds(query: Query) -> object:
    """List the kinds of messages, and which of them the caller has counted.

    消息种类，本人是否计入未读；依法须告知的不能关闭，并说明理由。
    """
    return listed(list_message_kinds, query)


@NOTIFICATIONS.route("/kinds/<string:kind>", methods=["PUT"])
@NOTIFICATIONS.arguments(schemas.KindSetting)
@NOTIFICATIONS.response(200, answer_of(MessageKindView))
def set_kind(body: Query, kind: str) -> object:
    """Have a kind of message counted and highlighted, or not.

    设定某种消息是否计入未读、突出显示；只影响本人。
    """
    act(commands.set_notification, kind=expect_text(kind), is_counted=body["is_counted"])
    return look(read_message_kind, kind=kind)


@NOTIFICATIONS.route("/choice")
@NOTIFICATIONS.response(200, answer_of(ChoiceView))
def choice() -> object:
    """Return how the caller wants to be told outside the inbox.

    本人的接收方式：汇总时间、语言、关闭的渠道。
    """
    return look(read_choice)


@NOTIFICATIONS.route("/choice", methods=["PUT"])
@NOTIFICATIONS.arguments(choices.AChoice)
@NOTIFICATIONS.response(200, answer_of(ChoiceView))
def choose(body: Query) -> object:
    """Choose how one is told outside the inbox; what must be told by law is told all the same.

    设定接收方式；只影响本人，依法须告知的照样发送。
    """
    act(set_choice, channels=service().channels, **body)
    return look(read_choice)
