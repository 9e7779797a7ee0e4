"""Write small BPMN files readably.

    bpmn(
        start(),
        user("draft", groups="officer"),
        exclusive("ok", default="f_ok_draft"),
        end(),
        path("start", "draft", "ok"),
        flow("ok", "end", "approved"),
        flow("ok", "draft"),
    )

Pieces are texts; those made by `form`, `properties`, `inputs` and the like are gathered into one
`extensionElements` of the element they are given to. Flows are named `f_source_target`.
"""

from __future__ import annotations

from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

SPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_DRAWING = '<bpmndi:BPMNDiagram><bpmndi:BPMNPlane><bpmndi:BPMNShape bpmnElement="{}"/></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'


class Extension(str):
    """A piece that belongs into `extensionElements`."""

    __slots__ = ()


def element(tag: str, *inside: str, **attributes: str) -> str:
    """Write an element; empty attributes are left out, `camunda_x` becomes `camunda:x`."""
    written = "".join(
        f" {name.replace('camunda_', 'camunda:').rstrip('_')}={quoteattr(value)}"
        for name, value in attributes.items()
        if value
    )
    extensions = "".join(each for each in inside if isinstance(each, Extension))
    rest = "".join(each for each in inside if not isinstance(each, Extension))
    if extensions:
        rest = f"<extensionElements>{extensions}</extensionElements>{rest}"
    return f"<{tag}{written}>{rest}</{tag}>"


def bpmn(*inside: str, key: str = "p", root: str = "", is_drawn: bool = True) -> bytes:
    """Write a file with one executable process; `root` stands beside it."""
    return definitions(process(key, *inside), root, is_drawn=is_drawn)


def definitions(*inside: str, is_drawn: bool = True) -> bytes:
    """Write a file from its processes, messages, errors and escalations."""
    drawing = _DRAWING.format("p") if is_drawn else ""
    body = "".join(inside)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<definitions {SPACES} id="defs" targetNamespace="urn:test">{body}{drawing}</definitions>'
    ).encode()


def process(key: str, *inside: str, **attributes: str) -> str:
    return element("process", *inside, **{"id": key, "isExecutable": "true", **attributes})


# ------------------------------------------------------------------------------------- flows


def flow(source: str, target: str, condition: str = "", *, id_: str = "") -> str:
    """Write a sequence flow, named `f_source_target` unless `id_` is given."""
    inside = element("conditionExpression", escape(condition)) if condition else ""
    name = id_ or f"f_{source}_{target}"
    return element("sequenceFlow", inside, id=name, sourceRef=source, targetRef=target)


def path(*nodes: str) -> str:
    """Write the flows from node to node."""
    return "".join(flow(a, b) for a, b in pairwise(nodes))


# ------------------------------------------------------------------------------------- nodes


def start(id_: str = "start", *inside: str) -> str:
    return element("startEvent", *inside, id=id_)


def end(id_: str = "end", *inside: str) -> str:
    return element("endEvent", *inside, id=id_)


def user(
    id_: str,
    *inside: str,
    groups: str = "",
    assignee: str = "",
    users: str = "",
    due: str = "",
) -> str:
    return element(
        "userTask",
        *inside,
        id=id_,
        name=f"办理{id_}",
        camunda_candidateGroups=groups,
        camunda_assignee=assignee,
        camunda_candidateUsers=users,
        camunda_dueDate=due,
    )


def service(id_: str, topic: str, *inside: str, result: str = "") -> str:
    return element(
        "serviceTask",
        *inside,
        id=id_,
        camunda_type="external" if topic else "",
        camunda_topic=topic,
        camunda_resultVariable=result,
    )


def rule(id_: str, decision: str, *inside: str, result: str = "", shape: str = "") -> str:
    return element(
        "businessRuleTask",
        *inside,
        id=id_,
        camunda_decisionRef=decision,
        camunda_resultVariable=result,
        camunda_mapDecisionResult=shape,
    )


def task(id_: str, *inside: str) -> str:
    return element("task", *inside, id=id_)


def send(id_: str, message_id: str, *inside: str) -> str:
    return element("sendTask", *inside, id=id_, messageRef=message_id)


def receive(id_: str, message_id: str, *inside: str) -> str:
    return element("receiveTask", *inside, id=id_, messageRef=message_id)


