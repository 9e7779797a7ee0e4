from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.store import Store
from tests.registers.office import Office
from tests.support.clock import HandClock


@pytest.fixture
def office(database_url: str, clock: HandClock) -> Iterator[Office]:
    """An office that can open rectifications, on either store."""
    store = Store(database_url)
    try:
        yield Office(store, clock)
    finally:
        store.close()
