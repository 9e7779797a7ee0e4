"""What is published at an instant: the base over which somebody prepares something new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.model.proposals import ProposedKey
from engine.store.definitions import list_decision_tables, list_definitions
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class Base:
    """The newest version of every process and every decision, by key."""

    processes: Mapping[str, int]
    tables: Mapping[str, int]

    def version(self, kind: str, key: str) -> int:
        """Return the newest version of a `process` or a `table`; 0 when there is none."""
        return (self.processes if kind == "process" else self.tables).get(key, 0)

    def has_moved(self, key: ProposedKey) -> bool:
        """Say whether there is a newer version than the one that a proposal was made over."""
        return self.version(key.kind, key.key) != key.based_on


def read_base(session: Session) -> Base:
    """Return what is published now."""
    return Base(
        {each.key: each.version for each in list_definitions(session)},
        {each.key: each.version for each in list_decision_tables(session)},
    )
