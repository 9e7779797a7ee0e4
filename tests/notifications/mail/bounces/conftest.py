from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.store import Store
from tests.notifications.mail.bounces.returning import Returning
from tests.support.clock import HandClock


@pytest.fixture
def office(database_url: str, clock: HandClock) -> Iterator[Returning]:
    """An office with a case in hand, of which a mail was sent, on either store."""
    store = Store(database_url)
    try:
        yield Returning(store, clock)
    finally:
        store.close()
