"""Counting what rules say of the due dates of open work, before and after, in portions.

Open work is walked along its due dates, the latest first. What rules say of a due date depends on
its day, on whether it is before people are at work, and on whether it has passed: that is found
once for all work of an activity of which these are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import Text, bindparam, func, literal_column, or_, select

from engine.model.case import Clock
from engine.model.deadline_values import instant_on, is_overdue, local_day
from engine.model.portions import Portion
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import case_file, open_work
from notifications.marks.schedule import Mark, Schedule
from notifications.rules.model import OF_DUE_DATES, Rule, Rules

MOST_SAMPLES = 20
_STRETCH = 500
_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Figure:
    """How many messages a rule says to somebody; `rule` is its place among those of its side."""

    is_after: bool
    rule: int
    to: str
    number: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One message of some open work that would be said, or no longer be said."""

    work_id: str
    process: str
    node: str
    rule: int
    to: str
    on: date
    due_on: date
    is_added: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted so far: all open work that is due later than `due_at`, and some due then.

    It is true for one `question`. `done` of `total` were walked, None while it is not
    known; `looked_at` of them are of activities that the changed rules concern.
    """

    question: str
    as_of: datetime
    due_at: datetime
    work: str
    total: int | None = None
    done: int = 0
    looked_at: int = 0
    at_once: int = 0
    figures: tuple[Figure, ...] = ()
    samples: tuple[Sample, ...] = ()
    is_complete: bool = False

    def is_of(self, question: str, before: Rules, after: Rules) -> bool:
        """Say whether it was counted for a question, of these rules."""
        sides = [(each.is_after, each.rule) for each in self.figures]
        sides += [(each.is_added, each.rule) for each in self.samples]
        return self.question == question and all(
            0 <= rule < len((after if is_after else before).rules) for is_after, rule in sides
        )


@dataclass(frozen=True, slots=True)
class _Open:
    """Open work on the walk; `process` is None where its case is not open."""

    due_at: datetime
    id: str
    node: str
    process: str | None


@dataclass(frozen=True, slots=True)
class _Alike:
    """What open work has in common of which the same is said."""

    process: str
    node: str
    due_on: date
    is_early: bool
    is_over: bool


_Pair = tuple[tuple[Rule, ...], tuple[Rule, ...]]
"""The rules that apply somewhere, before and after."""
_Place = tuple[str, datetime, str]
"""An event, when it is said, and to whom."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What the rules before and after say of one piece of work."""

    was: dict[_Place, Mark]
    will: dict[_Place, Mark]
    at_once: int


_ahead = (
    select(open_work.c.due_at, open_work.c.id, open_work.c.node, open_work.c.case_id)
    .where(
        open_work.c.due_at <= bindparam("due_at"),
        or_(open_work.c.due_at < bindparam("due_at"), open_work.c.id < bindparam("work")),
    )
    .order_by(open_work.c.due_at.desc(), open_work.c.id.desc())
    .limit(bindparam("most"))
    .subquery()
)
_IS_OPEN = case_file.c.status == literal_column("'open'", Text)
_WALK = Statement(
    select(_ahead.c.due_at, _ahead.c.id, _ahead.c.node, case_file.c.key)
    .join_from(_ahead, case_file, (case_file.c.id == _ahead.c.case_id) & _IS_OPEN, isouter=True)
    .order_by(_ahead.c.due_at.desc(), _ahead.c.id.desc()),
    ["due_at", "work", "most"],
)
_TOTAL = Statement(select(func.count()).where(open_work.c.due_at < bindparam("due_at")), ["due_at"])


