from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dudao.composition import case_types
from engine.store import Store
from tests.api.office import Secrets
from tests.reading.house import House
from tests.support.clock import HandClock


@pytest.fixture
def house(database_url: str, clock: HandClock) -> Iterator[House]:
    """A house with every setting and kind of message, on either store."""
    store, types = Store(database_url), case_types()
    try:
        made = House(store, clock)
        made.engine = replace(
            made.engine,
            message_kinds=types.message_kinds,
            settings=types.settings,
            new_secret=Secrets(),
        )
        yield made
    finally:
        store.close()
