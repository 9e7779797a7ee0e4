"""What somebody was told.

消息。
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.area import Area
from api.paging import PlainPageQuery, listed, page_of
from api.schemas.derived import answer_of
from engine.commands.reading.notifications import NotificationView, list_notifications

NOTIFICATIONS = Area("notifications", "/notifications", "消息：发给本人的提醒和通知", scope="work")


@NOTIFICATIONS.route("")
@NOTIFICATIONS.arguments(PlainPageQuery, location="query")
@NOTIFICATIONS.response(200, page_of(answer_of(NotificationView)))
def mine(query: Mapping[str, Any]) -> object:
    """List what was sent to the caller, newest first.

    我的消息。
    """
    return listed(list_notifications, query)
