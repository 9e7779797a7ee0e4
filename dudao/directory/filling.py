"""Put units and people into a store."""

from __future__ import annotations

from collections.abc import Iterable

from dudao.directory.units import PEOPLE, DemoPerson, DemoUnit, with_unknown
from engine.identity import ImportReport, Membership, PersonEntry, Unit, upsert_people, upsert_units
from engine.store import Session


def fill_directory(
    session: Session, *, people: Iterable[DemoPerson] = PEOPLE, units: Iterable[str] = ()
) -> tuple[ImportReport, ImportReport]:
    """Add the demo units, a unit for every further code, and people; return both reports."""
    everybody = tuple(people)
    codes = [*units, *(person.unit for person in everybody)]
    added_units = upsert_units(session, (_unit(each) for each in with_unknown(codes)))
    added_people = upsert_people(session, (_person(each) for each in everybody))
    return added_units, added_people


def _unit(demo: DemoUnit) -> Unit:
    return Unit(demo.code, demo.name, demo.parent, demo.kind)


def _person(demo: DemoPerson) -> PersonEntry:
    groups = tuple(Membership(group) for group in demo.groups)
    return PersonEntry(demo.id, demo.name, demo.unit, groups)
