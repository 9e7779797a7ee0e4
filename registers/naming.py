"""What things are called in a register; whoever fills it looks the names up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from engine.model.calendar import SHANGHAI


class Names(Protocol):
    """Look up what people call units, people, groups, processes and ends."""

    def unit(self, code: str) -> str:
        """Return the name of a unit, its code where it has none."""
        ...

    def person(self, person_id: str) -> str:
        """Return the name of a person."""
        ...

    def group(self, group: str) -> str:
        """Return the name of a candidate group."""
        ...

    def process(self, key: str) -> str:
        """Return the name of a kind of case."""
        ...

    def end(self, definition_id: str, code: str) -> str:
        """Return what the end of a case is called."""
        ...


def day(instant: datetime | None) -> date | None:
    """Return the local day of an instant."""
    return None if instant is None else instant.astimezone(SHANGHAI).date()


NO_REFERENCE, NO_REFERENCE_EN = "（未编号）", "(none yet)"