def call(id_: str, key: str, *inside: str) -> str:
    return element("callActivity", *inside, id=id_, calledElement=key)


def subprocess(id_: str, *inside: str, **attributes: str) -> str:
    return element("subProcess", *inside, id=id_, **attributes)


def exclusive(id_: str, *, default: str = "") -> str:
    return element("exclusiveGateway", id=id_, default=default)


def inclusive(id_: str, *, default: str = "") -> str:
    return element("inclusiveGateway", id=id_, default=default)


def parallel(id_: str) -> str:
    return element("parallelGateway", id=id_)


def event_gateway(id_: str) -> str:
    return element("eventBasedGateway", id=id_)


def catch(id_: str, *inside: str) -> str:
    return element("intermediateCatchEvent", *inside, id=id_)


def throw(id_: str, *inside: str) -> str:
    return element("intermediateThrowEvent", *inside, id=id_)


def boundary(id_: str, host: str, *inside: str, interrupts: bool = True) -> str:
    cancel = "" if interrupts else "false"
    return element("boundaryEvent", *inside, id=id_, attachedToRef=host, cancelActivity=cancel)


# ------------------------------------------------------------------------ events and loops


def timer(*, duration: str = "", date: str = "", cycle: str = "") -> str:
    given = (("timeDuration", duration), ("timeDate", date), ("timeCycle", cycle))
    inside = (element(tag, escape(text)) for tag, text in given if text)
    return element("timerEventDefinition", *inside)


def of_message(message_id: str) -> str:
    return element("messageEventDefinition", messageRef=message_id)


def of_error(error_id: str = "") -> str:
    return element("errorEventDefinition", errorRef=error_id)


def of_escalation(escalation_id: str = "") -> str:
    return element("escalationEventDefinition", escalationRef=escalation_id)


def terminate() -> str:
    return element("terminateEventDefinition")


def message(id_: str, name: str) -> str:
    return element("message", id=id_, name=name)


def error(id_: str, code: str) -> str:
    return element("error", id=id_, errorCode=code)


def escalation(id_: str, code: str) -> str:
    return element("escalation", id=id_, escalationCode=code)


def many(
    *,
    collection: str = "",
    element_variable: str = "",
    cardinality: str = "",
    completion: str = "",
    is_sequential: bool = False,
) -> str:
    """Write multi-instance characteristics."""
    return element(
        "multiInstanceLoopCharacteristics",
        element("loopCardinality", escape(cardinality)) if cardinality else "",
        element("completionCondition", escape(completion)) if completion else "",
        isSequential="true" if is_sequential else "",
        camunda_collection=collection,
        camunda_elementVariable=element_variable,
    )


# -------------------------------------------------------------------------------- extensions


def properties(**values: str) -> Extension:
    inside = (element("camunda:property", name=n, value=v) for n, v in values.items())
    return Extension(element("camunda:properties", *inside))


def parameters(
    inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None
) -> Extension:
    """Write `camunda:inputOutput`."""
    given = (("inputParameter", inputs or {}), ("outputParameter", outputs or {}))
    inside = (
        element(f"camunda:{tag}", escape(text), name=name)
        for tag, values in given
        for name, text in values.items()
    )
    return Extension(element("camunda:inputOutput", *inside))


def mapping(direction: str, **attributes: str) -> Extension:
    """Write `camunda:in` or `camunda:out` of a call activity."""
    return Extension(element(f"camunda:{direction}", **attributes))


def form(*fields: str) -> Extension:
    return Extension(element("camunda:formData", *fields))


def field(
    id_: str,
    kind: str = "string",
    *,
    label: str = "",
    default: str = "",
    constraints: dict[str, str] | None = None,
    choices: dict[str, str] | None = None,
    hints: dict[str, str] | None = None,
) -> str:
    """Write a form field; `hints` are its `camunda:property` values by id."""
    shown = (element("camunda:property", id=n, value=v) for n, v in (hints or {}).items())
    rules = (
        element("camunda:constraint", name=name, config=config)
        for name, config in (constraints or {}).items()
    )
    return element(
        "camunda:formField",
        element("camunda:properties", *shown) if hints else "",
        element("camunda:validation", *rules) if constraints else "",
        *(element("camunda:value", id=v, name=n) for v, n in (choices or {}).items()),
        id=id_,
        type=kind,
        label=label,
        defaultValue=default,
    )
