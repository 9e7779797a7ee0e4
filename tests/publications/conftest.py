"""A desk on each of the two stores, with diagrams that publish."""

from __future__ import annotations

import pytest

from tests.cases.conftest import desk as plain_desk
from tests.cases.conftest import store
from tests.cases.desk import Desk
from tests.publications.office import CLOSING, NOTICE

__all__ = ["plain_desk", "store"]


@pytest.fixture
def desk(plain_desk: Desk) -> Desk:
    """Return a desk with the diagrams `notice` and `closing`."""
    plain_desk.deploy(NOTICE, CLOSING)
    return plain_desk
