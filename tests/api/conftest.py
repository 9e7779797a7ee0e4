"""Desks with an interface, on each of the two stores."""

from __future__ import annotations

import pytest

from engine.store import Store
from tests.api.office import Interface
from tests.cases.conftest import store
from tests.papers.office import PaperDesk
from tests.support.clock import HandClock

__all__ = ["store"]


@pytest.fixture
def papers(store: Store, clock: HandClock) -> Interface:
    """Return an office that issues a notice in each case."""
    return Interface(PaperDesk(store, clock).with_procedure())
