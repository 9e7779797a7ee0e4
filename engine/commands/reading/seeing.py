"""Say nothing of what somebody may not see: neither that it is there nor how it stands.

A command that refuses says why, and why names cases, work and people. To whoever may not see the
case, the refusal is the one for what does not exist.
"""

from __future__ import annotations

from engine.commands.engine import Engine
from engine.commands.policy.acting import asking, standing
from engine.commands.reading.standing import Looking
from engine.commands.work_ids import parts_of
from engine.model.case import Actor, Clock
from engine.model.errors import NotFound
from engine.store import reads
from engine.store.case_reads import read_incident
from engine.store.ledger_reads import read_entry
from engine.store.rows import WorkRow
from engine.store.store import Session


def expect_case_seen(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> None:
    """Expect that the actor may see a case; NotFound else, also when there is none."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    if not actor.is_system:
        standing(looking.turn.office, actor)  # who acts for nobody is told so, whatever they ask
    looking.case(case_id)


def expect_work_seen(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, work_id: str
) -> None:
    """Expect that the actor may see work: open, as `read_work` shows it; over, as its case."""
    work = _open_work(session, work_id)
    seer = asking(actor, work)
    looking = Looking(session, engine=engine, clock=clock, actor=seer)
    if not seer.is_system:
        standing(looking.turn.office, seer)
    try:
        step = looking.case(parts_of(work_id)[0])
        if work is None or looking.is_internal(step) or looking.concerns(work):
            return
    except NotFound:
        pass
    raise NotFound("待办不存在。", en=f"Expected work '{work_id[:80]}', but there is none.")


def expect_incident_seen(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, incident_id: str
) -> None:
    """Expect that the actor may see the case of an incident."""
    try:
        case_id = read_incident(session, incident_id).case_id
        expect_case_seen(session, engine=engine, clock=clock, actor=actor, case_id=case_id)
    except NotFound:
        raise NotFound(
            "故障记录不存在。", en=f"There is no incident '{incident_id[:80]}'."
        ) from None


def expect_entry_seen(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, entry: str
) -> None:
    """Expect that the actor may see the case that put an entry into the ledger."""
    try:
        case_id = read_entry(session, entry).case_id
        expect_case_seen(session, engine=engine, clock=clock, actor=actor, case_id=case_id)
    except NotFound:
        raise NotFound(
            "台账中没有这一条。", en=f"There is no ledger entry '{entry[:80]}'."
        ) from None


def _open_work(session: Session, work_id: str) -> WorkRow | None:
    try:
        return reads.read_work(session, work_id).work
    except NotFound:
        return None
