"""Read the overview for leaders (总览).

Who is in a group for `list_below` sees figures, of what their registers show and of nothing else.
Counting all of a hundred thousand cases takes longer than a page may, so what was counted is kept
for `overview.age` seconds, and says of when it is (ADR 13).
"""

from __future__ import annotations

from datetime import timedelta

from engine.commands.engine import Engine
from engine.commands.reading.overview.counting import Counting
from engine.commands.registers import record_export, viewer_of
from engine.commands.turn import Turn
from engine.identity import CaseScope
from engine.model.case import Actor, Clock
from engine.model.deadlines import local_day
from engine.model.errors import NotFound, NotPermitted
from engine.model.overview import Overview, OverviewFilter
from engine.store.store import Session

EVERYTHING = OverviewFilter()
TITLE = "总览"


def read_overview(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    wanted: OverviewFilter = EVERYTHING,
) -> Overview:
    """Return the overview of what the actor's registers show.

    Closed in time (按期办结) is a case that closed not after the due day that stood when its last
    step began: the earliest due day of the work then open, as extensions and suspensions had moved
    it. An item was rectified in time (按期完成整改) when the report that was accepted came not after
    the due date of that moment. What had no due day then is neither in time nor late, and so is
    what ended before this was recorded; what was canceled did not close. Raises NotPermitted
    outside the groups for `list_below`, and NotFound for an unknown unit.
    """
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    engine.permissions.expect(turn.office, actor, "list_below")
    viewer = viewer_of(session, engine, clock, actor)
    if viewer is None:  # the system, which is nobody
        raise NotPermitted
    if wanted.unit is not None and not turn.office.is_unit(wanted.unit):
        raise NotFound(f"单位“{wanted.unit}”不存在。", en=f"There is no unit {wanted.unit!r}.")
    scope = CaseScope(
        engine.permissions.units(turn.office, actor, "list_below"),
        engine.permissions.units(turn.office, actor, "list_own"),
    )
    age = timedelta(seconds=turn.office.settings.integer("overview.age"))
    key = (scope, wanted, local_day(turn.now), turn.office.revision)
    found = engine.overviews.get(key, now=turn.now, age=age)
    if found is None:
        found = Counting(turn, viewer, scope, wanted).overview()
        engine.overviews.put(key, found)
    return found


def record_overview_export(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, filtered: str, count: int
) -> int:
    """Record in the system chain who took the overview out, filtered how, and how many lines."""
    return record_export(
        session,
        engine=engine,
        clock=clock,
        actor=actor,
        register=TITLE,
        filtered=filtered,
        count=count,
    )
