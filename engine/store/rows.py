"""The rows of a case and what is projected from it, as values.

Fields have the names of the columns and their order, so that a row from the driver becomes a
value without a look-up. Instants are aware, in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.model.values import Value


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case: what it is about, its engine state, and the head of its history."""

    id: str
    reference: str | None
    definition_id: str
    key: str
    unit: str | None
    title: str
    status: str
    state: bytes
    version: int
    opened_at: datetime
    opened_by: str
    ended_at: datetime | None = None
    end_code: str | None = None
    suspended_at: datetime | None = None
    parent_id: str | None = None
    parent_aid: int | None = None
    head_seq: int = 0
    head_hash: bytes = b""
    undo: bytes | None = None
    due_at: datetime | None = None
    on_time: bool | None = None


@dataclass(frozen=True, slots=True)
class WorkRow:
    """Open work: a user task that waits for a person.

    `item` is the number of its problem item; `part` says which one of several it is otherwise.
    At `mark_at` a worker looks whether something is to be said of the due date.
    """

    id: str
    case_id: str
    aid: int
    node: str
    scope: int
    item: int | None
    name: str
    unit: str | None
    excluded_units: tuple[str, ...]
    groups: tuple[str, ...]
    users: tuple[str, ...]
    assignee: str | None
    owner: str | None
    status: str
    due_at: datetime | None
    deadline: Mapping[str, Value] | None
    created_at: datetime
    part: int | None = None
    mark_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TimerRow:
    """A timer of a diagram (`bpmn`) or the next try of an incident (`retry`).

    `id` is given by the store when the row is inserted; of two timers due together the one with
    the lower id fires first.
    """

    case_id: str
    aid: int
    node: str
    scope: int
    kind: str
    due_at: datetime
    paused: bool = False
    remaining: int | None = None
    claimed_until: datetime | None = None
    claimed_by: str | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class WaitRow:
    """A case waits for a message of this name."""

    case_id: str
    aid: int
    node: str
    scope: int
    message: str
    correlation: str | None = None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A problem item: item `number` of one run (`batch`) of a multi-instance.

    `scope` is None until the multi-instance has begun; `unit` is that of the case.
    """

    id: str
    case_id: str
    node: str
    batch: int
    number: int
    scope: int | None
    title: str
    kind: str | None
    severity: str | None
    demand: str | None
    source: str | None
    owner: str | None
    person: str | None
    status: str
    round: int
    due_at: datetime | None
    extensions: int
    measures: str | None
    progress: str | None
    evidence: int
    escalation: str | None
    opened_at: datetime
    verified_at: datetime | None = None
    verified_by: tuple[str, ...] = ()
    ended_at: datetime | None = None
    on_time: bool | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An activity that could not be carried out; open while `ended_at` is None."""

    id: str
    case_id: str
    aid: int
    node: str
    kind: str
    zh: str
    en: str
    raised_at: datetime
    attempts: int = 0
    retry_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    resolution: str | None = None


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """Something made public; its words never change, only its state.

    `objection_until` is the first instant at which an objection is too late; None where none is
    taken. `source_case` is the case that what was published comes from.
    """

    id: str
    case_id: str
    number: str
    kind: str
    title: str
    body: str
    content_hash: str
    published_at: datetime
    objection_until: datetime | None = None
    state: str = "published"
    closed_at: datetime | None = None
    closed_reason: str | None = None
    supersedes: str | None = None
    superseded_by: str | None = None
    source: str | None = None
    source_case: str | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """What somebody of the public objected, and what was answered."""

    id: str
    publication_id: str
    case_id: str
    text: str
    contact: str | None
    filed_at: datetime
    receipt_hash: bytes
    state: str = "filed"
    answer: str | None = None
    answered_at: datetime | None = None
    upheld: bool | None = None


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """Something to be said outside, written with the step that gave rise to it."""

    id: str
    case_id: str | None
    created_at: datetime
    kind: str
    audience: Value
    body: Value
    status: str = "pending"
    attempts: int = 0
    next_at: datetime | None = None
    claimed_by: str | None = None


@dataclass(frozen=True, slots=True)
class KeptResult:
    """What a command answered to a request with an idempotency key."""

    person: str
    key: str
    command: str
    request_hash: bytes
    result: Value
    created_at: datetime
