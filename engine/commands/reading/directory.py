"""Read who there is: people, units and groups.

Whoever sees the cases of a unit sees its people (`read_directory`, in the scope of their
register); anybody registered sees themselves, the units, and the groups.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine.commands.engine import Engine
from engine.commands.policy.acting import expect_known
from engine.commands.reading.names import Named, Names
from engine.commands.reading.paging import paged
from engine.commands.reading.recording import record_person_read
from engine.commands.reading.standing import Looking
from engine.commands.registers import FIRST_PAGE, Listed
from engine.identity import Unit, UnitTree, etag_of
from engine.model.case import Actor, Clock
from engine.model.deadlines import local_day
from engine.model.errors import NotFound
from engine.model.registers import Page, check_text
from engine.store import directory_lists as lists
from engine.store.directory_lists import PeopleFilter
from engine.store.store import Session

READ = "read_directory"
EVERYBODY = PeopleFilter()


@dataclass(frozen=True, slots=True)
class PersonListed:
    """A person in a list, with the groups they are in today."""

    id: str
    name: str
    unit: Named
    groups: tuple[Named, ...]
    is_active: bool


@dataclass(frozen=True, slots=True)
class MembershipView:
    """Somebody has a post in a unit from one local day to another, both included.

    `from_on` is None for a post that has always been held, `until_on` for one without an end.
    """

    group: Named
    unit: Named
    from_on: date | None
    until_on: date | None
    holds_today: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person with all memberships, past and future ones too, and the groups of today."""

    id: str
    name: str
    unit: Named
    unit_path: tuple[Named, ...]
    groups: tuple[Named, ...]
    memberships: tuple[MembershipView, ...]
    is_active: bool
    etag: str


@dataclass(frozen=True, slots=True)
class UnitBelow:
    """A unit as its upper unit lists it: with `has_below` there are units below it in turn."""

    id: str
    name: str
    ended_on: date | None
    has_below: bool


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit with all above it (itself first) and those directly below it.

    `ended_on` is since when there is no such unit any more; `successor` took its place.
    """

    code: str
    name: str
    kind: str
    parent: str | None
    path: tuple[Named, ...]
    children: tuple[UnitBelow, ...]
    etag: str
    ended_on: date | None
    successor: Named | None


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group with what its members may do beside the work that diagrams give them."""

    id: str
    name: str
    role: Named | None
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a group, with the unit they belong to."""

    id: str
    name: str
    unit: Named


@dataclass(frozen=True, slots=True)
class Members:
    """The first people of a group, and whether there are more."""

    rows: tuple[Member, ...]
    has_more: bool


def list_people(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    wanted: PeopleFilter = EVERYBODY,
    page: Page = FIRST_PAGE,
) -> Listed[PersonListed]:
    """Return the people of the units in scope by name; NotPermitted without `read_directory`."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    viewer = looking.expect(READ)
    if viewer is None:
        return Listed(())
    on = local_day(looking.turn.now)
    found, cursor = lists.list_people(session, viewer.scope, wanted, on=on, page=page)
    names = Names(looking.turn)
    rows = (
        PersonListed(
            id=each.id,
            name=each.name,
            unit=names.unit(each.unit),
            groups=tuple(names.group(group) for group in each.groups),
            is_active=each.is_active,
        )
        for each in found
    )
    return Listed(tuple(rows), cursor)


def read_person(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, person: str
) -> PersonView:
    """Return a person's record, and record that it was read unless it is one's own.

    NotFound for somebody out of scope, in the words for somebody who does not exist.
    """
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    turn, names = looking.turn, Names(looking.turn)
    if not _sees(looking, person):
        raise _nobody(person)
    revision = turn.office.revision
    entry = engine.directory.entry(session, person, revision=revision)
    today = engine.directory.person(session, person, on=local_day(turn.now), revision=revision)
    record_person_read(turn, person)
    return PersonView(
        id=entry.id,
        name=entry.name,
        unit=names.unit(entry.unit),
        unit_path=tuple(names.unit(each) for each in today.unit_path),
        groups=tuple(names.group(each) for each in sorted(today.groups)),
        memberships=tuple(
            MembershipView(
                names.group(each.group),
                names.unit(each.unit or entry.unit),
                None if each.from_on == date.min else each.from_on,
                each.until_on,
                holds_today=entry.is_active and each.holds(local_day(turn.now)),
            )
            for each in entry.memberships
        ),
        is_active=entry.is_active,
        etag=etag_of(entry),
    )


