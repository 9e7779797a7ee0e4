"""A desk with the settings and kinds of an installation, on each of the two stores."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dudao.composition import case_types
from engine.store import Store
from tests.cases.conftest import store
from tests.cases.desk import Desk
from tests.support.clock import HandClock

__all__ = ["desk", "store"]


@pytest.fixture
def desk(store: Store, clock: HandClock) -> Desk:
    """Return a desk with units and people."""
    made, types = Desk(store, clock), case_types()
    made.engine = replace(
        made.engine,
        settings=types.settings,
        message_kinds=types.message_kinds,
        own_reminders=types.own_reminders,
    )
    return made
