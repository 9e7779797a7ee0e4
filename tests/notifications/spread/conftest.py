"""A desk with a post office, on each of the two stores, on a working morning."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.store import Store
from tests.cases.desk import Desk, local
from tests.notifications.spread.post import Post
from tests.support.clock import HandClock


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Return an empty, migrated store: the test runs on SQLite and on PostgreSQL."""
    opened = Store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def post(store: Store, clock: HandClock) -> Post:
    """Return a post office on Tuesday, 2026-03-03, at ten; Saturday the 7th is a day off."""
    clock.move_to(local("2026-03-03 10:00"))
    return Post(Desk(store, clock))
