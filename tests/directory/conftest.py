from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.directory.desk import Desk, opened
from tests.support.clock import HandClock


@pytest.fixture
def desk(database_url: str, clock: HandClock) -> Iterator[Desk]:
    """A small directory on either store."""
    yield from opened(database_url, clock)
