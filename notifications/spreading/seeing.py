"""Who may see the case that a message is about: the rule of the pages, kept for many messages."""

from __future__ import annotations

from engine.commands.reading.standing import Looking
from engine.commands.turn import Turn
from engine.identity.scope import CaseScope, may_see
from engine.model.case import Actor, Clock
from engine.store.rows import CaseRow


class Seeing:
    """Answer who may see which case, in one unit of work."""

    def __init__(self, turn: Turn, clock: Clock) -> None:
        self._turn = turn
        self._clock = clock
        self._looking: dict[str, Looking] = {}
        self._scopes: dict[str, CaseScope] = {}

    def sees(self, person: str, case: CaseRow | None) -> bool:
        """Say whether somebody may see a case; what is about no case, everybody may."""
        if case is None or case.opened_by == person:
            return True
        turn = self._turn
        units = turn.engine.directory.units(turn.session, revision=turn.office.revision)
        if may_see(self._scope(person), units=units, unit=case.unit):
            return True
        step = turn.look_at(case, read_revision=turn.office.revision)
        return self._look(person).sees(step)

    def _scope(self, person: str) -> CaseScope:
        if person not in self._scopes:
            viewer = self._look(person).viewer_for("see_case")
            scope = CaseScope() if viewer is None else viewer.scope
            self._scopes[person] = scope if isinstance(scope, CaseScope) else CaseScope()
        return self._scopes[person]

    def _look(self, person: str) -> Looking:
        if person not in self._looking:
            turn = self._turn
            self._looking[person] = Looking(
                turn.session, engine=turn.engine, clock=self._clock, actor=Actor(person)
            )
        return self._looking[person]
