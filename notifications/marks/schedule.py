"""When something is said of a due date: the instants that a rule gives, and which are due.

All instants are in the morning of a working day. What was missed is said once, by its latest
instant, and only while it is still true: nothing is near that has passed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from engine.model.calendar import WorkCalendar
from engine.model.deadline_values import instant_on, is_overdue, local_day
from notifications.rules.model import DUE, NEAR_DUE, Rule


@dataclass(frozen=True, slots=True)
class Mark:
    """One instant of a rule; `number` counts working days before or after the last day in time.

    It names the instant among those of its rule: computed again it is the same.
    """

    rule: Rule
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """The calendar, and the local time of a working day at which things are said."""

    calendar: WorkCalendar
    at: time

    def due(
        self, rules: Iterable[Rule], due_at: datetime, *, since: datetime, until: datetime
    ) -> tuple[Mark, ...]:
        """Return what is to be said of a due date: of each rule the latest from `since` on.

        Both ends count. A rule that tells nobody gives none, nor does what is no longer true at
        `until`: that it is near once it is due, that it is due once it is overdue.
        """
        found = [
            mark
            for rule in rules
            if rule.to and (mark := self._latest(rule, due_at, until)) and mark.at >= since
        ]
        is_over = is_overdue(due_at, until)
        is_due = any(mark.rule.event == DUE for mark in found)
        return tuple(
            mark
            for mark in found
            if not (is_over and mark.rule.event in (NEAR_DUE, DUE))
            if not (is_due and mark.rule.event == NEAR_DUE)
        )

    def next(self, rules: Iterable[Rule], due_at: datetime, *, after: datetime) -> datetime | None:
        """Return the first instant later than `after` at which something is to be said."""
        coming = (self._next(rule, due_at, after) for rule in rules if rule.to)
        return min((mark.at for mark in coming if mark is not None), default=None)

    def of(
        self, rules: Iterable[Rule], due_at: datetime, *, since: datetime, until: datetime
    ) -> tuple[Mark, ...]:
        """Return every instant of the rules from `since` to `until`, in order."""
        found: list[Mark] = []
        for rule in rules:
            mark = self._next(rule, due_at, since, is_included=True) if rule.to else None
            while mark is not None and mark.at <= until:
                found.append(mark)
                mark = self._next(rule, due_at, mark.at)
        return tuple(sorted(found, key=lambda mark: mark.at))

    def _latest(self, rule: Rule, due_at: datetime, until: datetime) -> Mark | None:
        """Return the last mark of a rule up to an instant."""
        if rule.event in (NEAR_DUE, DUE):
            mark = self._before(rule, due_at)
            return mark if mark.at <= until else None
        passed = self._passed(due_at, until)
        if passed < rule.days:
            return None
        turns = (passed - rule.days) // rule.every if rule.every else 0
        return self._after(rule, due_at, rule.days + turns * rule.every)

    def _next(
        self, rule: Rule, due_at: datetime, after: datetime, *, is_included: bool = False
    ) -> Mark | None:
        """Return the first mark of a rule later than an instant."""
        if rule.event in (NEAR_DUE, DUE):
            mark = self._before(rule, due_at)
            return mark if mark.at > after or (is_included and mark.at == after) else None
        last = self._latest(rule, due_at, after)
        if last is None:
            return self._after(rule, due_at, rule.days)
        if is_included and last.at == after:
            return last
        return self._after(rule, due_at, last.number + rule.every) if rule.every else None

    def _before(self, rule: Rule, due_at: datetime) -> Mark:
        """Return when to say that something is near due or due.

        On a day that is not worked, or due before people are at work, it is said the working day
        before.
        """
        on = local_day(due_at)
        if rule.event == NEAR_DUE:
            return self._mark(rule, rule.days, self.calendar.working_day_before(on, rule.days))
        if not self.calendar.is_working(on) or instant_on(on, self.at) > due_at:
            on = self.calendar.working_day_before(on, 1)
        return self._mark(rule, 0, on)

    def _after(self, rule: Rule, due_at: datetime, number: int) -> Mark:
        on = self.calendar.working_day_after(local_day(due_at), number)
        return self._mark(rule, number, on)

    def _passed(self, due_at: datetime, until: datetime) -> int:
        """Count the working mornings after the last day in time, up to an instant."""
        day, due_on = local_day(until), local_day(due_at)
        count = self.calendar.working_days_between(due_on, day)
        is_early = self.calendar.is_working(day) and instant_on(day, self.at) > until
        return count - 1 if is_early and day > due_on else count

    def _mark(self, rule: Rule, number: int, on: date) -> Mark:
        return Mark(rule, number, instant_on(on, self.at))
