"""What the record of an office says of its timers, whoever fired them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import func, select

from engine.model.history import verify_chain
from engine.store.heartbeats import living_workers
from engine.store.tables import history_event
from tests.notifications.clockwork.conftest import Works


def fired(works: Works, case_id: str) -> list[datetime]:
    """When each timer of a case was due that fired, in order; none of them before it was due."""
    found = []
    for each in works.history(case_id):
        if each.type == "timer_fired":
            data = cast("dict[str, dict[str, str]]", each.members()["data"])
            due = datetime.fromisoformat(data["due_at"]["v"])
            assert due <= each.at
            found.append(due)
    return found


def counts(works: Works, cases: Sequence[str]) -> list[int]:
    """How many timers of each case fired."""
    return [len(fired(works, each)) for each in cases]


def firings(works: Works) -> int:
    """How many timers of all cases fired so far, asked quickly."""
    query = select(func.count()).where(history_event.c.type == "timer_fired")
    with works.store.read() as session:
        return cast("int", session.execute(query).one()[0])


def living(works: Works) -> int:
    """How many workers live."""
    with works.store.read() as session:
        return living_workers(session, now=works.clock())


def expect_whole(works: Works, cases: Sequence[str]) -> None:
    """Rows and states of cases agree, and so do their chains and those of their reads."""
    for case_id in cases:
        works.check(case_id)
        chain = f"{case_id}/access"
        assert verify_chain(works.history(chain), case_id=chain) is None
