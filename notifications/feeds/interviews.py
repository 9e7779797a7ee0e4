"""Interviews (约谈) that are going to be held, and whom each concerns.

The diagram `interview` keeps time and place in `meeting_at` and `meeting_place`. They are a plan
until the notice is served; from then on the case waits for that very instant, and while a request
to postpone is decided the meeting still stands. A case that waits for neither has no meeting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.policy.acting import standing
from engine.commands.policy.duties import reaches_as
from engine.commands.registers import list_cases
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.identity import Person
from engine.model.case import Actor, CaseStatus, Clock
from engine.model.registers import CaseFilter, CaseOrder, ListedCase, Page
from engine.store.calendar_feeds import timed_instants
from engine.store.case_lookups import has_performed
from engine.store.case_reads import work_of_case
from engine.store.reads import read_cases
from engine.store.store import Session

PROCESS = "interview"
AT, PLACE, RULE = "meeting_at", "meeting_place", "level_rule"
_POSTPONING = "decide_postponement"
_MOST = 200


@dataclass(frozen=True, slots=True)
class Meeting:
    """An interview: when and where."""

    case_id: str
    reference: str | None
    at: datetime
    place: str


def list_meetings(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> tuple[Meeting, ...]:
    """Return the interviews to come that concern somebody, among the newest 200 that they see.

    They concern who opened the case or worked on it, who may hold the meeting, and the unit.
    """
    wanted = CaseFilter(keys=(PROCESS,), statuses=(CaseStatus.OPEN.value,))
    listed = list_cases(
        session,
        engine=engine,
        clock=clock,
        actor=actor,
        wanted=wanted,
        order=CaseOrder.OPENED,
        page=Page(_MOST, is_descending=True),
    )
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    return tuple(_meetings(turn, {each.id: each for each in listed.rows}))


def _meetings(turn: Turn, listed: Mapping[str, ListedCase]) -> Iterator[Meeting]:
    person = standing(turn.office, turn.actor).person
    timed = timed_instants(turn.session, listed)
    for case in read_cases(turn.session, set(listed)):
        step = turn.look_at(case, read_revision=turn.office.revision)
        found = _meeting(step, timed.get(case.id, set()))
        if found is not None and found.at > turn.now and _concerns(step, person):
            yield found


def _meeting(step: Step, timed: set[datetime]) -> Meeting | None:
    work = work_of_case(step.turn.session, step.case.id)
    if not timed and not any(each.node == _POSTPONING for each in work):
        return None
    known = step.instance.view()
    at, place = known.get(AT), known.get(PLACE)
    if not isinstance(at, datetime):
        return None
    if at not in timed and not any(each.node == _POSTPONING for each in work):
        return None
    return Meeting(step.case.id, step.case.reference, at, place if isinstance(place, str) else "")


def _concerns(step: Step, person: Person) -> bool:
    turn, case = step.turn, step.case
    if case.opened_by == person.id or has_performed(turn.session, case.id, person.id):
        return True
    rule = step.instance.view().get(RULE)
    host = rule.get("host") if isinstance(rule, Mapping) else None
    hosts = [each.strip() for each in host.split(",")] if isinstance(host, str) else []
    if reaches_as(turn.office, person, hosts, case.unit):
        return True
    own = turn.engine.permissions.units(turn.office, turn.actor, "list_own")
    return case.unit in own
