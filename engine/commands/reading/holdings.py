"""Read who held a case how long, every span with the event that began it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.commands.engine import Engine
from engine.commands.reading.names import Named, Names
from engine.commands.reading.recording import Part, record_case_read
from engine.commands.reading.standing import Looking
from engine.model.case import Actor, Clock
from engine.model.holding import HeldSpan, Holding, HoldingState, holdings_of
from engine.store.case_reads import history_of
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class HoldingView:
    """How a case stood: its state, who held it, who might have taken it, and which work it was."""

    state: HoldingState
    zh: str
    en: str
    people: tuple[Named, ...]
    groups: tuple[Named, ...]
    work: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpanView:
    """One span of time; `began_by` and `ended_by` number events, None for the present.

    `seconds` is its exact length; days are those after the day of its beginning.
    """

    holding: HoldingView
    from_at: datetime
    until_at: datetime
    began_by: int
    ended_by: int | None
    seconds: float
    natural_days: int
    working_days: int


@dataclass(frozen=True, slots=True)
class HolderTotal:
    """How long one set of holders had a case in one state, over all its spans."""

    state: HoldingState
    zh: str
    en: str
    people: tuple[Named, ...]
    groups: tuple[Named, ...]
    seconds: float
    natural_days: int
    working_days: int


@dataclass(frozen=True, slots=True)
class HoldingPage:
    """The spans of a case in order, and the sums; the last span ends at the end of the case or now.

    The spans do not overlap and leave no gap: their sums are those of the whole.
    """

    opened_at: datetime
    until_at: datetime
    is_ended: bool
    seconds: float
    natural_days: int
    working_days: int
    spans: tuple[SpanView, ...]
    totals: tuple[HolderTotal, ...]


def read_holding(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> HoldingPage:
    """Return who held a case how long, by the calendar in force, and record the read.

    It tells of the inner file: NotPermitted without `read_history`.
    """
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    step = looking.case(case_id)
    engine.permissions.expect(looking.turn.office, actor, "read_history", unit=step.case.unit)
    case, calendar = step.case, looking.turn.office.calendar
    until = case.ended_at or looking.turn.now
    spans = holdings_of(history_of(session, case.id), until=until, calendar=calendar)
    names = Names(looking.turn)
    record_case_read(looking.turn, case.id, Part.HISTORY)
    return HoldingPage(
        opened_at=case.opened_at,
        until_at=until,
        is_ended=case.ended_at is not None,
        seconds=(until - case.opened_at).total_seconds(),
        natural_days=sum(each.natural_days for each in spans),
        working_days=sum(each.working_days for each in spans),
        spans=tuple(_span(names, each) for each in spans),
        totals=tuple(_totals(names, spans)),
    )


def _holding(names: Names, holding: Holding) -> HoldingView:
    return HoldingView(
        state=holding.state,
        zh=holding.state.zh,
        en=holding.state.en,
        people=tuple(names.person(each) for each in holding.people),
        groups=tuple(names.group(each) for each in holding.groups),
        work=holding.work,
    )


def _span(names: Names, span: HeldSpan) -> SpanView:
    return SpanView(
        holding=_holding(names, span.holding),
        from_at=span.from_at,
        until_at=span.until_at,
        began_by=span.began_by,
        ended_by=span.ended_by,
        seconds=span.elapsed.total_seconds(),
        natural_days=span.natural_days,
        working_days=span.working_days,
    )


def _totals(names: Names, spans: Iterable[HeldSpan]) -> Iterable[HolderTotal]:
    """Sum up the spans of the same holders, whatever work they had, the longest first."""
    by_holder: dict[Holding, list[HeldSpan]] = {}
    for span in spans:
        held = span.holding
        key = Holding(held.state, held.people, held.groups)
        by_holder.setdefault(key, []).append(span)
    sums = [
        (sum((each.elapsed for each in some), timedelta()), key, some)
        for key, some in by_holder.items()
    ]
    for elapsed, key, some in sorted(sums, key=lambda each: -each[0]):
        view = _holding(names, key)
        yield HolderTotal(
            state=view.state,
            zh=view.zh,
            en=view.en,
            people=view.people,
            groups=view.groups,
            seconds=elapsed.total_seconds(),
            natural_days=sum(each.natural_days for each in some),
            working_days=sum(each.working_days for each in some),
        )
