"""The duties of open work one by one: candidates, scope, excluded units, separation."""

from __future__ import annotations

from collections.abc import Collection

from engine import identity
from engine.commands.office import Office
from engine.commands.policy.acting import Standing, standing_for
from engine.diagram.model import Node
from engine.identity import Person
from engine.model.case import Actor
from engine.model.errors import NotPermitted
from engine.store.rows import WorkRow

START = "start"
"""What `separate_from` calls the opening of the case."""


def expect_candidate(office: Office, person: Person, work: WorkRow) -> None:
    """Expect a person to be named as a candidate, or to have a post in a group named in scope."""
    if person.id in work.users:
        return
    if person.groups.isdisjoint(work.groups):
        raise NotPermitted(
            f"{person.name}不是“{work.name}”的候选承办人。",
            en=f"{person.name} is not a candidate for “{work.name}”.",
        )
    if not reaches_as(office, person, work.groups, work.unit):
        raise _out_of_scope(office, person, work)


def expect_may_take(office: Office, actor: Actor, work: WorkRow) -> Standing:
    """Expect whoever decides to be the assignee, or a candidate of work nobody holds."""
    found = standing_for(office, actor, work)
    person = found.person
    if work.assignee is not None and work.assignee != person.id:
        raise NotPermitted(
            f"“{work.name}”由{name_of(office, work.assignee)}承办，您不能办理。",
            en=f"“{work.name}” is held by {name_of(office, work.assignee)}; you cannot do it.",
        )
    if work.assignee is None:
        expect_candidate(office, person, work)
    return found


def expect_in_scope(office: Office, person: Person, work: WorkRow) -> None:
    """Expect a person to have a unit that answers for the work's unit, and none excluded."""
    if not reaches(office, person, work.unit):
        raise _out_of_scope(office, person, work)
    expect_not_excluded(office, person, work)


def expect_not_excluded(office: Office, person: Person, work: WorkRow) -> None:
    """Expect a person to have no unit that the work excludes, or below one."""
    for unit in work.excluded_units:
        if unit in person.above:
            raise NotPermitted(
                f"“{work.name}”须由{office.unit_name(unit) or unit}以外的人员办理。",
                en=f"“{work.name}” is for people from outside of {office.unit_name(unit) or unit}.",
            )


def _out_of_scope(office: Office, person: Person, work: WorkRow) -> NotPermitted:
    return NotPermitted(
        f"“{work.name}”属于{office.unit_name(work.unit or '') or work.unit}，"
        f"不在{person.name}的管辖范围内。",
        en=f"“{work.name}” belongs to {office.unit_name(work.unit or '') or work.unit}, "
        f"which is outside of the units of {person.name}.",
    )


def reaches(office: Office, person: Person, unit: str | None) -> bool:
    """Say whether a unit of a person is this one or lies above it; no unit is everybody's."""
    return unit is None or identity.reaches(person, office.path(unit))


def reaches_as(office: Office, person: Person, groups: Collection[str], unit: str | None) -> bool:
    """Say whether a person has a post in one of the groups that reaches a unit."""
    return identity.reaches_as(person, groups, None if unit is None else office.path(unit))


def separated_from(node: Node) -> tuple[str, ...]:
    """Return the activities whose performers may not act on this node."""
    return words_in(node.properties.get("separate_from", ""))


def words_in(listed: str) -> tuple[str, ...]:
    """Return the names in a comma-separated text."""
    return tuple(word for part in listed.split(",") if (word := part.strip()))


def name_of(office: Office, person_id: str) -> str:
    """Return what a person is called; the id of somebody unknown."""
    person = office.person(person_id)
    return person.name if person is not None else person_id
