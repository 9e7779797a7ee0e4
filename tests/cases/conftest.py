"""A desk on each of the two stores."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.store import Store
from tests.cases.desk import Desk
from tests.support.clock import HandClock


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Return an empty, migrated store: the test runs on SQLite and on PostgreSQL."""
    opened = Store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store, clock: HandClock) -> Desk:
    """Return a desk with units and people."""
    return Desk(store, clock)
