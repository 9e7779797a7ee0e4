"""The working calendar: which local days are worked, as an immutable value with a version.

A year is *published* when the library or an uploaded table says anything about it. Any other
year is computed as plain weeks and marked provisional (暂估); nothing is estimated silently.
The notice for a year may still change the last days of the year before (a New Year bridge
day), which is why a deadline keeps the version of the calendar it was computed with.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from engine.model.calendar_csv import read_calendar_csv, write_calendar_csv
from engine.model.calendar_days import SATURDAY, Day, DayKind, Override, kind_of
from engine.model.calendar_published import (
    LIBRARY_VERSION,
    SOURCE,
    published_rows,
    published_years,
)
from engine.model.errors import FieldError, InvalidArgument

__all__ = [
    "SHANGHAI",
    "Day",
    "DayKind",
    "Override",
    "WorkCalendar",
    "read_calendar_csv",
    "write_calendar_csv",
]

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The zone of every local day; without daylight saving since 1992."""

SOURCE_UPLOADED = "本单位上传的日历"
SOURCE_ESTIMATED = "尚未公布，按周一至周五推定"


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Answer questions about local days; equal content has an equal version."""

    version: str
    published_years: frozenset[int] = field(compare=False)
    _published: Mapping[date, Override] = field(compare=False, repr=False)
    _overrides: Mapping[date, Override] = field(compare=False, repr=False)
    # Working days of a year as sorted ordinals, filled in on first use. Filling it twice from
    # two threads writes the same value, so it needs no lock.
    _ordinals: dict[int, tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def published(cls) -> WorkCalendar:
        """Return the calendar of the published arrangements, without any upload."""
        return _published_calendar()

    def with_overrides(self, rows: Iterable[Override]) -> WorkCalendar:
        """Return a calendar in which these rows take precedence over what is known so far.

        Two rows for one day raise InvalidArgument: nobody could tell which one holds.
        """
        new = tuple(rows)
        _refuse_duplicates(new)
        merged = {**self._overrides, **{row.on: row for row in new}}
        overrides = MappingProxyType(dict(sorted(merged.items())))
        return WorkCalendar(
            version=_version(overrides),
            published_years=self.published_years | {row.on.year for row in new},
            _published=self._published,
            _overrides=overrides,
        )

    @property
    def overrides(self) -> tuple[Override, ...]:
        """Return the uploaded rows in force, in order of date."""
        return tuple(self._overrides.values())

    def day(self, on: date) -> Day:
        """Describe one local day."""
        provisional = self.is_provisional_year(on.year)
        row = self._row(on)
        if row is not None:
            kind = kind_of(on, working=row.working, name=row.name)
            source = SOURCE_UPLOADED if on in self._overrides else SOURCE
            return Day(on, kind, row.name, provisional, source)
        kind = kind_of(on, working=on.weekday() < SATURDAY)
        if provisional:
            return Day(on, kind, "", provisional, SOURCE_ESTIMATED)
        source = SOURCE if on.year in published_years() else SOURCE_UPLOADED
        return Day(on, kind, "", provisional, source)

    def is_working(self, on: date) -> bool:
        """Say whether a day is worked."""
        row = self._row(on)
        return on.weekday() < SATURDAY if row is None else row.working

    def is_provisional_year(self, year: int) -> bool:
        """Say whether nothing is published or uploaded for a year."""
        return year not in self.published_years

    def working_day_after(self, on: date, count: int) -> date:
        """Return the ``count``-th working day after a day, which itself is not counted."""
        year, ordinals = on.year, self._working_ordinals(on.year)
        index = bisect_right(ordinals, on.toordinal()) + count - 1
        while index >= len(ordinals):
            index -= len(ordinals)
            year += 1
            ordinals = self._working_ordinals(year)
        return date.fromordinal(ordinals[index])

    def working_day_before(self, on: date, count: int) -> date:
        """Return the ``count``-th working day before a day, which itself is not counted."""
        year, ordinals = on.year, self._working_ordinals(on.year)
        index = bisect_left(ordinals, on.toordinal()) - count
        while index < 0:
            year -= 1
            ordinals = self._working_ordinals(year)
            index += len(ordinals)
        return date.fromordinal(ordinals[index])

    def next_working_day(self, on: date) -> date:
        """Return the day itself when it is worked, otherwise the first worked day after it."""
        return on if self.is_working(on) else self.working_day_after(on, 1)

    def working_days_between(self, after: date, until: date) -> int:
        """Count the working days later than ``after``, up to and including ``until``.

        The count is 0 when ``until`` is not later than ``after``.
        """
        if until <= after:
            return 0
        first, last = self._working_ordinals(after.year), self._working_ordinals(until.year)
        count = bisect_right(last, until.toordinal()) - bisect_right(first, after.toordinal())
        return count + sum(
            len(self._working_ordinals(year)) for year in range(after.year, until.year)
        )

    def _row(self, on: date) -> Override | None:
        return self._overrides.get(on) or self._published.get(on)

    def _working_ordinals(self, year: int) -> tuple[int, ...]:
        known = self._ordinals.get(year)
        if known is None:
            known = self._ordinals[year] = self._compute_ordinals(year)
        return known

    def _compute_ordinals(self, year: int) -> tuple[int, ...]:
        if not MINYEAR <= year <= MAXYEAR:
            raise InvalidArgument(
                "计算结果超出了日历可以表示的范围，请缩短期限。",
                en="Expected a deadline within the years the calendar can represent.",
                code="date_out_of_range",
            )
        days = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
        return tuple(day for day in days if self.is_working(date.fromordinal(day)))


@cache
def _published_calendar() -> WorkCalendar:
    return WorkCalendar(
        version=LIBRARY_VERSION,
        published_years=published_years(),
        _published=MappingProxyType({row.on: row for row in published_rows()}),
        _overrides=MappingProxyType({}),
    )


def _version(overrides: Mapping[date, Override]) -> str:
    """Name the content: the library's version, and a digest of the uploaded rows if any."""
    if not overrides:
        return LIBRARY_VERSION
    digest = hashlib.sha256()
    for on, row in overrides.items():
        digest.update(f"{on.isoformat()} {row.working:d} {row.name!r}\n".encode())
    return f"{LIBRARY_VERSION}+{digest.hexdigest()[:12]}"


def _refuse_duplicates(rows: tuple[Override, ...]) -> None:
    twice = sorted(on for on, times in Counter(row.on for row in rows).items() if times > 1)
    if twice:
        raise InvalidArgument(
            "同一天只能有一行，以下日期重复：" + "、".join(on.isoformat() for on in twice) + "。",
            en="Expected one row per day, but found more for the days listed.",
            code="duplicate_day",
            errors=tuple(
                FieldError(on.isoformat(), "该日期重复。", "This day occurs more than once.")
                for on in twice
            ),
        )
