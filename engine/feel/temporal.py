"""Dates, times and durations: their text, their parts and their order (clause 10.3.2.3)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine.feel.values import Value, YearsMonthsDuration

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?"
    r"(Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@[A-Za-z0-9_+\-/]{1,64})?"
)
_DAYS = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]{1,12})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,12})H)?(?:([0-9]{1,12})M)?"
    r"(?:([0-9]{1,12})(?:\.([0-9]{1,9}))?S)?)?"
)
_MONTHS = re.compile(r"(-?)P(?=[0-9])(?:([0-9]{1,9})Y)?(?:([0-9]{1,9})M)?")
_MAX_OFFSET = timedelta(hours=18)
_MICROSECONDS = 6
_SECOND = timedelta(seconds=1)
_DAY_SECONDS = 86_400
_MONTHS_OF_YEAR = 12


def parse_date(text: str) -> date | None:
    """Return the date of ``yyyy-mm-dd``; years 1 to 9999, as Python has them."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """Return the time of ``hh:mm:ss[.f][zone]``; parts below a microsecond are cut."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds, fraction, zone = found.groups()
    micro = int((fraction or "0").ljust(_MICROSECONDS, "0")[:_MICROSECONDS])
    try:
        return time(int(hours), int(minutes), int(seconds), micro, parse_zone(zone))
    except ValueError:
        return None


def parse_zone(text: str | None) -> tzinfo | None:
    """Return the zone of ``Z``, ``+08:00`` or ``@Asia/Shanghai``; ValueError if there is none."""
    if text is None:
        return None
    if text.startswith("@"):
        return _zone_named(text[1:])
    if text == "Z":
        return UTC
    parts = [int(part) for part in text[1:].split(":")]
    offset = timedelta(hours=parts[0], minutes=parts[1], seconds=sum(parts[2:]))
    if offset > _MAX_OFFSET:
        raise ValueError(text)
    return timezone(-offset if text[0] == "-" else offset)


