"""Conversions (clause 10.3.4.1), and ``not`` and ``is`` (10.3.4.2, 10.3.4.7)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal, InvalidOperation, Overflow

from engine.feel import temporal
from engine.feel.arithmetic import singleton
from engine.feel.comparison import equal
from engine.feel.errors import Undefined
from engine.feel.library import arguments as take
from engine.feel.library.signature import builtin
from engine.feel.library.text import text_of
from engine.feel.limits import Budget, too_large
from engine.feel.values import Value, YearsMonthsDuration

_MICROSECONDS = 6
_MAX_OFFSET = timedelta(hours=18)
_NUMBER_CHARACTERS = frozenset("0123456789.-+eE")


def _no(kind_zh: str, kind_en: str, value: object) -> Undefined:
    return Undefined(f"“{value}”不是{kind_zh}。", f"'{value}' is no {kind_en}.")


# ------------------------------------------------------------------------- dates and durations


def _date(_budget: Budget, first: Value, *rest: Value) -> Value:
    if rest:
        try:
            return date(take.whole(first), *(take.whole(part) for part in rest))
        except (ValueError, OverflowError):
            raise _no("日期", "date", [first, *rest]) from None
    first = singleton(first)
    if isinstance(first, datetime):
        return first.date()
    if isinstance(first, date):
        return first
    found = temporal.parse_date(take.string(first))
    if found is None:
        raise _no("日期", "date", first)
    return found


def _date_and_time(_budget: Budget, first: Value, second: Value = None, *rest: Value) -> Value:
    if rest:
        return _moment_of_parts((first, second, *rest))
    if second is not None:
        return _combine(first, second)
    first = singleton(first)
    if isinstance(first, date):
        return take.moment(first)
    found = temporal.parse_datetime(take.string(first))
    if found is None:
        raise _no("日期时间", "date and time", first)
    return found


def _combine(day: Value, clock: Value) -> Value:
    clock = singleton(clock)
    if isinstance(clock, str):  # date and time(date and time, timezone)
        return _in_zone(take.moment(day), clock)
    if not isinstance(clock, time):
        raise _no("时间", "time", clock)
    found = take.day(day)
    return datetime.combine(date(found.year, found.month, found.day), clock)


def _in_zone(moment: datetime, name: str) -> Value:
    """Return the moment in a zone: the same instant, or the same wall time if it had no zone."""
    try:
        zone = temporal.parse_zone(name if name == "Z" or name[:1] in {"+", "-"} else f"@{name}")
        return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        raise _no("时区", "time zone", name) from None


def _moment_of_parts(parts: tuple[Value, ...]) -> Value:
    clock = _time_of_parts(parts[3:])
    try:
        day = date(*(take.whole(part) for part in parts[:3]))
    except (ValueError, OverflowError):
        raise _no("日期", "date", list(parts[:3])) from None
    return datetime.combine(day, clock)


def _time(_budget: Budget, first: Value, *rest: Value) -> Value:
    if rest:
        return _time_of_parts((first, *rest))
    first = singleton(first)
    if isinstance(first, time):
        return first
    if isinstance(first, date):
        moment = temporal.instant(first)
        return moment.timetz()
    found = temporal.parse_time(take.string(first).removeprefix("T"))
    if found is None:
        raise _no("时间", "time", first)
    return found


def _time_of_parts(parts: tuple[Value, ...]) -> time:
    hour, minute, second, *offset = parts
    seconds = take.number(second)
    whole = int(seconds)
    micro = int((seconds - whole).scaleb(_MICROSECONDS))
    zone = _offset(take.span(offset[0])) if offset and offset[0] is not None else None
    try:
        return time(take.whole(hour), take.whole(minute), whole, micro, zone)
    except (ValueError, OverflowError):
        raise _no("时间", "time", [str(part) for part in parts]) from None


def _offset(span: timedelta | YearsMonthsDuration) -> tzinfo:
    if not isinstance(span, timedelta) or abs(span) > _MAX_OFFSET:
        raise _no("时差", "time offset", temporal.text_of(span))
    return timezone(span) if span else UTC


def _duration(_budget: Budget, source: Value) -> Value:
    source = singleton(source)
    if isinstance(source, timedelta | YearsMonthsDuration):
        return source
    found = temporal.parse_duration(take.string(source))
    if found is None:
        raise _no("时长", "duration", source)
    return found


def _months_between(_budget: Budget, start: Value, end: Value) -> Value:
    first, last = take.day(start), take.day(end)
    sign = 1
    if (last.year, last.month, last.day) < (first.year, first.month, first.day):
        first, last, sign = last, first, -1
    months = 12 * (last.year - first.year) + last.month - first.month
    if last.day < first.day:
        months -= 1
    return YearsMonthsDuration(sign * months)


# --------------------------------------------------------------------------- numbers and strings


def _number(
    budget: Budget, source: Value, grouping: Value = None, decimal_sign: Value = None
) -> Value:
    source = singleton(source)
    if isinstance(source, Decimal):
        return source
    text = take.string(source)
    group = take.string(grouping) if grouping is not None else ""
    point = take.string(decimal_sign) if decimal_sign is not None else ""
    if (
        group not in {"", " ", ",", "."}
        or point not in {"", ",", "."}
        or (group and group == point)
    ):
        raise _no("数字分隔符", "number separator", group or point)
    if group:
        text = text.replace(group, "")
    if point:
        text = text.replace(point, ".")
    if not text or not set(text) <= _NUMBER_CHARACTERS:
        raise _no("数值", "number", source)
    try:
        return budget.numbers.plus(Decimal(text))
    except InvalidOperation:
        raise _no("数值", "number", source) from None
    except Overflow:
        raise too_large(budget.limits) from None


def _string(budget: Budget, source: Value) -> Value:
    if source is None:
        return None
    return text_of(source, budget)


# -------------------------------------------------------------------------------------- boolean


def _not(_budget: Budget, negand: Value) -> Value:
    negand = singleton(negand)
    return not negand if isinstance(negand, bool) else None


def _is(_budget: Budget, first: Value, second: Value) -> Value:
    if type(first) is not type(second):
        return False
    if isinstance(first, datetime | time) and isinstance(second, datetime | time):
        return temporal.text_of(first) == temporal.text_of(second)
    return equal(first, second) is True


FUNCTIONS = (
    builtin("date", _date, "from", "year, month, day"),
    builtin(
        "date and time",
        _date_and_time,
        "from",
        "date, time",
        "date, timezone",
        "year, month, day, hour, minute, second, offset?",
    ),
    builtin("time", _time, "from", "hour, minute, second, offset?"),
    builtin("duration", _duration, "from"),
    builtin("years and months duration", _months_between, "from, to"),
    builtin("number", _number, "from, grouping separator?, decimal separator?"),
    builtin("string", _string, "from"),
    builtin("not", _not, "negand"),
    builtin("is", _is, "value1, value2"),
)
