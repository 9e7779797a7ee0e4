"""A directory with two keepers of different reach, and commands given in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar, cast

import orjson
import pytest

from dudao.composition import build_engine, case_types
from engine.commands import Engine
from engine.identity import (
    Membership,
    PersonEntry,
    Unit,
    UnitTree,
    all_people,
    upsert_people,
    upsert_units,
)
from engine.model.case import SYSTEM, Actor
from engine.model.errors import EngineError
from engine.model.history import verify_chain
from engine.store import Store
from engine.store.case_reads import history_of
from tests.support.clock import HandClock

R = TypeVar("R")

UNITS = (
    Unit("430600", "某市", None, "city"),
    Unit("430621", "某甲县", "430600", "county"),
    Unit("430623", "某乙县", "430600", "county"),
    Unit("430621S1", "某甲县第一中学", "430621", "school"),
)
PEOPLE = (
    PersonEntry("guan", "管某", "430600", (Membership("administrator"),)),
    PersonEntry("xian", "县某", "430621", (Membership("administrator"),)),
    PersonEntry("li", "李某", "430600", (Membership("case_officer"), Membership("inspector"))),
    PersonEntry("xiao", "肖某", "430621", (Membership("respondent"),)),
)


class Desk:
    """Give commands in one store, each in a unit of work of its own."""

    def __init__(self, store: Store, clock: HandClock) -> None:
        self.store = store
        self.clock = clock
        self.engine: Engine = build_engine(case_types())
        with store.begin() as session:
            upsert_units(session, UNITS)
            upsert_people(session, PEOPLE)

    def give(self, command: Callable[..., R], who: str | None = None, **arguments: object) -> R:
        """Give a command as somebody, or as the system."""
        actor = SYSTEM if who is None else Actor(who)
        with self.store.begin() as session:
            return command(session, engine=self.engine, clock=self.clock, actor=actor, **arguments)

    def refused(self, command: Callable[..., object], who: str | None, **arguments: object) -> str:
        """Give a command that must be refused, expect that nothing changed, and return the code."""
        before = self.seen()
        with pytest.raises(EngineError) as error:
            self.give(command, who, **arguments)
        assert self.seen() == before
        assert error.value.message
        assert error.value.en
        return error.value.code

    def seen(self) -> tuple[object, ...]:
        """Return all that a refused command must not touch."""
        with self.store.read() as session:
            return self.tree().units, all_people(session), len(tuple(history_of(session, "system")))

    def tree(self) -> UnitTree:
        with self.store.read() as session:
            return self.engine.directory.units(session)

    def person(self, person_id: str) -> PersonEntry:
        with self.store.read() as session:
            return self.engine.directory.entry(session, person_id)

    def events(self) -> list[Mapping[str, object]]:
        """Return the history of the system, whose chain holds."""
        with self.store.read() as session:
            rows = tuple(history_of(session, "system"))
        assert verify_chain(rows, case_id="system") is None
        return [cast("Mapping[str, object]", orjson.loads(row.body or "{}")) for row in rows]


def opened(database_url: str, clock: HandClock) -> Iterator[Desk]:
    store = Store(database_url)
    try:
        yield Desk(store, clock)
    finally:
        store.close()
