"""What happened during one step of a case, in order: the language between engine and store.

Running a case yields effects; commands turn them into projection rows, history events and
outbox messages. `aid` numbers an activity instance within its case and is never used again;
`scope` numbers the scope instance (process, subprocess instance, item of a multi-instance).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from engine.model.values import Value


class Ending(Enum):
    """How an activity instance, a timer or a wait ended."""

    COMPLETED = "completed"
    """It was carried out."""
    FIRED = "fired"
    """Its timer came due."""
    RECEIVED = "received"
    """Its message came."""
    CANCELED = "canceled"
    """Something else made it moot."""


@dataclass(frozen=True, slots=True)
class WorkCreated:
    """A user task waits for a person.

    `item` is the number of its problem item, `part` that of an instance of another multi-instance.
    """

    aid: int
    node: str
    scope: int
    name: str
    assignee: str | None
    groups: tuple[str, ...]
    users: tuple[str, ...]
    unit: str | None
    excluded_units: tuple[str, ...]
    due_at: datetime | None
    deadline: Mapping[str, Value] | None
    item: int | None = None
    part: int | None = None


@dataclass(frozen=True, slots=True)
class WorkChanged:
    """The due date of open work was computed again because a deadline changed."""

    aid: int
    node: str
    due_at: datetime | None
    deadline: Mapping[str, Value] | None


@dataclass(frozen=True, slots=True)
class WorkEnded:
    """Open work is gone: completed by a person or canceled by the process."""

    aid: int
    node: str
    scope: int
    how: Ending


@dataclass(frozen=True, slots=True)
class TimerSet:
    """A timer was armed, or moved when its `aid` is armed already."""

    aid: int
    node: str
    scope: int
    due_at: datetime
    remaining: int | None = None


@dataclass(frozen=True, slots=True)
class TimerEnded:
    """A timer fired or was canceled; a cycle that goes on is followed by a new `TimerSet`."""

    aid: int
    node: str
    how: Ending


@dataclass(frozen=True, slots=True)
class WaitSet:
    """The case waits for a message of this name."""

    aid: int
    node: str
    scope: int
    message: str
    correlation: str | None = None


@dataclass(frozen=True, slots=True)
class WaitEnded:
    """The case waits no longer: the message came, or the wait was canceled."""

    aid: int
    node: str
    message: str
    how: Ending


@dataclass(frozen=True, slots=True)
class FlowTaken:
    """A token passed a sequence flow."""

    flow: str


@dataclass(frozen=True, slots=True)
class ActivityPassed:
    """An activity that needs no person ran (events, gateways and plain tasks are silent)."""

    aid: int
    node: str
    name: str


@dataclass(frozen=True, slots=True)
class HandlerCalled:
    """A service task ran its handler."""

    aid: int
    node: str
    handler: str
    inputs: Mapping[str, Value]
    outputs: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A business rule task evaluated a decision table."""

    aid: int
    node: str
    decision: str
    table_version: str
    inputs: Mapping[str, Value]
    rules: tuple[int, ...]
    result: Value


@dataclass(frozen=True, slots=True)
class MessageThrown:
    """A throw event, send task or end event sent a message out of the case."""

    aid: int
    node: str
    message: str
    payload: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class SignalRaised:
    """An error or escalation was raised; `caught_by` is the boundary event, None if nobody did."""

    kind: str
    code: str
    node: str
    caught_by: str | None


@dataclass(frozen=True, slots=True)
class ScopeOpened:
    """A subprocess, a called process or one instance of a multi-instance began.

    A problem item has its number as `item`; another instance has its own as `part`, and as `item`
    that of the problem item around it. Both are None for what is not repeated.
    """

    scope: int
    node: str
    item: int | None
    part: int | None = None
    variables: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScopeEnded:
    """A scope ended: completed, or canceled by a boundary event or with its case."""

    scope: int
    node: str
    item: int | None
    how: Ending
    part: int | None = None
    view: Mapping[str, Value] = field(default_factory=dict, compare=False, repr=False)
    """What was readable in an item that ended; empty for other scopes."""


@dataclass(frozen=True, slots=True)
class IncidentRaised:
    """An activity could not be carried out; its token waits there until retried or resolved."""

    aid: int
    node: str
    kind: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class IncidentEnded:
    """The activity with an incident was carried out at last, resolved by hand, or canceled."""

    aid: int
    node: str
    how: Ending


@dataclass(frozen=True, slots=True)
class CaseEnded:
    """No token is left; `end` is the end event reached last, `code` its error code or ""."""

    end: str
    code: str = ""


Effect = (
    WorkCreated
    | WorkChanged
    | WorkEnded
    | TimerSet
    | TimerEnded
    | WaitSet
    | WaitEnded
    | FlowTaken
    | ActivityPassed
    | HandlerCalled
    | DecisionMade
    | MessageThrown
    | SignalRaised
    | ScopeOpened
    | ScopeEnded
    | IncidentRaised
    | IncidentEnded
    | CaseEnded
)
