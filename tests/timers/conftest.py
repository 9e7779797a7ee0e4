"""A desk on each of the two stores."""

from __future__ import annotations

from tests.cases.conftest import desk, store

__all__ = ["desk", "store"]
