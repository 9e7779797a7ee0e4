"""An office in which two people are needed, on each of the two stores."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dudao.groups import GROUPS
from engine.store import Store
from tests.api.office import Interface
from tests.cases.conftest import store
from tests.cases.desk import Desk
from tests.support.clock import HandClock

__all__ = ["store"]


@pytest.fixture
def office(store: Store, clock: HandClock) -> Interface:
    """Return an office as it is installed, without diagrams."""
    desk = Desk(store, clock)
    desk.engine = replace(desk.engine, groups=GROUPS)
    return Interface(desk)
