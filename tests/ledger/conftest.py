"""An office on each of the two stores."""

from __future__ import annotations

import pytest

from engine.store import Store
from tests.cases.conftest import desk, store
from tests.ledger.office import Office
from tests.support.clock import HandClock

__all__ = ["desk", "store"]


@pytest.fixture
def office(store: Store, clock: HandClock) -> Office:
    """Return an office with a ledger."""
    return Office(store, clock)
