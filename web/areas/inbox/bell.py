"""The bell on every page: how many messages are unread; it renews itself."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.commands.reading.notifications import UnreadCount, count_unread
from engine.model.errors import NotPermitted
from web.areas.inbox.area import INBOX
from web.asking import look


@INBOX.app_template_global("unread_count")
def unread_count() -> UnreadCount:
    """Return how many messages are unread; none for somebody who holds no post."""
    try:
        return look(count_unread)
    except NotPermitted:
        return UnreadCount(0, is_more=False, shown="0")


@INBOX.page("/bell")
def bell() -> ResponseReturnValue:
    """Show the bell again if it says something else than it did; else nothing."""
    if unread_count().shown == request.args.get("shown"):
        return "", 204
    return render_template("inbox/bell.html")
