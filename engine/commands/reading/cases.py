"""Read a case: what it is about, how it stands, and what the actor may do now."""

from __future__ import annotations

from collections.abc import Iterable

from engine.commands import registers
from engine.commands.engine import Engine
from engine.commands.reading import doing
from engine.commands.reading.names import Names
from engine.commands.reading.recording import Part, record_case_read
from engine.commands.reading.rows import (
    definition_name,
    incident_view,
    timer_view,
    wait_view,
    work_view,
)
from engine.commands.reading.standing import Looking
from engine.commands.reading.views import CaseView, WorkView
from engine.commands.step import Step
from engine.model.case import Actor, CaseStatus, Clock
from engine.model.deadlines import Light, light_bounds
from engine.model.registers import ItemFilter, ItemOrder, ListedItem
from engine.store import case_reads
from engine.store.case_lookups import linked_to
from engine.store.rows import WorkRow
from engine.store.store import Session


def read_case(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    case_id: str | None = None,
    reference: str | None = None,
) -> CaseView:
    """Return a case by its id or by its reference, and record that it was read.

    NotFound for a case that the actor may not see, in the words for one that does not exist.
    Without `see_internal` the view is reduced: only work that is the actor's to do, only problem
    items that were delivered, waits for what the actor may send, no timers or incidents, and no
    word of unseen linked cases.
    """
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    step = looking.case(case_id, reference)
    view = _Reading(looking, step).view()
    record_case_read(looking.turn, step.case.id, Part.CASE)
    return view


class _Reading:
    """One case while its view is put together."""

    def __init__(self, looking: Looking, step: Step) -> None:
        self._looking = looking
        self._step = step
        self._session = looking.turn.session
        self._names = Names(looking.turn)
        self._is_internal = looking.is_internal(step)

    def view(self) -> CaseView:
        step, case, names = self._step, self._step.case, self._names
        case_id, internal = case.id, self._is_internal
        timers = case_reads.timers_of_case(self._session, case_id)
        waits = case_reads.waits_of_case(self._session, case_id)
        messages = doing.messages(step, waits)
        incidents = case_reads.incidents_of_case(self._session, case_id)
        seen, unseen = linked_to(
            self._session,
            case_id,
            case.parent_id,
            viewer=self._looking.viewer_for("see_case"),
            person=self._looking.whose,
        )
        operates = self._looking.allows("see_operations", step)
        published = step.published
        return CaseView(
            id=case_id,
            reference=case.reference,
            title=case.title,
            definition=definition_name(published),
            unit=None if case.unit is None else names.unit(case.unit),
            status=case.status,
            opened_at=case.opened_at,
            opened_by=names.person(case.opened_by),
            due_at=case.due_at,
            light=self._light(),
            suspended_at=case.suspended_at,
            ended_at=case.ended_at,
            end_code=case.end_code,
            version=case.version,
            is_reduced=not internal,
            linked=tuple(seen),
            linked_unseen=unseen if internal else 0,
            work=tuple(self._work(case_reads.work_of_case(self._session, case_id))),
            items=tuple(self._items()),
            timers=tuple(timer_view(published, each) for each in timers if internal),
            waits=tuple(
                wait_view(published, each) for each in waits if internal or each.message in messages
            ),
            incidents=tuple(
                incident_view(published, names, each) for each in incidents if operates
            ),
            may=doing.on_case(self._looking, step, timers=timers, incidents=incidents),
            why_not=tuple(doing.why_not(self._looking, step)) if internal else (),
            messages=messages,
            withdrawable=doing.withdrawable(step),
        )

    def _work(self, rows: Iterable[WorkRow]) -> Iterable[WorkView]:
        for row in rows:
            if self._is_internal or self._looking.concerns(row):
                yield work_view(self._looking, self._step, self._names, row)

    def _items(self) -> Iterable[ListedItem]:
        """Return the problem items as the register shows them to the actor."""
        turn = self._looking.turn
        wanted = ItemFilter(case_id=self._step.case.id)
        return registers.every_page(
            lambda page: registers.list_items(
                self._session,
                engine=turn.engine,
                clock=lambda: turn.now,
                actor=turn.actor,
                wanted=wanted,
                order=ItemOrder.OPENED,
                page=page,
            )
        )

    def _light(self) -> Light:
        case, office = self._step.case, self._step.turn.office
        if case.status == CaseStatus.SUSPENDED.value:
            return Light.GREY
        if case.ended_at is not None:
            return Light.GREEN
        near = office.settings.term("light.near")
        return light_bounds(self._step.now, calendar=office.calendar, near=near).light(case.due_at)
