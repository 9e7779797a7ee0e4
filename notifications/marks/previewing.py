"""What other rules would change for today's open cases: counted before they are in force.

Only events of due dates can be foretold; what a step says is said when the step is done. Work is
counted by activity and due date, so that a hundred thousand open tasks are a few thousand sums.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import Integer, Text, bindparam, func, literal_column, select

from engine.commands.engine import Engine
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.model.deadline_values import instant_on, local_day
from engine.model.errors import InvalidArgument
from engine.model.values import Value
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import case_file, open_work
from notifications.marks.schedule import Mark, Schedule
from notifications.marks.settings import MARK_AT
from notifications.rules.changing import CHANGE, Record
from notifications.rules.checking import expect_fit, warnings_of
from notifications.rules.known import CHANNELS, known_here
from notifications.rules.model import OF_DUE_DATES, Rule, Rules
from notifications.rules.reading import RulesComparison, comparison_view
from notifications.rules.records import rules_from
from notifications.rules.sentences import Sentences
from notifications.rules.stored import rules_in_force

DAYS = 30
MOST_DAYS = 90
MOST_SUMS = 20_000
"""Different due dates of activities that are looked at; what is beyond is said to be left out."""
MOST_SAMPLES = 20
Key = tuple[str, str, str]
"""An event, who is told, and by which channels."""


@dataclass(frozen=True, slots=True)
class RulesPreviewLine:
    """How many messages of an event go to somebody by these channels, before and after."""

    event: str
    event_zh: str
    event_en: str
    who_zh: str
    who_en: str
    channels_zh: str
    channels_en: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class RulesPreviewSample:
    """One message that would be said, or no longer be said."""

    case_id: str
    reference: str | None
    title: str
    work: str
    on: date
    due_on: date
    event_zh: str
    event_en: str
    who_zh: str
    who_en: str
    is_added: bool


@dataclass(frozen=True, slots=True)
class RulesPreview:
    """What other rules would change: figures until a day, some of the messages, the rules.

    `at_once` would be said with the next turn of a worker. `looked_at` is the open work that the
    changed rules concern; with `is_partial` there is more that was not looked at.
    """

    until: date
    looked_at: int
    is_partial: bool
    at_once: int
    lines: tuple[RulesPreviewLine, ...]
    samples: tuple[RulesPreviewSample, ...]
    rules: RulesComparison
    remarks: tuple[str, ...]
    remarks_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sum:
    """Open work of one activity that is due at the same instant."""

    process: str
    node: str
    due_at: datetime
    count: int


_IS_OPEN = case_file.c.status == literal_column("'open'", Text)
_SUMS = Statement(
    select(case_file.c.key, open_work.c.node, open_work.c.due_at, func.count())
    .join_from(open_work, case_file)
    .where(open_work.c.due_at.is_not(None), open_work.c.due_at <= bindparam("until"), _IS_OPEN)
    .group_by(case_file.c.key, open_work.c.node, open_work.c.due_at)
    .order_by(open_work.c.due_at.desc())
    .limit(literal_column(str(MOST_SUMS + 1), Integer)),
    ["until"],
)
_ONE = Statement(
    select(case_file.c.id, case_file.c.reference, case_file.c.title, open_work.c.name)
    .join_from(open_work, case_file)
    .where(
        open_work.c.due_at == bindparam("due_at"),
        open_work.c.node == bindparam("node"),
        case_file.c.key == bindparam("process"),
        _IS_OPEN,
    )
    .order_by(open_work.c.id)
    .limit(1),
    ["due_at", "node", "process"],
)


def preview_rules(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    rules: Sequence[Record],
    days: int = DAYS,
    channels: Collection[str] = tuple(CHANNELS),
) -> RulesPreview:
    """Return what these rules would change within so many days for what is open now.

    For those who may change the rules. What cannot be kept is refused as `change_rules` does.
    Nothing is written.
    """
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    engine.permissions.expect(turn.office, actor, CHANGE)
    if not 0 < days <= MOST_DAYS:
        raise InvalidArgument(
            f"天数应为1至{MOST_DAYS}。", en=f"Expected 1 to {MOST_DAYS} days.", code="invalid_span"
        )
    given: list[Value] = list(rules)
    known = known_here(session, engine, turn.office, channels)
    before = rules_in_force(session, engine.own_reminders)
    after = Rules(before.version + 1, rules_from(given))
    expect_fit(after.rules, known, engine.own_reminders)
    schedule = Schedule(turn.office.calendar, turn.office.settings.time(MARK_AT))
    count = _Count(before, after, schedule, turn.now, turn.now + timedelta(days=days))
    count.add(_sums(session, count))
    words, remarks = Sentences(known), tuple(warnings_of(after.rules, known))
    return RulesPreview(
        until=local_day(count.until),
        looked_at=count.looked_at,
        is_partial=count.is_partial,
        at_once=count.at_once,
        lines=tuple(_lines(count, words)),
        samples=tuple(_samples(session, count, words)),
        rules=comparison_view(before, after, known),
        remarks=tuple(each.zh for each in remarks),
        remarks_en=tuple(each.en for each in remarks),
    )


@dataclass(slots=True)
class _Count:
    """The figures on their way: rules before and after, and what they would say."""

    before: Rules
    after: Rules
    schedule: Schedule
    now: datetime
    until: datetime
    looked_at: int = 0
    is_partial: bool = False
    at_once: int = 0
    figures: tuple[Counter[tuple[Rule, str]], Counter[tuple[Rule, str]]] = field(
        default_factory=lambda: (Counter(), Counter())
    )
    samples: list[tuple[_Sum, Mark, str, bool]] = field(default_factory=list)
    _places: dict[tuple[str, str], tuple[tuple[Rule, ...], tuple[Rule, ...]]] = field(
        default_factory=dict
    )

    def add(self, sums: Sequence[_Sum]) -> None:
        """Count what is said of work of activities whose rules would be others."""
        for each in sums:
            old, new = self._rules_for(each.process, each.node)
            if old != new:
                self.looked_at += each.count
                self._add(each, old, new)

    def _add(self, each: _Sum, old: tuple[Rule, ...], new: tuple[Rule, ...]) -> None:
        was, will = (self._marks(rules, each.due_at) for rules in (old, new))
        for figures, marks in zip(self.figures, (was, will), strict=True):
            for (_, _, to), mark in marks.items():
                figures[mark.rule, to] += each.count
        midnight = instant_on(local_day(self.now), time())
        said = self.schedule.due(new, each.due_at, since=midnight, until=self.now)
        known = {(mark.rule.id, mark.number) for mark in self.schedule.of(
            old, each.due_at, since=midnight, until=self.now
        )}  # fmt: skip
        self.at_once += each.count * sum((m.rule.id, m.number) not in known for m in said)
        for place, mark in sorted(will.items(), key=lambda pair: pair[1].at):
            self._sample(each, mark, place[2], is_added=True, other=was, place=place)
        for place, mark in sorted(was.items(), key=lambda pair: pair[1].at):
            self._sample(each, mark, place[2], is_added=False, other=will, place=place)

    def _sample(
        self,
        each: _Sum,
        mark: Mark,
        to: str,
        *,
        is_added: bool,
        other: Mapping[tuple[str, datetime, str], Mark],
        place: tuple[str, datetime, str],
    ) -> None:
        if place not in other and len(self.samples) < MOST_SAMPLES:
            self.samples.append((each, mark, to, is_added))

    def _marks(
        self, rules: tuple[Rule, ...], due_at: datetime
    ) -> dict[tuple[str, datetime, str], Mark]:
        """Return what is said by event, instant and receiver."""
        found = self.schedule.of(rules, due_at, since=self.now, until=self.until)
        return {(mark.rule.event, mark.at, to): mark for mark in found for to in mark.rule.to}

    def _rules_for(self, process: str, node: str) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
        found = self._places.get((process, node))
        if found is None:
            found = self._places[process, node] = (
                _applying(self.before, process, node),
                _applying(self.after, process, node),
            )
        return found


def _applying(rules: Rules, process: str, node: str) -> tuple[Rule, ...]:
    return tuple(
        rule for event in OF_DUE_DATES for rule in rules.of(event, process=process, node=node)
    )


def _sums(session: Session, count: _Count) -> list[_Sum]:
    """Return the open work that something could be said of, the latest due dates first."""
    every = [*count.before.rules, *count.after.rules]
    ahead = max((rule.days for rule in every if rule.event in OF_DUE_DATES), default=0)
    # A working day is seldom more than two days apart from the next, and a week of holidays more.
    until = count.until + timedelta(days=2 * ahead + 14)
    found = session.all(_Sum, _SUMS, until)
    count.is_partial = len(found) > MOST_SUMS
    return found[:MOST_SUMS]


def _lines(count: _Count, words: Sentences) -> Iterator[RulesPreviewLine]:
    merged: dict[Key, tuple[RulesPreviewLine, list[int]]] = {}
    for side, figures in enumerate(count.figures):
        for (rule, to), number in figures.items():
            event, who, by = words.event(rule.event), words.receiver(to, rule), words.channels(rule)
            line = RulesPreviewLine(rule.event, *event, *who, *by, before=0, after=0)
            _, pair = merged.setdefault((rule.event, to, by[0]), (line, [0, 0]))
            pair[side] += number
    order = {event: place for place, event in enumerate(OF_DUE_DATES)}
    for line, (before, after) in sorted(
        merged.values(), key=lambda each: (order[each[0].event], each[0].who_zh)
    ):
        yield RulesPreviewLine(
            line.event, line.event_zh, line.event_en, line.who_zh, line.who_en,
            line.channels_zh, line.channels_en, before, after,
        )  # fmt: skip


def _samples(session: Session, count: _Count, words: Sentences) -> Iterator[RulesPreviewSample]:
    for each, mark, to, is_added in count.samples:
        cells = session.row(_ONE, each.due_at, each.node, each.process)
        if cells is None:
            continue
        case_id, reference, title, name = cells
        yield RulesPreviewSample(
            str(case_id),
            None if reference is None else str(reference),
            str(title),
            str(name),
            local_day(mark.at),
            local_day(each.due_at),
            *words.event(mark.rule.event),
            *words.receiver(to, mark.rule),
            is_added=is_added,
        )
