"""Handlers that speak to the public: `publish`, `close_publication`, `answer_objection`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from engine.commands import publications
from engine.commands.call_inputs import optional_text, text_input
from engine.commands.public_record import find_objection
from engine.commands.step import Step
from engine.definitions.deadline_context import deadline_in, instant_of
from engine.model.deadline_values import RESOLUTION
from engine.model.errors import InvalidArgument, InvalidState, NotFound
from engine.model.publications import PublicationKind, PublicationState
from engine.model.surroundings import Call
from engine.model.values import Value
from engine.store.reads import read_case_by_reference
from engine.store.rows import ObjectionRow, PublicationRow

Values = Mapping[str, Value]


def publish(step: Step, call: Call) -> Values:
    """Make a text public under a number; what it supersedes is closed in the same step.

    `objection_until` is a deadline, a day or an instant; without it no objections are taken.
    """
    kind = _kind(text_input(call, "kind"))
    old_name = optional_text(call, "supersedes")
    old = publications.expect_publication(step, old_name) if old_name is not None else None
    row = publications.publish(
        step,
        PublicationRow(
            id=f"{step.case.id}.{call.aid}",
            case_id=step.case.id,
            number=text_input(call, "number"),
            kind=kind.value,
            title=text_input(call, "title"),
            body=text_input(call, "text"),
            content_hash="",
            published_at=step.now,
            objection_until=_until(call),
            supersedes=old.id if old is not None else None,
            source=optional_text(call, "source"),
            source_case=_source_case(step, optional_text(call, "source")),
            basis=optional_text(call, "basis"),
        ),
    )
    if old is not None:
        is_correction = kind is PublicationKind.CORRECTION
        state = PublicationState.CORRECTED if is_correction else PublicationState.SUPERSEDED
        reason = f"由{row.number}{'更正' if is_correction else '替代'}。"
        publications.close(step, old, state, reason=reason, superseded_by=row.id)
    return {
        "publication": row.id,
        "publication_number": row.number,
        "content_hash": row.content_hash,
    }


def close_publication(step: Step, call: Call) -> Values:
    """End, withdraw, or mark as corrected or superseded what was published."""
    row = publications.expect_publication(step, text_input(call, "publication"))
    how = text_input(call, "how")
    if how not in _CLOSED:
        raise InvalidArgument(
            f"close_publication的输入“how”应为{'、'.join(_CLOSED)}之一，现为“{how}”。",
            en=f"Expected 'how' to be one of {', '.join(_CLOSED)}, found '{how}'.",
        )
    publications.close(
        step,
        row,
        PublicationState(how),
        reason=text_input(call, "reason"),
        by=optional_text(call, "by"),
    )
    return {"closed_state": how}


def answer_objection(step: Step, call: Call) -> Values:
    """Answer an objection to what this case published; the holder of the receipt reads it."""
    row = _objection(step, text_input(call, "objection"))
    upheld = call.inputs.get("upheld")
    if not isinstance(upheld, bool):
        raise InvalidArgument(
            "answer_objection的输入“upheld”应为是或否。",
            en="Expected the input 'upheld' of answer_objection to be true or false.",
        )
    answer = text_input(call, "answer")
    step.is_irrevocable = True
    step.turn.batch.put_objection(
        replace(row, state="answered", answer=answer, answered_at=step.now, upheld=upheld)
    )
    data: Values = {
        "objection": row.id,
        "upheld": upheld,
        "hash": hashlib.sha256(answer.encode()).hexdigest(),
    }
    step.record("objection_answered", node=call.node, data=data)
    return {}


_CLOSED = tuple(
    state.value for state in PublicationState if state is not PublicationState.PUBLISHED
)


def _kind(text: str) -> PublicationKind:
    try:
        return PublicationKind(text)
    except ValueError:
        kinds = "、".join(kind.value for kind in PublicationKind)
        raise InvalidArgument(
            f"publish的输入“kind”应为{kinds}之一，现为“{text}”。",
            en=f"Expected 'kind' to be one of {kinds}, found '{text}'.",
        ) from None


def _until(call: Call) -> datetime | None:
    """Return the first instant at which an objection is too late."""
    value = call.inputs.get("objection_until")
    if value is None:
        return None
    deadline = deadline_in(value)
    if deadline is not None:
        return deadline.expires_at
    last = instant_of(value)
    if last is None:
        raise InvalidArgument(
            "publish的输入“objection_until”应为期限值、日期或时刻。",
            en="Expected 'objection_until' to be a deadline, a day or an instant.",
        )
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    return last + RESOLUTION if is_day else last


def _source_case(step: Step, source: str | None) -> str | None:
    """Return the case that what is published comes from: named by its reference, or the opener."""
    if source is not None:
        try:
            return read_case_by_reference(step.turn.session, source).case.id
        except NotFound:
            pass  # a document that no case of ours issued
    return step.case.parent_id


def _objection(step: Step, objection_id: str) -> ObjectionRow:
    row = find_objection(step.turn.session, step.turn.batch, objection_id)
    if row is None or row.case_id != step.case.id:
        raise NotFound(
            "没有对本案公示提出的这件异议。",
            en=f"Expected an objection '{objection_id}' to what this case published.",
        )
    if row.state != "filed":
        raise InvalidState("这件异议已经答复。", en="Expected an objection not answered yet.")
    return row
