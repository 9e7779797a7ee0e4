"""The working calendar: a year to look at, days to lay over it, deadlines to compute again."""

from __future__ import annotations

from web.areas.calendars import changing, recomputing, year
from web.areas.calendars.area import CALENDARS

__all__ = ["CALENDARS", "changing", "recomputing", "year"]
