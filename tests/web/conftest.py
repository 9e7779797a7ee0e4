"""Desks with pages, on each of the two stores."""

from __future__ import annotations

import pytest

from tests.cases.conftest import desk, store
from tests.cases.desk import Desk
from tests.web.pages import Pages

__all__ = ["desk", "store"]


@pytest.fixture
def pages(desk: Desk) -> Pages:
    """Return the pages of an office."""
    return Pages(desk)
