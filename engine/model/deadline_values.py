"""A deadline as a value: what was ordered, what changed it since, and the day it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from engine.model.calendar import SHANGHAI
from engine.model.deadline_terms import Term, Unit
from engine.model.errors import InvalidArgument

LAST_SECOND = time(23, 59, 59)
RESOLUTION = timedelta(seconds=1)
YEARS = range(1900, 3000)
"""Instants outside these years are taken for errors; every result inside stays a valid date."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Choose among the conventions the law leaves open; the defaults follow 民法典 201 to 203."""

    roll_forward: bool = True
    """A last day on a holiday moves to the next working day (第二百零三条第一款)."""
    roll_weekends: bool = True
    """An ordinary weekend is treated like a holiday when rolling; practice, not statute."""
    closes_at: time | None = None
    """The local time business ends on the last day; None means 24:00 (第二百零三条第二款)."""


DEFAULT = Policy()


@dataclass(frozen=True, slots=True)
class Extension:
    """Record that a deadline was extended by a term counted from its old due day (延期)."""

    term: Term


@dataclass(frozen=True, slots=True)
class Suspension:
    """Record that a clock stood still from one instant to another (中止、恢复)."""

    from_at: datetime
    until_at: datetime


Adjustment = Extension | Suspension


@dataclass(frozen=True, slots=True)
class Deadline:
    """Hold a computed deadline and everything needed to compute, explain or redo it.

    ``due_at`` is the last moment that is still in time, in UTC. A period ends at 24:00 of its
    last day; that instant already carries the next day's date, so we hold 23:59:59 instead and
    the local date of ``due_at`` is the due day people and scenario files speak of. The second
    after it belongs to the period: work is overdue from ``expires_at``, that is 24:00 sharp.
    """

    term: Term
    started_at: datetime
    due_at: datetime
    due_on: date
    policy: Policy
    calendar_version: str
    provisional: bool
    """A year without a published arrangement was looked at: the day may still move (暂估)."""
    nominal_on: date
    """The last day before it was moved off a holiday; equal to ``due_on`` when it was not."""
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def expires_at(self) -> datetime:
        """Return the first instant that is too late."""
        return self.due_at + RESOLUTION

    @property
    def unit(self) -> Unit:
        """Return the unit the clock counts now: that of the latest extension, if any."""
        extended = [change.term for change in self.adjustments if isinstance(change, Extension)]
        return extended[-1].unit if extended else self.term.unit


def is_overdue(due_at: datetime, now: datetime) -> bool:
    """Say whether the last moment in time has passed; its own second is still in time."""
    return now >= due_at + RESOLUTION


def local_day(instant: datetime) -> date:
    """Return the day of an instant in Asia/Shanghai."""
    return instant.astimezone(SHANGHAI).date()


def instant_on(on: date, at: time = LAST_SECOND) -> datetime:
    """Return the UTC instant of a local time on a local day."""
    return datetime.combine(on, at, SHANGHAI).astimezone(UTC)


def aware(instant: datetime, what: str = "起算时间") -> datetime:
    """Return an instant in UTC; one without a zone or far from our time raises InvalidArgument."""
    if instant.tzinfo is None:
        raise InvalidArgument(
            f"{what}必须带有时区。",
            en="Expected an instant with a time zone.",
            code="naive_instant",
        )
    if instant.year not in YEARS:
        raise InvalidArgument(
            f"{what}的年份{instant.year}超出了可以计算的范围。",
            en=f"Expected an instant from 1900 to 2999, found the year {instant.year}.",
            code="date_out_of_range",
        )
    return instant.astimezone(UTC)
