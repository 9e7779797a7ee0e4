"""Acting in somebody's place, and what tests of it need."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

from engine import commands
from engine.commands.office import Office
from engine.commands.policy.lists import wanted_work
from engine.identity import Membership, PersonEntry, upsert_people
from engine.model.case import Actor
from engine.model.deadlines import local_day
from engine.store.work_lists import list_work
from tests.cases.desk import Desk

R = TypeVar("R")


def today(desk: Desk, days: int = 0) -> date:
    return local_day(desk.clock()) + timedelta(days=days)


def give_for(
    desk: Desk, command: Callable[..., R], person: str, absent: str, /, **arguments: object
) -> R:
    """Let one person give a command in the place of another."""
    actor = Actor(person, on_behalf_of=absent)
    with desk.store.begin() as session:
        return command(session, engine=desk.engine, clock=desk.clock, actor=actor, **arguments)


def substitute(
    desk: Desk,
    absent: str,
    person: str,
    *,
    by: str | None = None,
    start: int = 0,
    days: int = 10,
    reason: str = "出差",
) -> str:
    """Let a person act in the place of an absent one for some days; return the id."""
    made = desk.give(
        commands.substitute,
        by or absent,
        absent=absent,
        substitute=person,
        from_on=today(desk, start),
        until_on=today(desk, start + days - 1),
        reason=reason,
    )
    return made.substitution


def put(desk: Desk, person: str, unit: str, *posts: Membership, is_active: bool = True) -> None:
    """Give a person other posts."""
    with desk.store.begin() as session:
        upsert_people(session, [PersonEntry(person, f"{person}某", unit, posts, is_active)])


def listed(desk: Desk, person: str, absent: str | None = None) -> list[str]:
    """The nodes of the open work that a person is shown, for themself or an absent person."""
    with desk.store.read() as session:
        office = Office(session, desk.engine, now=desk.clock())
        wanted = wanted_work(office, Actor(person, on_behalf_of=absent))
        rows, _ = list_work(session, wanted)
        return [row.work.node for row in rows]
