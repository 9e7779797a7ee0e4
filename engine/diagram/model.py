"""What a diagram says, read once from its XML into frozen values.

The linter judges these values, `engine.spiff` compiles them, pages draw from them. Texts of
expressions are kept as written; `engine.feel.parse` accepts their wrappers (`=…`, `${…}`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from engine.diagram.findings import Finding
from engine.model.forms import Form

NOTHING: Mapping[str, str] = MappingProxyType({})
NO_LINES: Mapping[str, int] = MappingProxyType({})


class NodeKind(Enum):
    """The flow nodes that are executed; everything else is a finding of the linter."""

    START_EVENT = "startEvent"
    END_EVENT = "endEvent"
    CATCH_EVENT = "intermediateCatchEvent"
    THROW_EVENT = "intermediateThrowEvent"
    BOUNDARY_EVENT = "boundaryEvent"
    TASK = "task"
    USER_TASK = "userTask"
    MANUAL_TASK = "manualTask"
    SERVICE_TASK = "serviceTask"
    BUSINESS_RULE_TASK = "businessRuleTask"
    SEND_TASK = "sendTask"
    RECEIVE_TASK = "receiveTask"
    EXCLUSIVE_GATEWAY = "exclusiveGateway"
    PARALLEL_GATEWAY = "parallelGateway"
    INCLUSIVE_GATEWAY = "inclusiveGateway"
    EVENT_BASED_GATEWAY = "eventBasedGateway"
    SUBPROCESS = "subProcess"
    CALL_ACTIVITY = "callActivity"
    UNSUPPORTED = "unsupported"


class EventKind(Enum):
    """The event definitions that are executed."""

    NONE = "none"
    TIMER = "timer"
    MESSAGE = "message"
    ERROR = "error"
    ESCALATION = "escalation"
    TERMINATE = "terminate"
    UNSUPPORTED = "unsupported"


class TimerKind(Enum):
    """The three children of a timer event definition."""

    DATE = "timeDate"
    DURATION = "timeDuration"
    CYCLE = "timeCycle"


@dataclass(frozen=True, slots=True)
class Event:
    """One event definition.

    `reference` is the message name, or the error or escalation code ("" catches every code).
    `tag` is the element name as written, e.g. `signalEventDefinition`, for findings.
    """

    kind: EventKind
    reference: str = ""
    timer: TimerKind | None = None
    expression: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Loop:
    """Multi-instance characteristics (`camunda:collection`, `camunda:elementVariable`)."""

    is_sequential: bool
    collection: str = ""
    element: str = ""
    cardinality: str = ""
    completion: str = ""
    output_collection: str = ""
    output_element: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """What a call activity calls; mappings are (source expression, target name)."""

    process: str
    inputs: tuple[tuple[str, str], ...] = ()
    outputs: tuple[tuple[str, str], ...] = ()
    all_in: bool = False
    all_out: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow inside one scope."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A flow node with everything we read of it.

    `tag` is the element name as written. `properties` are the `camunda:property` values.
    `inputs` and `outputs` are `camunda:inputParameter` / `outputParameter` as (name, expression).
    `event` is the event definition of an event (kind NONE where it has none), and the message of a
    send or receive task that refers to one. `incoming` and `outgoing` are flow ids in the order of
    the document.
    """

    id: str
    kind: NodeKind
    name: str = ""
    tag: str = ""
    documentation: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    event: Event | None = None
    attached_to: str = ""
    is_interrupting: bool = True
    form: Form | None = None
    assignee: str = ""
    candidate_groups: str = ""
    candidate_users: str = ""
    due_date: str = ""
    handler: str = ""
    decision: str = ""
    result_variable: str = ""
    result_shape: str = ""
    call: Call | None = None
    loop: Loop | None = None
    inputs: tuple[tuple[str, str], ...] = ()
    outputs: tuple[tuple[str, str], ...] = ()
    properties: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The nodes and flows directly inside a process or subprocess, in document order."""

    id: str
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]


@dataclass(frozen=True, slots=True)
class Process:
    """One `bpmn:process`; its id is the process definition key.

    `lanes` is node id → lane name. `starter_groups` and `starter_users` are the comma lists of
    `camunda:candidateStarterGroups` and `candidateStarterUsers`.
    """

    id: str
    name: str
    is_executable: bool
    scope: Scope
    documentation: str = ""
    properties: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    lanes: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    starter_groups: str = ""
    starter_users: str = ""


@dataclass(frozen=True, slots=True)
class Diagram:
    """One BPMN file: its processes in document order and the messages it declares (id → name).

    `findings` are what was noticed while reading, such as constructs that have no place in these
    values; `lines` is element id → line. `has_drawing` tells whether there are shapes to show.
    """

    processes: tuple[Process, ...]
    messages: Mapping[str, str]
    target_namespace: str = ""
    findings: tuple[Finding, ...] = ()
    lines: Mapping[str, int] = field(default_factory=lambda: NO_LINES)
    has_drawing: bool = True

    def process(self, key: str) -> Process | None:
        """Return the process with this id, or None."""
        return next((process for process in self.processes if process.id == key), None)
