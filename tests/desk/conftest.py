from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.store import Store
from tests.reading.house import House
from tests.support.clock import HandClock


@pytest.fixture
def house(database_url: str, clock: HandClock) -> Iterator[House]:
    """A house with every role inside and outside the scope of its case, on either store."""
    store = Store(database_url)
    try:
        yield House(store, clock)
    finally:
        store.close()
