"""Who may see a case: whose register shows it, and who has or had work in it.

To anybody else a case they may not see does not exist: the refusal is the same NotFound. Officials
and auditors (`see_internal`) see all of it; anybody else sees the reduced view.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from engine.commands.engine import Engine
from engine.commands.policy import duties
from engine.commands.policy.acting import standing
from engine.commands.policy.papers import sees_all
from engine.commands.registers import viewer_of
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.identity import CaseScope, Person
from engine.model.case import Actor, Clock
from engine.model.errors import NotFound, NotPermitted
from engine.store import reads
from engine.store.case_lookups import has_performed
from engine.store.case_reads import work_of_case
from engine.store.rows import WorkRow
from engine.store.store import Session
from engine.store.viewers import Viewer


class Looking:
    """One look of one person: nothing is locked, and nothing but the look is written."""

    def __init__(self, session: Session, *, engine: Engine, clock: Clock, actor: Actor) -> None:
        self.turn = Turn(session, engine=engine, clock=clock, actor=actor)
        self.viewer: Viewer | None = viewer_of(session, engine, clock, actor)

    @property
    def person(self) -> Person | None:
        """Return whose posts decide: the actor's, or those of whom they substitute for today."""
        try:
            return standing(self.turn.office, self.turn.actor).person
        except NotPermitted:
            return None

    @property
    def whose(self) -> str:
        """Return the id of whoever the reading is for."""
        return self.turn.actor.on_behalf_of or self.turn.actor.person

    def case(self, case_id: str | None = None, reference: str | None = None) -> Step:
        """Return a case that the actor may see, by id or by reference; raise NotFound else."""
        wanted = str(case_id or reference or "")
        session = self.turn.session
        try:
            if case_id is not None:
                found = reads.read_case(session, case_id)
            else:
                found = reads.read_case_by_reference(session, wanted)
        except NotFound:
            raise _nothing(wanted) from None
        step = self.turn.look_at(found.case, read_revision=found.revision)
        if not self.sees(step):
            raise _nothing(wanted)
        return step

    def cases(self, case_ids: Collection[str]) -> dict[str, Step]:
        """Return those of some cases that the actor may see, by their ids."""
        revision = self.turn.office.revision
        read = reads.read_cases(self.turn.session, case_ids)
        steps = (self.turn.look_at(each, read_revision=revision) for each in read)
        return {each.case.id: each for each in steps if self.sees(each)}

    def sees(self, step: Step) -> bool:
        """Say whether the actor may see a case at all."""
        if self.turn.actor.is_system:
            return True
        person = self.person
        if person is None:
            return False
        return self._is_shown(step) or self._has_part(step, person)

    def is_internal(self, step: Step) -> bool:
        """Say whether the actor may see the internal file of a case."""
        return sees_all(self.turn, step.case)

    def concerns(self, work: WorkRow) -> bool:
        """Say whether open work is the actor's, or could be: held, delegated, or a candidate's."""
        person = self.person
        return person is not None and _concerns(self.turn, person, work)

    def allows(self, command: str, step: Step) -> bool:
        """Say whether the actor may give a command on a case."""
        turn = self.turn
        return turn.engine.permissions.allows(turn.office, turn.actor, command, unit=step.case.unit)

    def expect(self, command: str) -> Viewer | None:
        """Expect the actor to be in a group for a command; return who they are in the registers.

        What the registers show by posts that do not give the command is left out. Where nothing is
        left it is None: they then see nothing of any list.
        """
        turn = self.turn
        turn.engine.permissions.expect(turn.office, turn.actor, command)
        return self.viewer_for(command)

    def viewer_for(self, command: str) -> Viewer | None:
        """Return who the actor is in the registers, within the reach of the posts for a command.

        A right holds per post: the reach of one does not widen the right of another.
        """
        scope = self._scope_for(command)
        return None if scope is None or self.viewer is None else replace(self.viewer, scope=scope)

    def _scope_for(self, command: str) -> CaseScope | None:
        turn = self.turn
        if self.viewer is None:
            return None
        given, below, own = (
            turn.engine.permissions.units(turn.office, turn.actor, word)
            for word in (command, "list_below", "list_own")
        )
        within = turn.office.is_within
        shown = [unit for unit in below if any(within(unit, each) for each in given)]
        reached = [unit for unit in given if any(within(unit, each) for each in below)]
        concerned = tuple(unit for unit in own if any(within(unit, each) for each in given))
        scope = CaseScope(tuple(dict.fromkeys(shown + reached)), concerned)
        return scope if scope != CaseScope() else None

    def _is_shown(self, step: Step) -> bool:
        """Say whether the register of cases shows the case to the actor."""
        scope = self._scope_for("see_case")
        return scope is not None and self.turn.office.shows(scope, step.case.unit)

    def _has_part(self, step: Step, person: Person) -> bool:
        if step.case.opened_by == person.id:
            return True
        work = work_of_case(self.turn.session, step.case.id)
        return any(_concerns(self.turn, person, each) for each in work) or has_performed(
            self.turn.session, step.case.id, person.id
        )


def _concerns(turn: Turn, person: Person, work: WorkRow) -> bool:
    if person.id in (work.assignee, work.owner):
        return True
    try:
        duties.expect_candidate(turn.office, person, work)
        duties.expect_in_scope(turn.office, person, work)
    except NotPermitted:
        return False
    return True


def _nothing(wanted: str) -> NotFound:
    return NotFound("案件不存在。", en=f"Expected a case '{wanted[:80]}', but there is none.")
