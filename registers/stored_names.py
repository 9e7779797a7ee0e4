"""What things are called in a register, looked up in one store and kept for one answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.commands.engine import Engine
from engine.identity import UnitTree
from engine.model.errors import NotFound
from engine.store import Session


@dataclass(frozen=True, slots=True)
class StoredNames:
    """Answer from the directory and the published definitions."""

    session: Session
    engine: Engine
    _trees: list[UnitTree] = field(default_factory=list)
    _people: dict[str, str] = field(default_factory=dict)
    _processes: dict[str, str] = field(default_factory=dict)

    def unit(self, code: str) -> str:
        """Return the name of a unit, its code where it has none."""
        units = self._tree()
        return units.unit(code).name if code in units else code

    def units(self) -> dict[str, str]:
        """Return the name of every unit by its code."""
        return {code: unit.name for code, unit in self._tree().units.items()}

    def _tree(self) -> UnitTree:
        if not self._trees:  # asked once: the directory looks each time whether it has changed
            self._trees.append(self.engine.directory.units(self.session))
        return self._trees[0]

    def person(self, person_id: str) -> str:
        """Return the name of a person, the id of one who is not in the directory."""
        if person_id not in self._people:
            try:
                name = self.engine.directory.entry(self.session, person_id).name
            except NotFound:
                name = person_id
            self._people[person_id] = name
        return self._people[person_id]

    def group(self, group: str) -> str:
        """Return the name of a candidate group."""
        return self.engine.groups.get(group, group)

    def process(self, key: str) -> str:
        """Return the name of a kind of case, as its newest version has it."""
        if key not in self._processes:
            try:
                name = self.engine.library.newest(self.session, key).name
            except NotFound:
                name = key
            self._processes[key] = name
        return self._processes[key]

    def end(self, definition_id: str, code: str) -> str:
        """Return the name of the end event that a case came to."""
        nodes = self.engine.library.published(self.session, definition_id).nodes
        return (nodes[code].name or code) if code in nodes else code
