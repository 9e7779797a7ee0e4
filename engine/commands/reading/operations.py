"""Lists for operators: what failed and waits, and what will happen by itself and when."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.commands.reading.names import Names
from engine.commands.reading.rows import incident_view, timer_view
from engine.commands.reading.standing import Looking
from engine.commands.reading.views import IncidentView, TimerView
from engine.commands.registers import FIRST_PAGE, Listed
from engine.model.case import Actor, Clock
from engine.model.registers import Page
from engine.store import operation_lists as lists
from engine.store.store import Session

SEE = "see_operations"


@dataclass(frozen=True, slots=True)
class IncidentListed:
    """An incident with what its case is called."""

    incident: IncidentView
    reference: str | None
    title: str


@dataclass(frozen=True, slots=True)
class TimerListed:
    """A timer with what its case is called."""

    timer: TimerView
    reference: str | None
    title: str


def list_incidents(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    case_id: str | None = None,
    is_open: bool | None = True,
    page: Page = FIRST_PAGE,
) -> Listed[IncidentListed]:
    """Return incidents of the cases in scope by when they were raised; None means ended too."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    viewer = looking.expect(SEE)
    if viewer is None:
        return Listed(())
    found, cursor = lists.list_incidents(
        session, viewer, case_id=case_id, is_open=is_open, page=page
    )
    names = Names(looking.turn)
    rows = (
        IncidentListed(
            incident_view(engine.library.published(session, each.definition_id), names, each.row),
            each.reference,
            each.title,
        )
        for each in found
    )
    return Listed(tuple(rows), cursor)


def list_timers(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    case_id: str | None = None,
    page: Page = FIRST_PAGE,
) -> Listed[TimerListed]:
    """Return the live timers of the cases in scope, the next due first; paused ones too."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    viewer = looking.expect(SEE)
    if viewer is None:
        return Listed(())
    found, cursor = lists.list_timers(session, viewer, case_id=case_id, page=page)
    rows = (
        TimerListed(
            timer_view(engine.library.published(session, each.definition_id), each.row),
            each.reference,
            each.title,
        )
        for each in found
    )
    return Listed(tuple(rows), cursor)
