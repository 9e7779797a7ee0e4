"""People and the groups they belong to, from a day to a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SERVICE = "service"
"""The group of machines: who belongs to it has no password and acts by tokens alone."""


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody belongs to a group from one local day to another, both included."""

    group: str
    from_on: date = date.min
    until_on: date | None = None

    def holds(self, on: date) -> bool:
        """Say whether it holds on a day."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person as the directory keeps them."""

    id: str
    name: str
    unit: str
    memberships: tuple[Membership, ...] = ()
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """A person as they are on one day: groups in force, and their unit with all above it.

    `unit_path` starts with their own unit. Who is not active belongs to no group.
    """

    id: str
    name: str
    unit: str
    groups: frozenset[str]
    unit_path: tuple[str, ...]
    is_active: bool = True
