"""An office on each of the two stores, whose people have passwords."""

from __future__ import annotations

import pytest

from engine.store import Store
from tests.accounts.office import Office
from tests.cases.conftest import store
from tests.support.clock import HandClock

__all__ = ["store"]


@pytest.fixture
def office(store: Store, clock: HandClock) -> Office:
    """Return an office in which li, wang and guan have signed in before."""
    return Office(store, clock)
