"""Read whether the people of today can carry a process through against a unit."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.commands.reading.names import Named, Names
from engine.commands.staffing import Shortage, Staff
from engine.commands.turn import Turn
from engine.definitions.published import Published
from engine.model.case import Actor, Clock
from engine.store.store import Session

READ = "read_configuration"
MOST_UNITS = 25
"""Units that are looked at for one process where nobody names one."""


@dataclass(frozen=True, slots=True)
class ShortageView:
    """Activities for which there are too few people: how many are needed, and whom there are."""

    activities: tuple[str, ...]
    groups: tuple[Named, ...]
    needed: int
    people: tuple[str, ...]
    zh: str


@dataclass(frozen=True, slots=True)
class AssignedView:
    """Who could perform an activity in an assignment that works."""

    activity: str
    person: Named


@dataclass(frozen=True, slots=True)
class StaffingView:
    """Whether there are people enough, proven by an assignment or by what is short.

    `unchecked` are activities whose performers only an expression names. Without `is_exact` the
    search was given up, and nothing is proven.
    """

    process: str
    name: str
    unit: Named
    is_enough: bool
    shortages: tuple[ShortageView, ...]
    assignment: tuple[AssignedView, ...]
    unchecked: tuple[str, ...]
    is_exact: bool


def read_staffing(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, key: str, unit: str
) -> StaffingView:
    """Return whether the newest version of a process can be carried through against a unit.

    It names people, so the unit must lie below the asking person's own post; NotFound for an
    unknown process or unit.
    """
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    engine.permissions.expect(turn.office, actor, READ)
    engine.directory.units(session, revision=turn.office.revision).unit(unit)
    engine.permissions.expect(turn.office, actor, READ, unit=unit)
    published, names = turn.office.newest(key), Names(turn)
    staff = engine.staff.get(session, engine=engine, clock=clock)
    found = staff.against(published, unit)
    assignment = found.assignment or {}
    return StaffingView(
        process=found.process,
        name=found.name,
        unit=names.unit(unit),
        is_enough=found.assignment is not None,
        shortages=tuple(_shortage(engine, names, each) for each in found.shortages),
        assignment=tuple(
            AssignedView(duty, names.person(person)) for duty, person in assignment.items()
        ),
        unchecked=found.unchecked,
        is_exact=found.is_exact,
    )


@dataclass(frozen=True, slots=True)
class LackingView:
    """What is short for a process in some units: all that were looked at, or those named.

    `shortage` is None where the search was given up.
    """

    shortage: ShortageView | None
    units: tuple[str, ...]
    is_everywhere: bool


@dataclass(frozen=True, slots=True)
class ProcessStaffing:
    """Where people are short for a process; `units` of them were looked at, all if `is_whole`."""

    process: str
    units: int
    is_whole: bool
    lacking: tuple[LackingView, ...]


def survey_staffing(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, key: str
) -> ProcessStaffing:
    """Return where people are short for the newest version of a process; NotFound when none.

    In the units below the asking person's own posts, the highest `MOST_UNITS` of them.
    """
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    engine.permissions.expect(turn.office, actor, READ)
    reach = engine.permissions.units(turn.office, actor, READ)
    staff, names = engine.staff.get(session, engine=engine, clock=clock), Names(turn)
    published, office = turn.office.newest(key), turn.office
    units = [
        unit
        for unit in staff.units_for(published)
        if any(office.is_within(unit, each) for each in reach)
    ]
    looked = sorted(units, key=lambda unit: len(office.path(unit)))[:MOST_UNITS]
    lacking = _lacking(staff, engine, names, published, looked)
    return ProcessStaffing(key, len(looked), len(looked) == len(units), lacking)


def _lacking(
    staff: Staff, engine: Engine, names: Names, published: Published, units: list[str]
) -> tuple[LackingView, ...]:
    """Return each shortage once, with the units in which it is the same."""
    where: dict[ShortageView | None, list[str]] = {}
    for unit in units:
        found = staff.against(published, unit)
        for each in found.shortages:
            where.setdefault(_shortage(engine, names, each), []).append(staff.unit_name(unit))
        if not found.is_exact:
            where.setdefault(None, []).append(staff.unit_name(unit))
    return tuple(
        LackingView(shortage, tuple(named), len(named) == len(units) > 1)
        for shortage, named in where.items()
    )


def _shortage(engine: Engine, names: Names, found: Shortage) -> ShortageView:
    return ShortageView(
        activities=found.activities,
        groups=tuple(names.group(each) for each in found.groups),
        needed=found.needed,
        people=found.people,
        zh=found.zh(engine.groups),
    )
