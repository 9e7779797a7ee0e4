"""Read the overview for leaders (总览).

Who is in a group for `list_below` sees figures, of what their registers show and of nothing else.
Counting all of a hundred thousand cases takes longer than a page may, so what was counted is kept
for `overview.age` seconds, what the widest scopes ask first is counted ahead, and all of it says
of when it is (ADR 13).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from engine.commands.engine import Engine
from engine.commands.kept_overviews import Question
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
    asked = ask(session, engine, clock, actor, wanted)
    found = asked.kept()
    if found is None:
        found = asked.counting.overview()
        engine.overviews.put(asked.question, found)
    return found


def read_kept_overview(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    wanted: OverviewFilter = EVERYTHING,
) -> Overview | None:
    """Return the overview if it has been counted already; None where `read_overview` would count.

    Refuses what `read_overview` refuses.
    """
    return ask(session, engine, clock, actor, wanted).kept()


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody's question, allowed: how it is counted, and by what its answer is kept."""

    counting: Counting
    question: Question
    age: timedelta

    def kept(self) -> Overview | None:
        """Return the answer, if somebody counted it no longer ago than it may be old."""
        turn = self.counting.turn
        return turn.engine.overviews.find(turn.session, self.question, now=turn.now, age=self.age)


def ask(
    session: Session, engine: Engine, clock: Clock, actor: Actor, wanted: OverviewFilter
) -> Ask:
    """Return a question of somebody who may ask it; refuse what `read_overview` refuses."""
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
    return Ask(
        Counting(turn, viewer, scope, wanted),
        Question(scope, wanted, local_day(turn.now), turn.office.revision),
        timedelta(seconds=turn.office.settings.integer("overview.age")),
    )


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
