"""Urge open work by hand (催办): counted, limited, and told to whoever holds it or may take it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.over import expect_open, open_work
from engine.commands.projecting import audience_of, where
from engine.commands.requests import command
from engine.commands.results import WorkUrged
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.model.calendar_days import zh_date
from engine.model.case import Actor, Clock
from engine.model.counts import counted
from engine.model.deadlines import local_day
from engine.model.errors import InvalidArgument, InvalidState
from engine.model.values import Value
from engine.store.rows import WorkRow
from engine.store.store import Session
from engine.store.urges import Urge, add_urge, urges_of

WORD = "urge_work"
KIND = "urged"
MOST_WORDS = 200
_MOST, _DAYS = "urge.most", "urge.working_days"


@command(WorkUrged)
def urge_work(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    work_id: str,
    words: str = "",
    idempotency_key: str | None = None,
) -> WorkUrged:
    """Urge open work: whoever holds it is told, or else whoever may take it, with some words.

    InvalidState for one's own work, while the case is suspended, and beyond the limits of the
    settings `urge.most` and `urge.working_days` (无法定依据，建议值). Of two people who urge at
    once the second one is told of the first.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    place = open_work(turn, work_id)
    step, work = place.step, place.work
    number = expect_may_urge(step, work)
    said = expect_words(words)
    by = turn.office.person(actor.person)
    add_urge(session, Urge(work.id, number, turn.now, actor.person))
    step.record(
        "task_urged",
        node=work.node,
        data={"aid": work.aid, "name": work.name, "number": number, "words": said},
    )
    body: dict[str, Value] = {
        "work": work.id,
        "name": work.name,
        "node": work.node,
        "person": actor.person if by is None else by.name,
        "text": said,
        "number": number,
        **where(work.item, work.part),
    }
    if work.due_at is not None:
        body["due_at"] = work.due_at
    step.say(KIND, audience_of(work), body)
    step.keeps_undo = True
    turn.finish()
    case = step.case
    most = turn.office.settings.integer(_MOST)
    return WorkUrged(case.id, case.version, case.status, work.id, number, most)


class Urgeable(Protocol):
    """What decides whether work may be urged: a row of the store, or a line of a list."""

    @property
    def name(self) -> str:
        """What the work is called."""
        ...

    @property
    def assignee(self) -> str | None:
        """Who holds it."""
        ...


def expect_may_urge(step: Step, work: WorkRow) -> int:
    """Expect the actor to be allowed to urge work now; return which time it would be."""
    turn = step.turn
    turn.engine.permissions.expect(turn.office, turn.actor, WORD, unit=step.case.unit)
    expect_open(step.case)
    expect_others(turn.actor, work)
    return expect_within_limits(turn.office, work, urges_of(turn.session, work.id))


def expect_others(actor: Actor, work: Urgeable) -> None:
    """Expect work not to be held by whoever would urge it."""
    if work.assignee in actor.people:
        raise InvalidState(
            f"“{work.name}”由您本人承办，不必催办。",
            en=f"“{work.name}” is held by yourself; there is nobody to urge.",
            code="own_work",
        )


def expect_within_limits(office: Office, work: Urgeable, urges: Sequence[Urge]) -> int:
    """Expect work urged so often, and then, to be urgeable now; return which time it would be."""
    most, days = office.settings.integer(_MOST), office.settings.integer(_DAYS)
    if len(urges) >= most:
        raise InvalidState(
            f"“{work.name}”已催办{len(urges)}次，达到上限{most}次；请改为指派他人或者报告领导。",
            en=f"“{work.name}” was urged {counted(len(urges), 'time')}, which is the limit; "
            "assign it to somebody else or report it.",
            code="urged_enough",
        )
    if urges and days:
        last = local_day(urges[-1].urged_at)
        if office.calendar.working_days_between(last, office.today) < days:
            again = office.calendar.working_day_after(last, days)
            raise InvalidState(
                f"“{work.name}”{zh_date(last)}已经催办过，{zh_date(again)}起可以再次催办。",
                en=f"“{work.name}” was urged on {last.isoformat()}; "
                f"it can be urged again from {again.isoformat()} on.",
                code="urged_lately",
            )
    return len(urges) + 1


def expect_words(words: str) -> str:
    """Return the words that go with an urge, without blanks around them; InvalidArgument if long."""
    said = words.strip()
    if len(said) <= MOST_WORDS:
        return said
    raise InvalidArgument(
        f"催办的话不得超过{MOST_WORDS}字。",
        en=f"Expected at most {MOST_WORDS} characters.",
        code="too_long",
    )
