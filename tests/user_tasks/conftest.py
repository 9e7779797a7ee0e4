"""A desk with the approval procedure, and a case waiting for approval."""

from __future__ import annotations

import pytest

from tests.cases.conftest import desk, store
from tests.cases.desk import Desk
from tests.user_tasks.diagrams import APPROVAL

__all__ = ["approval", "desk", "store"]


@pytest.fixture
def approval(desk: Desk) -> str:
    """Return the id of a case that waits for a leader's approval."""
    desk.deploy(APPROVAL)
    case_id = desk.open("approval", {"reason": "留样不全"}).case_id
    desk.complete("li", desk.one(case_id, "draft").id, {"text": "限期整改"})
    return case_id
