"""A server on loopback and a clock that stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.notifications.wires.receiver import Receiver, SteadyClock, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Return a server that answers 200 until told otherwise."""
    with receiving() as made:
        yield made


@pytest.fixture
def at() -> SteadyClock:
    """Return a clock that stands."""
    return SteadyClock()
