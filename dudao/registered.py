"""Expect `--as` to name somebody: an empty list would hide a slip of the pen."""

from __future__ import annotations

from dudao import system
from dudao.failures import WrongUse
from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.store import Store


def expect_somebody(store: Store, engine: Engine, person: str) -> None:
    """Raise WrongUse unless somebody with this id is in the directory and active."""
    with store.read() as session:
        known = Office(session, engine, now=system.clock()).person(person)
    if known is None:
        raise WrongUse(
            f"--as 应为名录中的在册人员，没有“{person[:80]}”这个人。",
            en=f"Expected --as to name a registered, active person, found '{person[:80]}'.",
            code="unknown_person",
        )
