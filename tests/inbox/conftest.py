from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dudao.composition import case_types
from engine.store import Store
from tests.reading.house import House
from tests.support.clock import HandClock


@pytest.fixture
def house(database_url: str, clock: HandClock) -> Iterator[House]:
    """A house that knows the kinds of messages of every case type, on either store."""
    store = Store(database_url)
    try:
        made = House(store, clock)
        made.engine = replace(made.engine, message_kinds=case_types().message_kinds)
        yield made
    finally:
        store.close()
