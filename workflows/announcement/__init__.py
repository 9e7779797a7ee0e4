"""Announcements (公示公告): their settings, and what they tell.

The procedure itself is drawn in `bpmn/announcement/announcement.bpmn`; what kinds of documents may
be published stands in `announcement_scope.dmn` beside it.
"""

from __future__ import annotations

from workflows.announcement.messages import MESSAGES
from workflows.announcement.settings import SETTINGS

__all__ = ["MESSAGES", "SETTINGS"]
