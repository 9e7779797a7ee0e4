"""What other rules would change for today's open cases: counted before they are in force.

Only events of due dates can be foretold; what a step says is said when the step is done. Where
there is much open work it is counted in portions (`notifications.marks.counting`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import bindparam, select

from engine.commands.engine import Engine
from engine.commands.turn import Turn
from engine.model.canonical_json import canonical_json
from engine.model.case import Actor, Clock
from engine.model.deadline_values import local_day
from engine.model.errors import InvalidArgument
from engine.model.portions import WHOLE, Portion
from engine.model.values import Value
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import case_file, open_work
from notifications.marks.counting import Count, Counted
from notifications.marks.schedule import Schedule
from notifications.marks.settings import MARK_AT
from notifications.rules.changing import CHANGE, Record
from notifications.rules.checking import expect_fit, warnings_of
from notifications.rules.known import CHANNELS, known_here
from notifications.rules.model import OF_DUE_DATES, Rules
from notifications.rules.reading import RulesComparison, comparison_view
from notifications.rules.records import rules_from
from notifications.rules.sentences import Sentences
from notifications.rules.stored import rules_in_force

DAYS = 30
MOST_DAYS = 90
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
    changed rules concern, among `done` of `total` that were walked, the latest due first; with
    `is_partial` there is more that was not looked at. What has passed had passed at `as_of`.
    """

    until: date
    looked_at: int
    is_partial: bool
    done: int
    total: int | None
    as_of: datetime
    at_once: int
    lines: tuple[RulesPreviewLine, ...]
    samples: tuple[RulesPreviewSample, ...]
    rules: RulesComparison
    remarks: tuple[str, ...]
    remarks_en: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Return how far counting is; a hundred only when it is complete."""
        return (
            min(99, self.done * 100 // max(self.total or 0, self.done + 1))
            if self.is_partial
            else 100
        )


@dataclass(frozen=True, slots=True)
class CountedRules:
    """A preview as far as it is counted, and what to go on from; None when it is complete."""

    preview: RulesPreview
    so_far: Counted | None


_ONE = Statement(
    select(case_file.c.id, case_file.c.reference, case_file.c.title, open_work.c.name)
    .join_from(open_work, case_file)
    .where(open_work.c.id == bindparam("id")),
    ["id"],
)


def preview_rules(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    rules: Sequence[Record],
    days: int = DAYS,
) -> RulesPreview:
    """Return what these rules would change within so many days for what is open now.

    For those who may change the rules. What cannot be kept is refused as `change_rules` does.
    Nothing is written. What takes longer than ten seconds is broken off.
    """
    return count_rules(
        session,
        engine=engine,
        clock=clock,
        actor=actor,
        rules=rules,
        days=days,
    ).preview


def count_rules(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    rules: Sequence[Record],
    days: int = DAYS,
    so_far: Counted | None = None,
    portion: Portion = WHOLE,
) -> CountedRules:
    """Count the next portion of `preview_rules`; begin anew where anything has changed."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    engine.permissions.expect(turn.office, actor, CHANGE)
    if not 0 < days <= MOST_DAYS:
        raise InvalidArgument(
            f"天数应为1至{MOST_DAYS}。", en=f"Expected 1 to {MOST_DAYS} days.", code="invalid_span"
        )
    given: list[Value] = list(rules)
    known = known_here(session, engine, turn.office, tuple(CHANNELS))
    before = rules_in_force(session, engine.own_reminders)
    after = Rules(before.version + 1, rules_from(given))
    expect_fit(after.rules, known, engine.own_reminders)
    question = _question(turn, before, given, days)
    if so_far is not None and not so_far.is_of(question, before, after):
        so_far = None
    as_of = turn.now if so_far is None else so_far.as_of
    schedule = Schedule(turn.office.calendar, turn.office.settings.time(MARK_AT))
    count = Count(before, after, schedule, as_of=as_of, days=days)
    counted = count.begin(question) if so_far is None else so_far
    counted = count.go_on(session, counted, portion=portion, clock=clock)
    words, remarks = Sentences(known), tuple(warnings_of(after.rules, known))
    preview = RulesPreview(
        until=local_day(count.until),
        looked_at=counted.looked_at,
        is_partial=not counted.is_complete,
        done=counted.done,
        total=counted.total,
        as_of=counted.as_of,
        at_once=counted.at_once,
        lines=tuple(_lines(counted, before, after, words)),
        samples=tuple(_samples(session, counted, before, after, words)),
        rules=comparison_view(before, after, known),
        remarks=tuple(each.zh for each in remarks),
        remarks_en=tuple(each.en for each in remarks),
    )
    return CountedRules(preview, None if counted.is_complete else counted)


def _question(turn: Turn, before: Rules, given: list[Value], days: int) -> str:
    """Return what a count is true for: the rules before and after, and what is configured."""
    digest = hashlib.sha256(canonical_json(given).encode()).hexdigest()
    return f"{before.version} {turn.office.revision} {days} {digest}"


def _lines(
    counted: Counted, before: Rules, after: Rules, words: Sentences
) -> Iterator[RulesPreviewLine]:
    merged: dict[Key, tuple[RulesPreviewLine, list[int]]] = {}
    for each in counted.figures:
        rule = (after if each.is_after else before).rules[each.rule]
        event, who = words.event(rule.event), words.receiver(each.to, rule)
        by = words.channels(rule)
        line = RulesPreviewLine(rule.event, *event, *who, *by, before=0, after=0)
        _, pair = merged.setdefault((rule.event, each.to, by[0]), (line, [0, 0]))
        pair[each.is_after] += each.number
    order = {event: place for place, event in enumerate(OF_DUE_DATES)}
    for line, (was, will) in sorted(
        merged.values(), key=lambda each: (order[each[0].event], each[0].who_zh)
    ):
        yield replace(line, before=was, after=will)


def _samples(
    session: Session, counted: Counted, before: Rules, after: Rules, words: Sentences
) -> Iterator[RulesPreviewSample]:
    for each in counted.samples:
        cells = session.row(_ONE, each.work_id)
        if cells is None:
            continue
        rule = (after if each.is_added else before).rules[each.rule]
        case_id, reference, title, name = cells
        yield RulesPreviewSample(
            str(case_id),
            None if reference is None else str(reference),
            str(title),
            str(name),
            each.on,
            each.due_on,
            *words.event(rule.event),
            *words.receiver(each.to, rule),
            is_added=each.is_added,
        )
