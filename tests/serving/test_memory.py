"""What lives as long as a web process is looked through no more."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from dudao.memory import Requests


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_the_first_hundred_requests_made_is_set_aside() -> None:
    requests, made = Requests(), [object()]
    for _ in range(99):
        requests.end()
    assert _is_looked_through(made)
    requests.end()
    assert not _is_looked_through(made)


def test_what_comes_later_is_looked_through_until_the_thousandth() -> None:
    requests = Requests()
    for _ in range(100):
        requests.end()
    made = [object()]
    for _ in range(899):
        requests.end()
    assert _is_looked_through(made)
    requests.end()
    assert not _is_looked_through(made)


def _is_looked_through(wanted: object) -> bool:
    return any(each is wanted for each in gc.get_objects())
