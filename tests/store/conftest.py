"""A store on each of the two databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.store import Store


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Return an empty, migrated store: the test runs on SQLite and on PostgreSQL."""
    opened = Store(database_url)
    yield opened
    opened.close()
