"""A desk with papers on each of the two stores."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.store import Store
from tests.papers.office import PaperDesk
from tests.support.clock import HandClock


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Return an empty, migrated store: the test runs on SQLite and on PostgreSQL."""
    opened = Store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def bare(store: Store, clock: HandClock) -> PaperDesk:
    """Return a desk without templates and diagrams."""
    return PaperDesk(store, clock)


@pytest.fixture
def desk(bare: PaperDesk) -> PaperDesk:
    """Return a desk with a procedure that issues a notice."""
    return bare.with_procedure()
