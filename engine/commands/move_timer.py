"""Move a live timer to another instant, with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from engine.commands.concerned import tell_concerned
from engine.commands.engine import Engine
from engine.commands.over import expect_going_on
from engine.commands.reasons import expect_reason
from engine.commands.requests import command
from engine.commands.results import Result
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidArgument, InvalidState
from engine.store.store import Session

_FIRST_YEAR, _LAST_YEAR = 2000, 2200  # far from what datetime can hold, so that it can be moved


@command(Result)
def move_timer(  # noqa: PLR0913 - one name for each thing a caller says
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    case_id: str,
    aid: int,
    due_at: datetime,
    reason: str,
    idempotency_key: str | None = None,
) -> Result:
    """Let an armed timer fire at another instant; one in the past fires with the next sweep."""
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    step = turn.case(case_id)
    engine.permissions.expect(turn.office, actor, "move_timer", unit=step.case.unit)
    expect_going_on(step.case)
    reason = expect_reason(reason)
    if due_at.tzinfo is None:
        raise InvalidArgument(
            "时刻必须带有时区。", en="Expected an instant with a time zone.", code="naive_instant"
        )
    row = step.old_timers().get(aid)
    if row is None:
        raise InvalidState(
            "这个定时已经触发或已取消。",
            en=f"Expected timer {aid} of case '{case_id}' to be armed, but it is not.",
            code="timer_over",
        )
    if not _FIRST_YEAR <= due_at.year < _LAST_YEAR:
        raise InvalidArgument(
            f"时刻应在{_FIRST_YEAR}年至{_LAST_YEAR}年之间。",
            en=f"Expected an instant between the years {_FIRST_YEAR} and {_LAST_YEAR}.",
            code="instant_out_of_range",
        )
    instant = due_at.astimezone(UTC)
    moved = replace(row, due_at=step.paused_due(instant), claimed_until=None, claimed_by=None)
    turn.batch.set_timer(moved)
    step.record(
        "timer_moved",
        node=row.node,
        before={"due_at": row.due_at},
        after={"due_at": instant},
        data={"aid": aid, "reason": reason},
    )
    name = step.published.node(row.node).name or row.node
    tell_concerned(step, "timer_moved", {"timer": name, "until": instant, "reason": reason})
    turn.finish()
    return Result(step.case.id, step.case.version, step.case.status)
