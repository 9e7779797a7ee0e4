"""Who asks for a list, with what they may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement

from engine.model.deadlines import Bounds
from engine.store.place_ways import Covering


class Scope(Covering, Protocol):
    """Whose cases somebody sees, as conditions over columns; identity makes it."""

    @property
    def own(self) -> tuple[str, ...]:
        """Return the units whose cases they see because they are of them."""
        ...

    def covers_below(self, unit: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that they see the unit because they answer for it."""
        ...

    def covers_own(self, unit: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that they see the unit because they are of it."""
        ...


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, with what they may see and where the lights change colour now."""

    person: str
    scope: Scope
    bounds: Bounds
