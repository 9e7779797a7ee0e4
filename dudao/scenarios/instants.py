"""Instants and stretches of time as scenario files write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from engine.feel import YearsMonthsDuration
from engine.feel.temporal import parse_duration
from engine.model.calendar import SHANGHAI, WorkCalendar
from engine.model.deadline_arithmetic import add_months
from engine.model.deadlines import Policy, Term, Unit, compute_deadline, parse_term
from engine.model.errors import InvalidArgument

AS_COUNTED = Policy(roll_forward=False, roll_weekends=False)

Passage = datetime | timedelta | YearsMonthsDuration | Term


def parse_instant(text: str) -> datetime:
    """Read an instant, in UTC; without an offset it is Asia/Shanghai, a day starts at 00:00."""
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidArgument(
            f"时间“{text}”应写作 2026-09-01T09:00:00+08:00。",
            en=f"Expected an instant like 2026-09-01T09:00:00+08:00, found '{text}'.",
            code="invalid_instant",
        ) from error
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=SHANGHAI)
    return instant.astimezone(UTC)


def parse_advance(text: str) -> Passage:
    """Read how far time moves: ``P10D``, ``PT5H``, ``3工作日``, or an instant."""
    text = text.strip()
    if text[:4].isdecimal() and "-" in text:
        return parse_instant(text)
    span = parse_duration(text)
    if span is not None:
        return _forwards(span, text)
    return parse_term(text)


def _forwards(span: timedelta | YearsMonthsDuration, text: str) -> Passage:
    backwards = span < timedelta(0) if isinstance(span, timedelta) else span.total < 0
    if backwards:
        raise InvalidArgument(
            f"“{text}”会使时间倒流：应为正的时长。",
            en=f"Expected a positive duration, found '{text}'.",
            code="invalid_duration",
        )
    return span


def passed(passage: Passage, now: datetime, calendar: WorkCalendar) -> datetime:
    """Return the instant reached from now; a term of law keeps the local time of day."""
    match passage:
        case datetime():
            return passage
        case timedelta():
            return now + passage
        case YearsMonthsDuration():
            return _on(add_months(_local(now).date(), passage.total), now)
        case Term(unit=Unit.HOURS):
            return now + timedelta(hours=passage.quantity)
        case Term():
            deadline = compute_deadline(passage, now, calendar=calendar, policy=AS_COUNTED)
            return _on(deadline.due_on, now)


def _local(now: datetime) -> datetime:
    return now.astimezone(SHANGHAI)


def _on(day: date, now: datetime) -> datetime:
    return datetime.combine(day, _local(now).time(), SHANGHAI).astimezone(UTC)
