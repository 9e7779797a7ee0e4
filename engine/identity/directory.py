"""The directory: who somebody is, read from memory as long as nothing has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from engine.identity.audience import Audience
from engine.identity.people import Membership, Person, PersonEntry, Post
from engine.identity.substitutions import Substitution, substitutions_of
from engine.identity.tables import (
    Session,
    membership,
    person,
    revision,
    substitution,
    unit,
    unit_ancestor,
)
from engine.identity.units import Unit, UnitTree
from engine.model.errors import NotFound

_MOST = 20_000  # people kept as of a day, some 10 MB


@dataclass(slots=True)
class _Kept:
    """What has been read at one revision."""

    number: int
    tree: UnitTree
    entries: dict[str, PersonEntry] = field(default_factory=dict)
    people: dict[tuple[str, date], Person] = field(default_factory=dict)
    substitutions: dict[str, tuple[Substitution, ...]] = field(default_factory=dict)


class Directory:
    """Answer who somebody is; one per store and process, shared by threads.

    Every method takes the revision that was read along with a case, which saves a statement;
    without it the revision is read first. What the same unit of work has changed is read afresh
    and not kept.
    """

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    def units(self, session: Session, *, revision: int | None = None) -> UnitTree:
        """Return all units."""
        return self._at(session, revision).tree

    def is_within(
        self, session: Session, unit: str | None, ancestor: str, *, revision: int | None = None
    ) -> bool:
        """Say whether a unit is the other one or lies below it."""
        return self._at(session, revision).tree.is_within(unit, ancestor)

    def person(
        self, session: Session, person_id: str, *, on: date, revision: int | None = None
    ) -> Person:
        """Return a person as they are on a local day; raise NotFound for an unknown one."""
        kept = self._at(session, revision)
        found = kept.people.get((person_id, on))
        if found is None:
            if len(kept.people) >= _MOST:  # days pass even when nothing else changes
                kept.people.clear()
            found = kept.people[person_id, on] = _as_of(_entry(session, kept, person_id), kept, on)
        return found

    def entry(
        self, session: Session, person_id: str, *, revision: int | None = None
    ) -> PersonEntry:
        """Return a person with all memberships, past and future ones too."""
        return _entry(session, self._at(session, revision), person_id)

    def substitutions(
        self, session: Session, absent: str, *, revision: int | None = None
    ) -> tuple[Substitution, ...]:
        """Return the substitutions of a person that nobody has ended, past and future ones too."""
        kept = self._at(session, revision)
        found = kept.substitutions.get(absent)
        if found is None:
            if len(kept.substitutions) >= _MOST:
                kept.substitutions.clear()
            found = kept.substitutions[absent] = substitutions_of(session, absent)
        return found

    def resolve(
        self, session: Session, audience: Audience, *, on: date, revision: int | None = None
    ) -> tuple[str, ...]:
        """Return the ids of the active people who are meant on a local day, sorted.

        Whoever substitutes on that day for one of them is meant too.
        """
        meant = self._meant(session, audience, on, revision)
        excluded = _are_not_of(audience.excluded_units, on)
        substitutes = (
            select(person.c.id)
            .join_from(person, substitution, substitution.c.substitute == person.c.id)
            .where(
                substitution.c.absent.in_(meant.correlate(None)),
                substitution.c.ended_at.is_(None),
                substitution.c.from_on <= on,
                substitution.c.until_on >= on,
                person.c.is_active,
                *excluded,
            )
        )
        return tuple(sorted(str(row[0]) for row in session.execute(meant.union(substitutes))))

    def meant(
        self, session: Session, audience: Audience, *, on: date, revision: int | None = None
    ) -> tuple[str, ...]:
        """Return the ids of the active people who are meant by themselves, absent or not, sorted."""
        query = self._meant(session, audience, on, revision)
        return tuple(sorted(str(row[0]) for row in session.execute(query)))

    def _meant(
        self, session: Session, audience: Audience, on: date, revision: int | None
    ) -> Select[tuple[str]]:
        path = self._at(session, revision).tree.path(audience.unit)
        holds_role = and_(
            person.c.id == membership.c.person,
            membership.c.group_name.in_(audience.groups),
            _is_in_force(on),
        )
        if audience.unit is not None:
            holds_role = and_(holds_role, membership.c.unit.in_(path))
        return select(person.c.id).where(
            person.c.is_active,
            or_(person.c.id.in_(audience.people), exists().where(holds_role)),
            *_are_not_of(audience.excluded_units, on),
        )

    def everybody(
        self, session: Session, *, on: date, revision: int | None = None
    ) -> tuple[Person, ...]:
        """Return all active people as they are on a local day, by id."""
        query = select(person.c.id).where(person.c.is_active).order_by(person.c.id)
        ids = [str(row[0]) for row in session.execute(query)]
        return tuple(self.person(session, each, on=on, revision=revision) for each in ids)

    def _at(self, session: Session, number: int | None) -> _Kept:
        if session.has_changed_configuration:
            return _Kept(-1, _tree(session))
        if number is None:
            number = cast("int", session.execute(select(revision.c.number)).one()[0])
        kept = self._kept  # one look, so that another thread cannot come between
        if kept is None or kept.number != number:
            kept = self._kept = _Kept(number, _tree(session))
        return kept


def _is_in_force(on: date) -> ColumnElement[bool]:
    ends_later = or_(membership.c.until_on.is_(None), membership.c.until_on >= on)
    return and_(membership.c.from_on <= on, ends_later)


def _are_not_of(excluded: Sequence[str], on: date) -> list[ColumnElement[bool]]:
    """Say that somebody neither belongs to one of these units or below, nor has a post there."""
    if not excluded:
        return []
    below = select(unit_ancestor.c.unit).where(unit_ancestor.c.ancestor.in_(excluded))
    has_post = and_(
        membership.c.person == person.c.id, membership.c.unit.in_(below), _is_in_force(on)
    )
    return [person.c.unit.not_in(below), ~exists().where(has_post)]


def _tree(session: Session) -> UnitTree:
    rows = session.execute(select(*unit.c)).all()
    return UnitTree(Unit(*cells) for cells in cast("Sequence[tuple[Any, ...]]", rows))


def _entry(session: Session, kept: _Kept, person_id: str) -> PersonEntry:
    known = kept.entries.get(person_id)
    if known is None:
        known = kept.entries[person_id] = _read_entry(session, person_id)
    return known


def _read_entry(session: Session, person_id: str) -> PersonEntry:
    query = (
        select(
            person.c.name,
            person.c.unit,
            person.c.is_active,
            membership.c.group_name,
            membership.c.from_on,
            membership.c.until_on,
            membership.c.unit,
        )
        .select_from(person.outerjoin(membership, membership.c.person == person.c.id))
        .where(person.c.id == person_id)
        .order_by(membership.c.group_name, membership.c.from_on, membership.c.unit)
    )
    rows = cast(
        "Sequence[tuple[str, str, bool, str | None, date, date | None, str]]",
        session.execute(query).all(),
    )
    if not rows:
        raise NotFound(f"人员“{person_id}”不存在。", en=f"There is no person {person_id!r}.")
    name, unit_code, is_active = rows[0][:3]
    memberships = tuple(
        Membership(row[3], row[4], row[5], None if row[6] == unit_code else row[6])
        for row in rows
        if row[3] is not None
    )
    return PersonEntry(person_id, name, unit_code, memberships, is_active)


def _as_of(entry: PersonEntry, kept: _Kept, on: date) -> Person:
    held = [each for each in entry.memberships if each.holds(on)] if entry.is_active else []
    posts = frozenset(Post(each.group, each.unit or entry.unit) for each in held)
    elsewhere = sorted({each.unit for each in posts} - {entry.unit})
    units = (entry.unit, *elsewhere)
    return Person(
        id=entry.id,
        name=entry.name,
        unit=entry.unit,
        groups=frozenset(each.group for each in posts),
        unit_path=kept.tree.path(entry.unit),
        is_active=entry.is_active,
        posts=posts,
        units=units if posts else (),
        above=frozenset(above for each in units for above in kept.tree.path(each)),
    )
