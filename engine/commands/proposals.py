"""Diagrams are proposed by one person and published by a second one.

Checking takes long and holds no lock, so it is done before and comes in worked out: how the files
were judged, and what publishes them. Every rule is asked again under the lock of the system chain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.proposal_messages import tell_proposer, tell_publishers
from engine.commands.proposal_rules import (
    expect_base,
    expect_may_publish,
    expect_may_refuse,
    expect_may_withdraw,
    expect_proposal,
)
from engine.commands.reasons import expect_reason
from engine.commands.requests import command
from engine.commands.results import Recorded
from engine.definitions.deploy import Deployment
from engine.definitions.system_chain import lock_system_chain, record_change
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidArgument
from engine.model.proposals import Judgement, ProposalState, ProposedFile
from engine.model.values import Value
from engine.store.proposals import (
    Made,
    ProposalRow,
    close_proposal,
    files_of,
    insert_proposal,
)
from engine.store.store import Session

MAX_NOTE = 1_000
Publish = Callable[[Session], Deployment]
"""Check the files again and publish them in this unit of work, or raise why not."""


@dataclass(frozen=True, slots=True)
class ProposalChanged(Recorded):
    """A proposal was made, refused or withdrawn; `state` is the one it has now."""

    proposal: str
    state: str


@dataclass(frozen=True, slots=True)
class ProposalMade(ProposalChanged):
    """Files were handed in; how many errors, warnings and failed scenarios there are."""

    errors: int
    warnings: int
    scenarios: int
    failed: int


@dataclass(frozen=True, slots=True)
class ProposalPublished(ProposalChanged):
    """A second person published a proposal: `made` are the new versions, by `kind` and `key`.

    `unchanged` are keys whose newest version says the same already; `too_few` are warnings of
    processes for which there are too few people today.
    """

    made: Sequence[Mapping[str, Value]]
    unchanged: Sequence[str]
    too_few: Sequence[str] = ()


@command(ProposalMade, worked_out=("judgement",))
def propose_definitions(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    files: Sequence[ProposedFile],
    note: str,
    judgement: Judgement,
    idempotency_key: str | None = None,
) -> ProposalMade:
    """Hand in files to be published by somebody else; faulty ones are kept to be looked at.

    `judgement` says how the linter and the scenarios found these very files.
    """
    del idempotency_key  # taken by the decorator
    now = clock()
    office = Office(session, engine, now=now)
    engine.permissions.expect(office, actor, "propose_definition")
    row = ProposalRow(
        id=str(engine.new_id()),
        proposed_by=actor.person,
        proposed_at=now,
        note=expect_note(note),
        state=ProposalState.AWAITING if judgement.is_sound else ProposalState.FAULTY,
        errors=judgement.count("error"),
        warnings=judgement.count("warning"),
        scenarios=len(judgement.scenarios),
        failed=judgement.failed,
        keys=tuple(judgement.keys),
    )
    insert_proposal(session, row, judgement, files)
    if row.state is ProposalState.AWAITING:
        tell_publishers(session, row, engine=engine, clock=clock)
    counts = {
        "errors": row.errors,
        "warnings": row.warnings,
        "scenarios": row.scenarios,
        "failed": row.failed,
    }
    seq = record_change(
        session,
        "proposal_made",
        new_salt=engine.new_salt,
        at=now,
        actor=actor,
        after={"state": row.state.value},
        data={
            "proposal": row.id,
            "note": row.note,
            "files": [{"name": each.name, "sha256": each.sha256} for each in files],
            **counts,
        },
    )
    return ProposalMade("", 0, "", seq, row.id, row.state.value, **counts)


def expect_note(note: str) -> str:
    """Return what is said of a proposal; raise InvalidArgument where nothing is."""
    said = note.strip()
    if 0 < len(said) <= MAX_NOTE and "\0" not in said:
        return said
    raise InvalidArgument(
        f"请说明改了什么、为什么改（1至{MAX_NOTE}字）。",
        en=f"Expected a note of 1 to {MAX_NOTE} characters on what was changed and why.",
        code="note_required",
    )


def expect_publishable(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, proposal: str
) -> list[ProposedFile]:
    """Return the files of a proposal that the actor may publish now; raise what forbids it.

    Asked before the long checks, so that nobody waits for a refusal.
    """
    office = Office(session, engine, now=clock())
    engine.permissions.expect(office, actor, "deploy")
    row = expect_proposal(session, proposal)
    expect_may_publish(office, engine, actor, row)
    expect_base(session, row)
    return files_of(session, row.id)


@command(ProposalPublished, worked_out=("publish",))
def publish_proposal(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    proposal: str,
    publish: Publish,
    idempotency_key: str | None = None,
) -> ProposalPublished:
    """Publish what somebody else proposed; never one's own, nor in anybody's place.

    Raises InvalidState for a proposal that does not wait, Conflict with the code ``base_moved``
    where a newer version was published since it was made.
    """
    del idempotency_key  # taken by the decorator
    lock_system_chain(session)  # two publishers at once: the second one sees what the first did
    expect_publishable(session, engine=engine, clock=clock, actor=actor, proposal=proposal)
    row = expect_proposal(session, proposal)
    done = publish(session)
    made = _made(done)
    closed = replace(row, state=ProposalState.PUBLISHED, made=made)
    data: Mapping[str, Value] = {
        "proposed_by": row.proposed_by,
        "made": list(made),
        "unchanged": list(done.unchanged),
    }
    seq = _close(session, closed, engine=engine, clock=clock, actor=actor, data=data)
    return ProposalPublished(
        "", 0, "", seq, row.id, closed.state.value, list(made), list(done.unchanged)
    )


@command(ProposalChanged)
def refuse_proposal(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    proposal: str,
    reason: str,
    idempotency_key: str | None = None,
) -> ProposalChanged:
    """Refuse what somebody else proposed, with a reason that the proposer reads."""
    del idempotency_key  # taken by the decorator
    lock_system_chain(session)
    office = Office(session, engine, now=clock())
    engine.permissions.expect(office, actor, "deploy")
    row = expect_proposal(session, proposal)
    expect_may_refuse(office, engine, actor, row)
    closed = replace(row, state=ProposalState.REFUSED, reason=expect_reason(reason))
    data: Mapping[str, Value] = {"proposed_by": row.proposed_by, "reason": closed.reason}
    seq = _close(session, closed, engine=engine, clock=clock, actor=actor, data=data)
    return ProposalChanged("", 0, "", seq, row.id, closed.state.value)


@command(ProposalChanged)
def withdraw_proposal(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    proposal: str,
    idempotency_key: str | None = None,
) -> ProposalChanged:
    """Take one's own proposal back, while nobody has published or refused it."""
    del idempotency_key  # taken by the decorator
    lock_system_chain(session)
    office = Office(session, engine, now=clock())
    engine.permissions.expect(office, actor, "propose_definition")
    row = expect_proposal(session, proposal)
    expect_may_withdraw(office, engine, actor, row)
    closed = replace(row, state=ProposalState.WITHDRAWN)
    seq = _close(session, closed, engine=engine, clock=clock, actor=actor, data={})
    return ProposalChanged("", 0, "", seq, row.id, closed.state.value)


_CLOSED = {
    ProposalState.PUBLISHED: "proposal_published",
    ProposalState.REFUSED: "proposal_refused",
    ProposalState.WITHDRAWN: "proposal_withdrawn",
}


def _close(
    session: Session,
    closed: ProposalRow,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    data: Mapping[str, Value],
) -> int:
    """Write the last state of a proposal and its event; return the number of the event."""
    now = clock()
    before = expect_proposal(session, closed.id).state
    close_proposal(session, replace(closed, closed_by=actor.person, closed_at=now))
    if closed.state is not ProposalState.WITHDRAWN:
        tell_proposer(session, closed, engine=engine, clock=clock, by=actor)
    return record_change(
        session,
        _CLOSED[closed.state],
        new_salt=engine.new_salt,
        at=now,
        actor=actor,
        before={"state": before.value},
        after={"state": closed.state.value},
        data={"proposal": closed.id, **data},
    )


def _made(done: Deployment) -> Made:
    rows = [("process", each) for each in done.definitions]
    tables = [("table", each) for each in done.tables]
    return tuple(
        {"kind": kind, "id": row.id, "key": row.key, "version": row.version, "name": row.name}
        for kind, row in (*rows, *tables)
    )
