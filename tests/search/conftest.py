from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.store import Store
from tests.registers.office import Office
from tests.support.clock import HandClock


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
