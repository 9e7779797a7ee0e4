"""The overview for leaders (总览): figures, each with the filter of the list of what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from engine.model.errors import InvalidArgument
from engine.model.registers import ANY_DAY, CaseFilter, Days, ItemFilter
from engine.model.work_lists import Holder, WorkFilter

YEAR, TWO_YEARS = 12, 24
LONGEST = 10
"""Cases that are overdue the longest."""


@dataclass(frozen=True, slots=True)
class OverviewFilter:
    """What the overview is about: a unit with all below it, a kind of case, a period.

    The period limits what counts standing cases and open work to cases opened in it, and what
    counts closings to those in it. `months` are the last 12 or 24, up to the end of the period.
    """

    unit: str | None = None
    process: str | None = None
    period: Days = ANY_DAY
    months: int = YEAR

    def __post_init__(self) -> None:
        if self.months not in (YEAR, TWO_YEARS):
            raise InvalidArgument(
                "总览按最近12个月或24个月统计。",
                en="Expected 12 or 24 months.",
                code="invalid_period",
            )


@dataclass(frozen=True, slots=True)
class Figure:
    """How many, and the filter of the list that shows exactly these."""

    count: int
    wanted: CaseFilter | ItemFilter | WorkFilter


@dataclass(frozen=True, slots=True)
class Subject:
    """What a line is about: a unit, a kind of case, a kind of problem.

    `is_alone`: the unit itself, because what is below it has lines of its own.
    """

    id: str
    name: str
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Cases by their light while they go on (grey: suspended), and those that ended."""

    green: Figure
    yellow: Figure
    red: Figure
    grey: Figure
    closed: Figure
    canceled: Figure


@dataclass(frozen=True, slots=True)
class StandingOf:
    """How the cases of a unit, or of a kind, stand."""

    subject: Subject
    cases: Standing


@dataclass(frozen=True, slots=True)
class Punctuality:
    """What closed in time (按期) and what late; what had no due day at the end is in neither."""

    on_time: Figure
    late: Figure
    closed: Figure
    """All that closed, what had no due day included."""

    @property
    def rate(self) -> Fraction | None:
        """Return the share that was in time among what had a due day; None where nothing had."""
        judged = self.on_time.count + self.late.count
        return Fraction(self.on_time.count, judged) if judged else None


@dataclass(frozen=True, slots=True)
class PunctualityOf:
    """How punctual a unit was, or a kind."""

    subject: Subject
    closed: Punctuality


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month of Asia/Shanghai, as far as it lies in the period."""

    days: Days
    opened: Figure
    cases: Punctuality
    items: Punctuality


@dataclass(frozen=True, slots=True)
class Load:
    """Open work that lies with somebody, and since when the oldest of it waits."""

    holder: Holder
    name: str
    open: Figure
    red: Figure
    yellow: Figure
    oldest_at: datetime


@dataclass(frozen=True, slots=True)
class Overdue:
    """A case that is overdue."""

    id: str
    reference: str | None
    title: str
    unit: Subject
    process: Subject
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Overview:
    """All figures as they were at one instant, which may lie a little back (`overview.age`)."""

    as_of: datetime
    wanted: OverviewFilter
    cases: Standing
    by_unit: tuple[StandingOf, ...]
    by_process: tuple[StandingOf, ...]
    months: tuple[Month, ...]
    closed: Punctuality
    closed_by_unit: tuple[PunctualityOf, ...]
    closed_by_process: tuple[PunctualityOf, ...]
    items: Punctuality
    items_by_unit: tuple[PunctualityOf, ...]
    items_by_kind: tuple[PunctualityOf, ...]
    work: tuple[Load, ...]
    longest: tuple[Overdue, ...]
    """The first of those that `cases.red` lists, sorted by due day."""


def months_of(wanted: OverviewFilter, *, today: date) -> tuple[Days, ...]:
    """Return the months to show, the earliest first, each cut to the period."""
    period = wanted.period
    last = today if period.until is None else min(period.until, today)
    spans = [_month(last, back) for back in range(wanted.months - 1, -1, -1)]
    cut = ((_latest(since, period.since), _earliest(until, period.until)) for since, until in spans)
    return tuple(Days(since, until) for since, until in cut if since <= until)


def closing_days(wanted: OverviewFilter, months: tuple[Days, ...]) -> Days:
    """Return the days whose closings count: the period, or else the months shown."""
    if wanted.period != ANY_DAY:
        return wanted.period
    return Days(months[0].since, None)


def _month(day: date, back: int) -> tuple[date, date]:
    index = day.year * YEAR + day.month - 1 - back
    first = date(index // YEAR, index % YEAR + 1, 1)
    following = date((index + 1) // YEAR, (index + 1) % YEAR + 1, 1)
    return first, following - timedelta(days=1)


def _latest(day: date, bound: date | None) -> date:
    return day if bound is None else max(day, bound)


def _earliest(day: date, bound: date | None) -> date:
    return day if bound is None else min(day, bound)
