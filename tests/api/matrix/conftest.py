"""One world for all tests of the matrix, and what everybody is answered in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from engine.store import Store
from tests.api.matrix import table
from tests.api.matrix.table import Table
from tests.api.matrix.world import World, build
from tests.support.clock import START, HandClock


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Return the world, in memory: what is asked here is the same on both stores."""
    with time_machine.travel(START, tick=False) as traveller:
        yield build(Store.memory(), HandClock(traveller, START))


@pytest.fixture(scope="module")
def answered(world: World) -> Table:
    """Return what everybody is answered."""
    return table.answered(world)
