"""What stands in a calendar, before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

MOST = 300
"""Entries of a calendar, the soonest first (无法定依据，建议值): what a phone still shows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a calendar: `at` is a whole day, or the instant at which something begins.

    `uid` is the same as long as it is about the same; `sequence` grows with what it is about
    (RFC 5545, 3.8.7.4). `path` is that of a page.
    """

    uid: str
    sequence: int
    changed_at: datetime
    at: date | datetime
    zh: str
    en: str
    detail_zh: str
    detail_en: str
    path: str
    alarm_at: datetime | None = None
    place: str = ""
