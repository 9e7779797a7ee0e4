"""What people, units and groups are called, for those who read; known ones only are asked."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.turn import Turn
from engine.model.case import PUBLIC, SYSTEM
from engine.model.errors import NotFound

_NOBODY = {SYSTEM.person: "系统", PUBLIC.person: "公众"}


@dataclass(frozen=True, slots=True)
class Named:
    """An id or code with its name; the id again where there is none."""

    id: str
    name: str


class Names:
    """What ids are called, as one read sees it."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    def person(self, person_id: str) -> Named:
        """Return a person with their name, whether active or not."""
        known = _NOBODY.get(person_id)
        if known is not None:
            return Named(person_id, known)
        turn = self._turn
        try:
            entry = turn.engine.directory.entry(
                turn.session, person_id, revision=turn.office.revision
            )
        except NotFound:
            return Named(person_id, person_id)
        return Named(person_id, entry.name)

    def maybe(self, person_id: str | None) -> Named | None:
        """Return a person with their name; None for nobody."""
        return None if person_id is None else self.person(person_id)

    def unit(self, code: str) -> Named:
        """Return a unit with its name."""
        return Named(code, self._turn.office.unit_name(code) or code)

    def group(self, group: str) -> Named:
        """Return a group with its name."""
        return Named(group, self._turn.engine.groups.get(group, group))
