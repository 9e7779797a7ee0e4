"""People and their posts (职务): a group in a unit, from a day to a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

SERVICE = "service"
"""The group of machines: who belongs to it has no password and acts by tokens alone."""


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody belongs to a group in a unit from one local day to another, both included.

    Without a unit it is the person's own unit, whichever that is.
    """

    group: str
    from_on: date = date.min
    until_on: date | None = None
    unit: str | None = None

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

    def units_from(self, on: date) -> frozenset[str]:
        """Return their own unit and those of the posts that are not over on a day."""
        posts = (each for each in self.memberships if each.until_on is None or each.until_on >= on)
        return frozenset({self.unit, *(each.unit or self.unit for each in posts)})


@dataclass(frozen=True, slots=True)
class Post:
    """A membership in force, with its unit named."""

    group: str
    unit: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person as they are on one day: posts in force, and their unit with all above it.

    `unit_path` starts with their own unit. `units` are the units they may answer for: their own
    and those of their posts; `above` are these and all units above them. Who is not active, or
    has no post in force, has no posts and answers for nothing.
    """

    id: str
    name: str
    unit: str
    groups: frozenset[str]
    unit_path: tuple[str, ...]
    is_active: bool = True
    posts: frozenset[Post] = frozenset()
    units: tuple[str, ...] = ()
    above: frozenset[str] = frozenset()

    def units_as(self, groups: Collection[str]) -> tuple[str, ...]:
        """Return the units in which the person is in one of these groups, sorted."""
        return tuple(sorted({each.unit for each in self.posts if each.group in groups}))
