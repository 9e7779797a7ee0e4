"""Who may act on open work: candidates, scope in the unit tree, excluded units, separation.

The rules bind the real person and whoever they act for alike, so that no delegation gets round
them; they bind an assignee as they bind a candidate.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from engine import identity
from engine.commands.office import Office
from engine.diagram.model import Node
from engine.identity import Person
from engine.model.case import Actor
from engine.model.errors import NotPermitted
from engine.store.rows import CaseRow, WorkRow

Performers = Callable[[int, str], tuple[str, ...]]
"""Who performed an activity, seen from a scope."""

START = "start"
"""What `separate_from` calls the opening of the case."""


def expect_known(office: Office, person_id: str) -> Person:
    """Return an active person with a post in force today; raise NotPermitted for anybody else."""
    person = office.person(person_id)
    if person is None:
        raise NotPermitted(
            f"没有名为“{person_id}”的在册人员。",
            en=f"Expected a registered, active person, but '{person_id}' is none.",
        )
    if not person.posts:
        raise NotPermitted(
            f"{person.name}今日没有在任的职务。",
            en=f"Expected '{person_id}' to have a post in force today.",
        )
    return person


def expect_candidate(office: Office, person: Person, work: WorkRow) -> None:
    """Expect a person to be named as a candidate, or to have a post in a group named in scope."""
    if person.id in work.users:
        return
    if person.groups.isdisjoint(work.groups):
        raise NotPermitted(
            f"{person.name}不是“{work.name}”的候选承办人。",
            en=f"Expected '{person.id}' to be a candidate of user task '{work.node}'.",
        )
    if not reaches_as(office, person, work.groups, work.unit):
        raise _out_of_scope(office, person, work)


def expect_may_take(office: Office, actor: Actor, work: WorkRow, node: Node) -> Person:
    """Expect the actor to be the assignee, or a candidate of work nobody holds."""
    person = expect_known(office, actor.person)
    if actor.on_behalf_of is not None and actor.on_behalf_of != work.owner:
        raise NotPermitted(
            f"{_name(office, actor.on_behalf_of)}没有把这项任务委托给您。",
            en=f"Expected '{actor.on_behalf_of}' to have delegated this task to '{person.id}'.",
        )
    if work.assignee is not None and work.assignee != person.id:
        raise NotPermitted(
            f"“{work.name}”由{_name(office, work.assignee)}承办，您不能办理。",
            en=f"Expected user task '{node.id}' to be held by '{person.id}', "
            f"but '{work.assignee}' holds it.",
        )
    if work.assignee is None:
        expect_candidate(office, person, work)
    return person


def expect_in_scope(office: Office, person: Person, work: WorkRow) -> None:
    """Expect a person to have a unit that answers for the work's unit, and none excluded."""
    if not reaches(office, person, work.unit):
        raise _out_of_scope(office, person, work)
    for unit in work.excluded_units:
        if unit in person.above:
            raise NotPermitted(
                f"“{work.name}”须由{office.unit_name(unit) or unit}以外的人员办理。",
                en=f"Expected nobody from '{unit}' to act on '{work.node}', "
                f"but '{person.id}' belongs to it.",
            )


def _out_of_scope(office: Office, person: Person, work: WorkRow) -> NotPermitted:
    return NotPermitted(
        f"“{work.name}”属于{office.unit_name(work.unit or '') or work.unit}，"
        f"不在{person.name}的管辖范围内。",
        en=f"Expected a unit of '{person.id}' to be '{work.unit}' or above it.",
    )


def reaches(office: Office, person: Person, unit: str | None) -> bool:
    """Say whether a unit of a person is this one or lies above it; no unit is everybody's."""
    return unit is None or identity.reaches(person, office.path(unit))


def reaches_as(office: Office, person: Person, groups: Collection[str], unit: str | None) -> bool:
    """Say whether a person has a post in one of the groups that reaches a unit."""
    return identity.reaches_as(person, groups, None if unit is None else office.path(unit))


def expect_separate(
    node: Node, work: WorkRow, people: tuple[str, ...], case: CaseRow, performers: Performers
) -> None:
    """Expect none of these people to have performed what the work is separated from."""
    for activity in separated_from(node):
        done = performers(work.scope, activity)
        if activity == START:
            done = (*done, case.opened_by)
        for person in people:
            if person in done:
                raise NotPermitted(
                    f"职责分离：{person}已办理过“{activity}”，不得再办理“{work.name}”。",
                    en=f"Separation of duties: '{person}' performed '{activity}' "
                    f"and may not perform '{node.id}'.",
                )


def separated_from(node: Node) -> tuple[str, ...]:
    """Return the activities whose performers may not act on this node."""
    return words_in(node.properties.get("separate_from", ""))


def words_in(listed: str) -> tuple[str, ...]:
    """Return the names in a comma-separated text."""
    return tuple(word for part in listed.split(",") if (word := part.strip()))


def _name(office: Office, person_id: str) -> str:
    person = office.person(person_id)
    return person.name if person is not None else person_id
