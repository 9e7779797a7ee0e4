"""Read a case as an auditor does: its sealed history, whether it holds, and the history as a file.

Nothing here changes the case: that somebody looked goes to the chain of who read it. All of it is
for who may read the whole history (`read_history`) and who looks at whom (`read_access`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import orjson

from engine.commands.engine import Engine
from engine.commands.reading.histories import EventView, event_view, expect_page
from engine.commands.reading.names import Named, Names
from engine.commands.reading.recording import (
    Part,
    record_case_read,
    record_history_export,
)
from engine.commands.reading.rows import definition_name
from engine.commands.reading.standing import Looking
from engine.commands.reading.views import DefinitionName
from engine.commands.step import Step
from engine.commands.verifying import Damage, verify_papers
from engine.model.case import Actor, Clock
from engine.model.history import Flaw, SealedEvent, at_text, genesis, verify_chain
from engine.store.access_reads import access_chain
from engine.store.case_reads import head_of, history_of
from engine.store.history_lists import events_after
from engine.store.store import Session

FORMAT = "dudao-history/1"
"""What the first line of an exported history calls itself."""


@dataclass(frozen=True, slots=True)
class AuditedCase:
    """What an auditor must know of a case to know which it is, and where its history ends."""

    id: str
    reference: str | None
    title: str
    unit: Named | None
    definition: DefinitionName
    status: str
    opened_at: datetime
    events: int
    head: str


@dataclass(frozen=True, slots=True)
class SealedView:
    """An event with what was hashed of it: its canonical JSON (None after a redaction)."""

    event: EventView
    body: str | None
    commitment: str


@dataclass(frozen=True, slots=True)
class SealedPage:
    """Sealed events in order; `next` is the number to go on after, None at the end."""

    events: tuple[SealedView, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """Whether a chain holds: how many events it has, the hash of the last, and the first flaw."""

    events: int
    head: str
    flaw: Flaw | None


@dataclass(frozen=True, slots=True)
class CaseCheck:
    """Whether all that is kept of a case is as it was written.

    The head of the history stands in the row of the case as well. That of the chain of readers
    stands nowhere else: only who kept it can tell that events at its end are gone.
    """

    at: datetime
    history: ChainCheck
    access: ChainCheck
    papers: tuple[Damage, ...]

    @property
    def holds(self) -> bool:
        """Say whether nothing at all is wrong."""
        return not (self.history.flaw or self.access.flaw or self.papers)


def read_audited_case(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> AuditedCase:
    """Return which case it is; NotPermitted for who may not audit it. It tells what registers do."""
    looking, step = _audited(session, engine, clock, actor, case_id)
    case, unit = step.case, step.case.unit
    return AuditedCase(
        id=case.id,
        reference=case.reference,
        title=case.title,
        unit=None if unit is None else Names(looking.turn).unit(unit),
        definition=definition_name(step.published),
        status=case.status,
        opened_at=case.opened_at,
        events=case.head_seq,
        head=case.head_hash.hex(),
    )


def read_sealed_history(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    case_id: str,
    after: int = 0,
    limit: int = 50,
) -> SealedPage:
    """Return sealed events of a case later than number `after`, and record that they were read."""
    looking, step = _audited(session, engine, clock, actor, case_id)
    expect_page(limit)
    events, following = events_after(session, step.case.id, after=after, limit=limit)
    names = Names(looking.turn)
    views = (
        SealedView(event_view(step, names, each), each.body, each.commitment.hex())
        for each in events
    )
    page = SealedPage(tuple(views), following)
    record_case_read(looking.turn, step.case.id, Part.HISTORY)
    return page


def check_case(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> CaseCheck:
    """Recompute the chains of a case and the hashes of its papers, and record that it was done.

    It takes as long as the case is big: every event and every file is read.
    """
    looking, step = _audited(session, engine, clock, actor, case_id)
    case = step.case
    readers = access_chain(case.id)
    found = CaseCheck(
        at=looking.turn.now,
        history=_check(session, case.id, head=(case.head_seq, case.head_hash)),
        access=_check(session, readers, head=head_of(session, readers)),
        papers=tuple(verify_papers(session, case.id)),
    )
    record_case_read(looking.turn, case.id, Part.HISTORY)
    return found


def export_history(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> bytes:
    """Return the history of a case as lines of JSON, and record that it was taken out.

    The first line says what it is and how to check it; each further one is an event with all that
    its hash is made of (`engine.model.history`), so that nobody needs this program to check it.
    """
    looking, step = _audited(session, engine, clock, actor, case_id)
    case = step.case
    events = list(history_of(session, case.id))
    record_history_export(looking.turn, case.id, events=len(events), head=case.head_hash.hex())
    about = {
        "format": FORMAT,
        "case": case.id,
        "reference": case.reference,
        "title": case.title,
        "events": len(events),
        "head": case.head_hash.hex(),
        "before_first": genesis(case.id).hex(),
        "exported_at": at_text(looking.turn.now),
        "exported_by": actor.person,
        "on_behalf_of": actor.on_behalf_of,
        "commitment": "SHA-256(salt || body)",
        "hash": "SHA-256(0x01 || hash of the event before || commitment)",
    }
    return b"".join(orjson.dumps(each) + b"\n" for each in (about, *map(_line, events)))


def _line(event: SealedEvent) -> dict[str, object]:
    return {
        "seq": event.seq,
        "body": event.body,
        "salt": None if event.salt is None else event.salt.hex(),
        "commitment": event.commitment.hex(),
        "hash": event.hash.hex(),
    }


def _check(session: Session, chain: str, *, head: tuple[int, bytes]) -> ChainCheck:
    seq, last = head
    flaw = verify_chain(history_of(session, chain), case_id=chain, head=head)
    return ChainCheck(seq, last.hex(), flaw)


def _audited(
    session: Session, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> tuple[Looking, Step]:
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    step = looking.case(case_id)
    for word in ("read_history", "read_access"):
        engine.permissions.expect(looking.turn.office, actor, word, unit=step.case.unit)
    return looking, step