class Count:
    """The rules before and after, and what they say until an instant."""

    def __init__(
        self, before: Rules, after: Rules, schedule: Schedule, *, as_of: datetime, days: int
    ) -> None:
        self._before = before
        self._after = after
        self._places = {
            (is_after, rule): place
            for is_after, rules in ((False, before.rules), (True, after.rules))
            for place, rule in enumerate(rules)
        }
        self._schedule = schedule
        self._now = as_of
        self.until = as_of + timedelta(days=days)
        self._applying: dict[tuple[str, str], tuple[int, _Pair]] = {}
        self._pairs: dict[_Pair, int] = {}
        self._said: dict[tuple[int, date, bool, bool], _Said | None] = {}

    def begin(self, question: str) -> Counted:
        """Return what is counted before any work was looked at."""
        old, new = self._of_due_dates()
        return Counted(question, self._now, self._first(), "", is_complete=old == new)

    def go_on(
        self, session: Session, so_far: Counted, *, portion: Portion, clock: Clock
    ) -> Counted:
        """Count the next portion, at least a few hundred pieces of work of it."""
        until, left = clock() + portion.time, portion.most
        if so_far.done and so_far.total is None:
            # Not before the first portion is shown: most offices need no second one.
            so_far = replace(so_far, total=session.one(int, _TOTAL, self._first()))
        while not so_far.is_complete:
            most = _STRETCH if left is None else min(_STRETCH, left)
            found = session.all(_Open, _WALK, so_far.due_at, so_far.work, most)
            so_far = self._with(so_far, found)
            if len(found) < most:
                return replace(so_far, total=so_far.done, is_complete=True)
            left = None if left is None else left - len(found)
            if left == 0 or clock() >= until:
                break
        return so_far

    def _of_due_dates(self) -> tuple[list[Rule], list[Rule]]:
        """Return the rules before and after by which anything is said of due dates."""
        sides = (self._before.rules, self._after.rules)
        old, new = ([rule for rule in side if rule.event in OF_DUE_DATES] for side in sides)
        return old, new

    def _first(self) -> datetime:
        """Return an instant later than any due date of which something could be said."""
        old, new = self._of_due_dates()
        ahead = max((rule.days for rule in (*old, *new)), default=0)
        # A working day is seldom more than two days apart from the next, and a week of holidays more.
        return self.until + timedelta(days=2 * ahead + 14) + _MOMENT

    def _with(self, so_far: Counted, found: Sequence[_Open]) -> Counted:
        if not found:
            return so_far
        figures = Counter({(f.is_after, f.rule, f.to): f.number for f in so_far.figures})
        samples = {_likeness(each): each for each in so_far.samples}
        looked_at, at_once = so_far.looked_at, so_far.at_once
        for alike, work in self._grouped(found).items():
            said, number = self._said_of(alike, work[0]), len(work)
            if said is None:
                continue
            looked_at += number
            at_once += number * said.at_once
            for is_after, marks in ((False, said.was), (True, said.will)):
                for (_, _, to), mark in marks.items():
                    figures[is_after, self._places[is_after, mark.rule], to] += number
            for each in self._samples(alike, work[0], said):
                if len(samples) < MOST_SAMPLES:
                    samples.setdefault(_likeness(each), each)
        return replace(
            so_far,
            due_at=found[-1].due_at,
            work=found[-1].id,
            done=so_far.done + len(found),
            looked_at=looked_at,
            at_once=at_once,
            figures=tuple(Figure(*place, number) for place, number in sorted(figures.items())),
            samples=tuple(samples.values()),
        )

    def _grouped(self, found: Iterable[_Open]) -> dict[_Alike, list[_Open]]:
        """Return work of open cases by what it has in common."""
        groups: dict[_Alike, list[_Open]] = {}
        for work in found:
            if work.process is not None:
                on = local_day(work.due_at)
                is_early = instant_on(on, self._schedule.at) > work.due_at
                is_over = is_overdue(work.due_at, self._now)
                alike = _Alike(work.process, work.node, on, is_early=is_early, is_over=is_over)
                groups.setdefault(alike, []).append(work)
        return groups

    def _said_of(self, alike: _Alike, work: _Open) -> _Said | None:
        """Return what is said of such work; None where the rules for it stay as they are."""
        number, (old, new) = self._rules_for(alike.process, alike.node)
        key = number, alike.due_on, alike.is_early, alike.is_over
        if key not in self._said:
            self._said[key] = None if old == new else self._compare(work.due_at, old, new)
        return self._said[key]

    def _compare(self, due_at: datetime, old: tuple[Rule, ...], new: tuple[Rule, ...]) -> _Said:
        was, will = (self._marks(rules, due_at) for rules in (old, new))
        midnight = instant_on(local_day(self._now), time())
        said = self._schedule.due(new, due_at, since=midnight, until=self._now)
        known = {
            (mark.rule.id, mark.number)
            for mark in self._schedule.of(old, due_at, since=midnight, until=self._now)
        }
        return _Said(was, will, sum((m.rule.id, m.number) not in known for m in said))

    def _marks(self, rules: tuple[Rule, ...], due_at: datetime) -> dict[_Place, Mark]:
        """Return what is said by event, instant and receiver."""
        found = self._schedule.of(rules, due_at, since=self._now, until=self.until)
        return {(mark.rule.event, mark.at, to): mark for mark in found for to in mark.rule.to}

    def _samples(self, alike: _Alike, work: _Open, said: _Said) -> Iterator[Sample]:
        """Yield what would be said of work and was not, then what would be said no longer."""
        for is_added, marks, others in ((True, said.will, said.was), (False, said.was, said.will)):
            for (event, at, to), mark in sorted(marks.items(), key=lambda pair: pair[1].at):
                if (event, at, to) not in others:
                    yield Sample(
                        work_id=work.id,
                        process=alike.process,
                        node=alike.node,
                        rule=self._places[is_added, mark.rule],
                        to=to,
                        on=local_day(at),
                        due_on=alike.due_on,
                        is_added=is_added,
                    )

    def _rules_for(self, process: str, node: str) -> tuple[int, _Pair]:
        """Return the rules that apply to an activity; activities of the same have one number."""
        found = self._applying.get((process, node))
        if found is None:
            old, new = (_applying(rules, process, node) for rules in (self._before, self._after))
            pair = old, new
            number = self._pairs.setdefault(pair, len(self._pairs))
            found = self._applying[process, node] = number, pair
        return found


def _applying(rules: Rules, process: str, node: str) -> tuple[Rule, ...]:
    return tuple(
        rule for event in OF_DUE_DATES for rule in rules.of(event, process=process, node=node)
    )


def _likeness(sample: Sample) -> Sample:
    """Return what a sample says, of whatever work."""
    return replace(sample, work_id="")
