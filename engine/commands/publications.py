"""Publishing, and what becomes of publications, in a step of a case.

A publication changes only in a step of the case that published it: whoever closes one of another
case takes that case into the turn. So its row is held, its history says what happened, and a case
that still takes objections is told by the message `publication_closed`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.commands.indexing import index_publication
from engine.commands.linking import taken_below
from engine.commands.public_record import find_publication
from engine.commands.step import Step
from engine.model.canonical_json import canonical_json
from engine.model.case import CaseStatus
from engine.model.errors import InvalidArgument, InvalidState, NotFound
from engine.model.publications import MAY_BECOME, PublicationState
from engine.model.redaction import masked, personal_data
from engine.model.values import Value
from engine.store.publications import publications_below, publications_of
from engine.store.rows import PublicationRow

PUBLICATION_CLOSED = "publication_closed"
"""The message that a case gets when something it published no longer stands."""


def publish(step: Step, row: PublicationRow) -> PublicationRow:
    """Make something public; raise InvalidArgument for personal data or a number used before."""
    found = personal_data(f"{row.title}\n{row.body}\n{row.basis or ''}\n{row.source or ''}")
    if found:
        raise InvalidArgument(
            f"含有不得公开的{'、'.join(sorted({each.what for each in found}))}，没有公布。",
            en="Expected a text without personal data; nothing was published.",
            code="personal_data",
        )
    if _find(step, row.number) is not None:
        raise InvalidArgument(
            f"文号“{row.number}”已经公布过。", en=f"Expected a new number, found '{row.number}'."
        )
    row = replace(row, content_hash=content_hash(row))
    step.is_irrevocable = True
    step.turn.batch.put_publication(row)
    index_publication(step.turn, step.case, row)
    data: Mapping[str, Value] = {
        "publication": row.id,
        "number": row.number,
        "kind": row.kind,
        "title": row.title,
        "hash": row.content_hash,
        "objection_until": row.objection_until,
        "supersedes": row.supersedes,
        "source": row.source,
    }
    step.record("published", data=data)
    return row


def content_hash(row: PublicationRow) -> str:
    """Return SHA-256, in hexadecimal, of the canonical JSON of what everybody reads."""
    content: Mapping[str, Value] = {
        "number": row.number,
        "kind": row.kind,
        "title": row.title,
        "text": row.body,
        "basis": row.basis,
        "published_at": row.published_at,
        "objection_until": row.objection_until,
    }
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def _find(step: Step, name: str) -> PublicationRow | None:
    return find_publication(step.turn.session, step.turn.batch, name)


def expect_publication(step: Step, name: str) -> PublicationRow:
    """Return a publication by id or number, as it is now that its case is held."""
    found = _find(step, name)
    if found is not None:
        owner_of(step, found)
        found = _find(step, name)
    if found is None:
        raise NotFound(
            f"没有公布过“{name}”。", en=f"Expected a publication '{name}', but there is none."
        )
    return found


def owner_of(step: Step, row: PublicationRow) -> Step:
    """Return the step of the case that published this, holding that case."""
    owner = step.turn.find_case(row.case_id)
    if owner is None:  # the row refers to its case
        raise NotFound(en=f"Expected the case of publication '{row.id}'.")
    return owner


def close(
    step: Step,
    row: PublicationRow,
    state: PublicationState,
    *,
    reason: str,
    by: str | None = None,
    superseded_by: str | None = None,
    decision: str | None = None,
) -> None:
    """Give a publication another state, with the reason that everybody reads.

    Personal data in the reason are masked: a withdrawal must not fail. A state that cannot follow
    raises InvalidState.
    """
    before = PublicationState(row.state)
    if state not in MAY_BECOME[before]:
        raise InvalidState(
            f"{row.number}现为“{before.value}”，不能改为“{state.value}”。",
            en=f"Expected a publication that may become '{state.value}', found '{before.value}'.",
        )
    owner = owner_of(step, row)
    said = masked(reason.strip())
    step.is_irrevocable = owner.is_irrevocable = True
    closed = replace(
        row,
        state=state.value,
        closed_at=step.now,
        closed_reason=said,
        superseded_by=superseded_by or row.superseded_by,
    )
    step.turn.batch.put_publication(closed)
    if state is PublicationState.WITHDRAWN:
        index_publication(step.turn, owner.case, closed)
    data: Mapping[str, Value] = {
        "publication": row.id,
        "number": row.number,
        "reason": said,
        "by": by,
        "superseded_by": superseded_by,
        "decision": decision,
        "case": step.case.id,
    }
    owner.record(
        "publication_closed",
        before={"state": before.value},
        after={"state": state.value},
        data={name: value for name, value in data.items() if value is not None},
    )
    if state is not PublicationState.ENDED:
        _tell(owner, row, state)


def _tell(owner: Step, row: PublicationRow, state: PublicationState) -> None:
    """Let a case that still waits for objections hear that there is nothing to object to."""
    if owner.case.status in (CaseStatus.OPEN.value, CaseStatus.SUSPENDED.value):
        payload: Mapping[str, Value] = {
            "closed_publication": row.number,
            "closed_state": state.value,
        }
        owner.deliver_later(PUBLICATION_CLOSED, payload, correlation=row.id)


def withdraw_publications_of(step: Step, *, reason: str, decision: str) -> tuple[str, ...]:
    """Withdraw all that this case and the cases below it have published; return the numbers.

    For the reversal of a decision (撤销): what was published for it no longer stands, also where it
    was superseded or its period is over. What is withdrawn already stays as it is.
    """
    numbers = []
    for name in _published_below(step):
        current = expect_publication(step, name)
        if current.state != PublicationState.WITHDRAWN.value:
            close(step, current, PublicationState.WITHDRAWN, reason=reason, decision=decision)
            numbers.append(current.number)
    return tuple(numbers)


def _published_below(step: Step) -> Iterator[str]:
    """Yield the ids of what was published by a case, below it, or for one of these cases."""
    stored = () if step.is_new else publications_below(step.turn.session, step.case.id)
    tree = taken_below(step)
    fresh = step.turn.batch.publications.values()  # not in the store yet
    made = (row for row in fresh if row.case_id in tree or row.source_case in tree)
    yield from dict.fromkeys(row.id for row in (*stored, *made))


def withdraw_unfinished(step: Step, reason: str) -> None:
    """Withdraw what a canceled case still takes objections to: nobody would answer them."""
    for row in publications_of(step.turn.session, step.case.id):
        if row.objection_until is not None and row.state == PublicationState.PUBLISHED.value:
            close(step, row, PublicationState.WITHDRAWN, reason=f"案件撤销：{reason}")