def list_units(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    within: str | None = None,
    text: str = "",
    goes_on: bool = False,
    page: Page = FIRST_PAGE,
) -> Listed[UnitView]:
    """Return units by code; `within` leaves only a unit and everything below it.

    With `goes_on`, those that have ended are left out.
    """
    check_text(text)
    tree = _units(session, engine, clock, actor)
    rows = (
        unit
        for unit in tree.units.values()
        if (within is None or tree.is_within(unit.code, within))
        and (text in unit.name or text in unit.code)
        and (unit.ended_on is None or not goes_on)
    )
    listed = paged(rows, page, name="units", key=lambda each: each.code)
    children = _children(tree, {each.code for each in listed.rows})
    return Listed(tuple(_unit(tree, each, children) for each in listed.rows), listed.next)


def read_unit(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, code: str
) -> UnitView:
    """Return a unit with its path and children; raise NotFound when there is none."""
    tree = _units(session, engine, clock, actor)
    return _unit(tree, tree.unit(code), _children(tree, {code}))


def list_groups(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, page: Page = FIRST_PAGE
) -> Listed[GroupView]:
    """Return the groups that people are put into, with their role and what each may do."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    expect_known(looking.turn.office, actor.person)
    granted = engine.permissions.groups
    roles = {
        group: Named(role, name)
        for role, (name, groups) in engine.roles.items()
        for group in groups
    }
    rows = (
        GroupView(
            group,
            name,
            roles.get(group),
            tuple(sorted(word for word in granted if group in granted[word])),
        )
        for group, name in engine.groups.items()
    )
    return paged(rows, page, name="groups", key=lambda each: each.id)


def list_members(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, most: int
) -> dict[str, Members]:
    """Return the first so many people of each group that has any, of the units in scope, by name."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    viewer = looking.expect(READ)
    if viewer is None:
        return {}
    names, on = Names(looking.turn), local_day(looking.turn.now)
    found = lists.list_members(session, viewer.scope, on=on, most=most + 1)
    return {
        group: Members(
            tuple(Member(each.id, each.name, names.unit(each.unit)) for each in people[:most]),
            has_more=len(people) > most,
        )
        for group, people in found.items()
    }


def _sees(looking: Looking, person: str) -> bool:
    """Say whether the actor may see a person's record: their own, or of a unit in scope."""
    turn = looking.turn
    if turn.office.person(turn.actor.person) is None:
        return False
    if person == turn.actor.person:
        return True
    viewer = looking.viewer_for(READ)
    return viewer is not None and lists.is_in(turn.session, viewer.scope, person)


def _units(session: Session, engine: Engine, clock: Clock, actor: Actor) -> UnitTree:
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    expect_known(looking.turn.office, actor.person)
    return engine.directory.units(session, revision=looking.turn.office.revision)


def _children(tree: UnitTree, codes: set[str]) -> dict[str, list[UnitBelow]]:
    upper = {unit.parent for unit in tree.units.values()}
    found: dict[str, list[UnitBelow]] = {}
    for unit in sorted(tree.units.values(), key=lambda each: each.code):
        if unit.parent in codes and unit.parent is not None:
            below = UnitBelow(unit.code, unit.name, unit.ended_on, unit.code in upper)
            found.setdefault(unit.parent, []).append(below)
    return found


def _unit(tree: UnitTree, unit: Unit, children: dict[str, list[UnitBelow]]) -> UnitView:
    return UnitView(
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        parent=unit.parent,
        path=tuple(_named(tree, tree.path(unit.code))),
        children=tuple(children.get(unit.code, ())),
        etag=etag_of(unit),
        ended_on=unit.ended_on,
        successor=next(iter(_named(tree, [unit.successor] if unit.successor else [])), None),
    )


def _named(tree: UnitTree, codes: Iterable[str]) -> Iterable[Named]:
    return (Named(each, tree.unit(each).name) for each in codes)


def _nobody(person: str) -> NotFound:
    return NotFound("人员不存在。", en=f"Expected a person '{person[:80]}', but there is none.")
