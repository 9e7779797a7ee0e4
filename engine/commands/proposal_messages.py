"""Who is told of a proposal: those who may publish it, and afterwards whoever proposed it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import NAMESPACE_OID, uuid5

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.identity import Audience
from engine.model.case import Actor, Clock
from engine.model.proposals import ProposalState
from engine.model.values import Value
from engine.store.batch import StepBatch
from engine.store.proposals import ProposalRow
from engine.store.rows import OutboxRow
from engine.store.store import Session

PUBLISH = "deploy"
_KINDS = {
    ProposalState.AWAITING: "proposal_awaiting",
    ProposalState.PUBLISHED: "proposal_published",
    ProposalState.REFUSED: "proposal_refused",
}


def tell_publishers(session: Session, row: ProposalRow, *, engine: Engine, clock: Clock) -> None:
    """Tell everybody who may publish a proposal today that it waits; never its proposer."""
    office = Office(session, engine, now=clock())
    groups = tuple(sorted(engine.permissions.groups.get(PUBLISH, ())))
    found = engine.directory.resolve(
        session, Audience(groups=groups), on=office.today, revision=office.revision
    )
    people = [
        each
        for each in found
        if each != row.proposed_by
        and engine.permissions.allows(office, Actor(each), PUBLISH, unit=None)
    ]
    _tell(session, row, people, name=_name_of(office, row.proposed_by), clock=clock)


def tell_proposer(
    session: Session, row: ProposalRow, *, engine: Engine, clock: Clock, by: Actor
) -> None:
    """Tell whoever proposed it that their proposal was published or refused, by whom and why."""
    office = Office(session, engine, now=clock())
    _tell(session, row, (row.proposed_by,), name=_name_of(office, by.person), clock=clock)


def _tell(
    session: Session, row: ProposalRow, people: Iterable[str], *, name: str, clock: Clock
) -> None:
    audience: dict[str, Value] = {
        "people": list(people),
        "groups": [],
        "unit": None,
        "excluded_units": [],
    }
    kind = _KINDS[row.state]
    body: dict[str, Value] = {
        "proposal": row.id,
        "title": row.note,
        "person": name,
        "reason": row.reason or "",
    }
    batch = StepBatch()
    batch.add_message(
        OutboxRow(
            id=str(uuid5(NAMESPACE_OID, f"{row.id}:{kind}")),
            case_id=None,
            created_at=clock(),
            kind=kind,
            audience=audience,
            body=body,
        )
    )
    batch.flush(session)


def _name_of(office: Office, person_id: str) -> str:
    person = office.person(person_id)
    return person_id if person is None else person.name
