"""A desk with a case that waits for a leader's approval; zhao can be substituted by wang."""

from __future__ import annotations

from tests.cases.conftest import desk, store
from tests.user_tasks.conftest import approval

__all__ = ["approval", "desk", "store"]
