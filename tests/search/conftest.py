from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.store import Store, search, unit_lists
from tests.registers.office import Office
from tests.support.clock import HandClock

NONE = {"sqlite": -1, "postgresql": -1}


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Either store, empty."""
    opened = Store(database_url)
    try:
        yield opened
    finally:
        opened.close()


@pytest.fixture
def office(store: Store, clock: HandClock) -> Office:
    """An office on either store."""
    return Office(store, clock)


WAYS = {
    "few hits": (),
    "little to see": ((search, "_FEW", NONE),),
    "some hits to see": ((search, "_FEW", NONE), (search, "_NARROW", -1)),
    "a list of hits": ((search, "_FEW", NONE), (search, "_NARROW", -1), (search, "_MET", -1)),
    "many hits": (
        (search, "_FEW", NONE),
        (search, "_NARROW", -1),
        (search, "_MET", -1),
        (search, "_MANY", -1),
    ),
    "few hits, much to see": ((unit_lists, "_SOME", -1),),
    "many hits, much to see": ((unit_lists, "_SOME", -1), (search, "_FEW", NONE)),
}
"""The ways to what is found, and what is set so that each is taken; the answer is the same."""


@pytest.fixture(params=WAYS)
def any_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a search take each of the ways."""
    take(request.param, monkeypatch)


def take(way: str, patch: pytest.MonkeyPatch) -> None:
    """Let searches take one of the ways."""
    for module, name, value in WAYS[way]:
        patch.setattr(module, name, value)
