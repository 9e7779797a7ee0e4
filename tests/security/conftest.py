"""Offices with an interface: one with passwords, one with a person of every role."""

from __future__ import annotations

import pytest

from engine.store import Store
from tests.accounts.office import Office
from tests.api.office import Interface
from tests.cases.conftest import store
from tests.reading.house import House
from tests.support.clock import HandClock

__all__ = ["store"]


@pytest.fixture
def office(store: Store, clock: HandClock) -> Office:
    """Return an office in which li, wang and guan have passwords."""
    return Office(store, clock)


@pytest.fixture
def house(store: Store, clock: HandClock) -> House:
    """Return an office with a person of every role inside and outside of a case's unit."""
    return House(store, clock)


@pytest.fixture
def interface(house: House) -> Interface:
    """Return the interface of the house."""
    return Interface(house)
