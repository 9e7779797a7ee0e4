"""An office with one person of every role inside the scope of a case, and one outside of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from dudao.groups import GROUPS, ROLES
from engine.identity import Audience, Membership, PersonEntry, upsert_people
from engine.model.case import Actor
from engine.model.deadlines import local_day
from engine.model.errors import EngineError
from engine.store import Store
from tests.registers.office import Office
from tests.support.clock import HandClock

R = TypeVar("R")
UNIT = "430621"
"""The unit of the case."""
RESPONDING = ("respondent", "member_unit")


class House(Office):
    """A rectification of unit 430621 in hand, and people `in_<group>` and `out_<group>`."""

    def __init__(self, store: Store, clock: HandClock) -> None:
        super().__init__(store, clock)
        self.engine = replace(self.engine, groups=GROUPS, roles=ROLES)
        entries = [
            PersonEntry(f"{side}_{group}", f"{side}{GROUPS[group]}", unit, (Membership(group),))
            for group in GROUPS
            for side, unit in (("in", _inside(group)), ("out", "430623"))
        ]
        with store.begin() as session:
            upsert_people(session, entries)

    def ask(self, read: Callable[..., R], person: str, /, **more: object) -> R:
        """Read something in a unit of work that is committed."""
        return self.ask_as(read, Actor(person), **more)

    def ask_as(self, read: Callable[..., R], actor: Actor, /, **more: object) -> R:
        """Read something, perhaps on somebody's behalf."""
        with self.store.begin() as session:
            return read(session, engine=self.engine, clock=self.clock, actor=actor, **more)

    def answer(self, read: Callable[..., object], person: str, /, **more: object) -> str:
        """Return `ok`, or the code of the refusal."""
        try:
            self.ask(read, person, **more)
        except EngineError as refused:
            return refused.code
        return "ok"

    def resolved(self, audience: object) -> tuple[str, ...]:
        """Whom an audience means today, as the directory says it."""
        assert isinstance(audience, Mapping)
        meant, on = Audience.from_record(audience), local_day(self.clock())
        return self.read(lambda session: self.engine.directory.resolve(session, meant, on=on))

    def reads(self, case_id: str) -> list[tuple[str | None, str]]:
        """Who read which part of a case, in order."""
        return [
            (event.person, str(_data(event.members())["part"]))
            for event in self.history(f"{case_id}/access")
        ]


def _inside(group: str) -> str:
    return UNIT if group in RESPONDING else "430600"


def _data(members: Mapping[str, object]) -> Mapping[str, object]:
    data = members["data"]
    assert isinstance(data, Mapping)
    return data
