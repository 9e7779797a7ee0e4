"""Write a calendar as iCalendar (RFC 5545), the same bytes as long as nothing has changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard

from engine.model.calendar import SHANGHAI
from notifications.feeds.entries import Entry

_ZONE = "Asia/Shanghai"
REFRESH = timedelta(hours=1)
"""How often a program should look again (RFC 7986, 5.7)."""
_SUMMER_TIME_ENDED = datetime(1991, 9, 15, 2)  # noqa: DTZ001 - RFC 5545 wants a local time here


def written(
    entries: Iterable[Entry], *, name: str, base_url: str, language: Literal["zh", "en"]
) -> bytes:
    """Return a calendar; `base_url` is where its pages are, without a slash at the end."""
    calendar = Calendar()
    calendar.add("prodid", "-//Dudao//Dudao//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", _ZONE)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_zone())
    for entry in entries:
        calendar.add_component(_event(entry, base_url, is_zh=language == "zh"))
    return bytes(calendar.to_ical(sorted=False))


def _event(entry: Entry, base_url: str, *, is_zh: bool) -> Event:
    said = entry.zh if is_zh else entry.en
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    if isinstance(entry.at, datetime):
        event.add("dtstart", entry.at.astimezone(SHANGHAI))
        event.add("transp", "OPAQUE")
    else:
        event.add("dtstart", entry.at)
        event.add("dtend", _next(entry.at))
        event.add("transp", "TRANSPARENT")  # a day on which something is due is no busy day
    event.add("summary", said)
    event.add("description", entry.detail_zh if is_zh else entry.detail_en)
    if entry.place:
        event.add("location", entry.place)
    event.add("url", base_url + entry.path)
    event.add("class", "PRIVATE")
    if entry.alarm_at is not None:
        event.add_component(_alarm(entry.alarm_at, said))
    return event


def _alarm(at: datetime, said: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", said)
    alarm.add("trigger", at.astimezone(UTC), parameters={"VALUE": "DATE-TIME"})
    return alarm


def _zone() -> Timezone:
    """Return the time of China: one offset since summer time was given up in 1991."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", _ZONE)
    standard.add("dtstart", _SUMMER_TIME_ENDED)
    standard.add("tzoffsetfrom", timedelta(hours=9))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def _next(day: date) -> date:
    return day + timedelta(days=1)