@lru_cache(maxsize=128)
def _zone_named(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ValueError(name) from None


def parse_datetime(text: str) -> datetime | None:
    """Return the date and time of ``dateTtime``, or midnight of a mere date."""
    day_text, _, time_text = text.partition("T")
    day = parse_date(day_text)
    clock = parse_time(time_text) if time_text else time()
    if day is None or clock is None or text.endswith("T"):
        return None
    return datetime.combine(day, clock)


def parse_duration(text: str) -> timedelta | YearsMonthsDuration | None:
    """Return the duration of ISO 8601 text; it is one of days and time, or of years and months."""
    if found := _MONTHS.fullmatch(text):
        sign, years, months = found.groups()
        total = _MONTHS_OF_YEAR * int(years or 0) + int(months or 0)
        return YearsMonthsDuration(-total if sign else total)
    found = _DAYS.fullmatch(text)
    if found is None:
        return None
    sign, days, hours, minutes, seconds, fraction = found.groups()
    micro = int((fraction or "0").ljust(_MICROSECONDS, "0")[:_MICROSECONDS])
    try:
        span = timedelta(
            days=int(days or 0),
            hours=int(hours or 0),
            minutes=int(minutes or 0),
            seconds=int(seconds or 0),
            microseconds=micro,
        )
    except OverflowError:
        return None
    return -span if sign else span


def at_literal(text: str) -> Value:
    """Return the value of an ``@"…"`` literal, None if the text is none of the four kinds."""
    for read in (parse_date, parse_datetime, parse_time, parse_duration):
        value = read(text)
        if value is not None:
            return value
    return None


# ------------------------------------------------------------------------------------- text


def text_of(value: date | time | timedelta | YearsMonthsDuration) -> str:
    """Return the canonical text, which reads back as the same value."""
    if isinstance(value, datetime):
        return f"{value.date().isoformat()}T{_text_of_time(value.timetz())}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return _text_of_time(value)
    if isinstance(value, YearsMonthsDuration):
        return _text_of_months(value)
    return _text_of_span(value)


def _text_of_time(value: time) -> str:
    plain = value.replace(tzinfo=None).isoformat()
    if value.microsecond:
        plain = plain.rstrip("0")
    zone = value.tzinfo
    if zone is None:
        return plain
    if isinstance(zone, ZoneInfo):
        return f"{plain}@{zone.key}"
    offset = zone.utcoffset(None) or timedelta()
    if not offset:
        return f"{plain}Z"
    return f"{plain}{value.isoformat()[len(value.replace(tzinfo=None).isoformat()) :]}"


def _text_of_months(value: YearsMonthsDuration) -> str:
    years, months = divmod(abs(value.total), _MONTHS_OF_YEAR)
    sign = "-" if value.total < 0 else ""
    body = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return f"{sign}P{body or '0M'}"


def _text_of_span(value: timedelta) -> str:
    sign, span = ("-", -value) if value < timedelta() else ("", value)
    hours, rest = divmod(span.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{span.microseconds:06d}".rstrip("0") if span.microseconds else ""
    shown_seconds = f"{seconds}{fraction}S" if seconds or fraction else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + shown_seconds
    body = (f"{span.days}D" if span.days else "") + (f"T{clock}" if clock else "")
    return f"{sign}P{body or 'T0S'}"


# ------------------------------------------------------------------------------------ parts


def property_of(value: Value, name: str) -> Value:
    """Return a property of a date, time or duration (table 60); KeyError if it has none such."""
    if isinstance(value, YearsMonthsDuration):
        return {"years": Decimal(value.years), "months": Decimal(value.months)}[name]
    if isinstance(value, timedelta):
        return _part_of_span(value, name)
    if isinstance(value, time):
        return _part_of_time(value, name)
    if isinstance(value, datetime) and name not in _DATE_PARTS:
        return _part_of_time(value.timetz(), name, of=value)
    if isinstance(value, date) and name in _DATE_PARTS:
        return Decimal(value.isoweekday() if name == "weekday" else getattr(value, name))
    raise KeyError(name)


_DATE_PARTS = frozenset({"year", "month", "day", "weekday"})
_TIME_PARTS = frozenset({"hour", "minute", "second"})


def _part_of_span(value: timedelta, name: str) -> Value:
    sign, span = (-1, -value) if value < timedelta() else (1, value)
    hours, rest = divmod(span.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = {"days": span.days, "hours": hours, "minutes": minutes}
    if name == "seconds":
        return sign * (seconds + Decimal(span.microseconds).scaleb(-_MICROSECONDS))
    return Decimal(sign * parts[name])


def _part_of_time(value: time, name: str, *, of: datetime | None = None) -> Value:
    if name in _TIME_PARTS:
        return Decimal(getattr(value, name))
    if name == "time offset":
        return (of or value).utcoffset()
    if name == "timezone":
        return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None
    raise KeyError(name)


# ------------------------------------------------------------------------------------ order


def instant(value: date) -> datetime:
    """Return a mere date as midnight UTC, which is how the standard compares it."""
    if isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day, tzinfo=UTC)


def seconds_of_day(value: time) -> tuple[bool, Decimal]:
    """Return whether the time has an offset, and its seconds since midnight (UTC if it has)."""
    offset = value.utcoffset()
    if offset is None and isinstance(value.tzinfo, ZoneInfo):
        offset = datetime(1970, 1, 1, tzinfo=value.tzinfo).utcoffset()
    seconds = Decimal(value.hour * 3600 + value.minute * 60 + value.second)
    seconds += Decimal(value.microsecond).scaleb(-_MICROSECONDS)
    if offset is None:
        return False, seconds
    return True, seconds - Decimal(int(offset.total_seconds()))


def exact_seconds(span: timedelta) -> Decimal:
    """Return the seconds of a span, exact to the microsecond."""
    whole = Decimal(span.days * _DAY_SECONDS + span.seconds)
    return whole + Decimal(span.microseconds).scaleb(-_MICROSECONDS)


def span_of_seconds(seconds: Decimal) -> timedelta:
    """Return the span of so many seconds; OverflowError if it is beyond a timedelta."""
    return timedelta(microseconds=int(seconds.scaleb(_MICROSECONDS)))


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day; ValueError out of years.

    Works for dates and for dates with time, whose time stays.
    """
    year, index = divmod(day.year * _MONTHS_OF_YEAR + day.month - 1 + months, _MONTHS_OF_YEAR)
    return day.replace(
        year=year, month=index + 1, day=min(day.day, last_day_of_month(year, index + 1))
    )


def last_day_of_month(year: int, month: int) -> int:
    """Return the number of days of a month; ValueError for a year that Python does not have."""
    if (year, month) == (date.max.year, _MONTHS_OF_YEAR):
        return date.max.day
    later = date(year + month // _MONTHS_OF_YEAR, month % _MONTHS_OF_YEAR + 1, 1)
    return (later - timedelta(days=1)).day
