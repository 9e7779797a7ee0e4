"""Read the bytes of a BPMN file into a `Diagram`."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from types import MappingProxyType

from lxml import etree

from engine.diagram.extensions import check_extensions, check_ids
from engine.diagram.model import Diagram, Event, Flow, Node, NodeKind, Process, Scope
from engine.diagram.read_activities import (
    read_call,
    read_handler,
    read_loop,
    read_parameters,
    read_properties,
)
from engine.diagram.read_events import is_interrupting, read_event, read_message
from engine.diagram.read_forms import read_form
from engine.diagram.reading import Reading, documentation, quoted
from engine.diagram.unsupported import PASSED, report_unsupported, unsupported
from engine.diagram.xml import (
    BPMN_DI,
    MAX_BYTES,
    attribute,
    camunda,
    parse_xml,
    part,
    parts,
    reference,
    tag,
    text_of,
)

_KINDS = {kind.value: kind for kind in NodeKind if kind is not NodeKind.UNSUPPORTED}
_KEPT = 64
"""Files of which a process keeps what it read."""
_TRUE = frozenset({"true", "1"})


# A file is read several times on its way from the one who proposes it to the one who publishes it.
@lru_cache(maxsize=_KEPT)
def read_diagram(data: bytes, *, max_bytes: int = MAX_BYTES) -> Diagram:
    """Return the diagram of a BPMN 2.0 file; raise DiagramError for what is none.

    What has no place in a diagram of ours is reported in its `findings`, never silently dropped.
    """
    root = parse_xml(data, max_bytes=max_bytes)
    reading = Reading(root)
    check_ids(reading)
    check_extensions(reading)
    processes = []
    for each in parts(root):
        if tag(each) == "process":
            processes.append(_process(each, reading))
        else:
            report_unsupported(each, reading)
    return Diagram(
        processes=tuple(processes),
        messages=MappingProxyType(dict(reading.messages)),
        target_namespace=attribute(root, "targetNamespace"),
        findings=tuple(reading.findings),
        lines=MappingProxyType(reading.lines),
        has_drawing=next(root.iter(f"{{{BPMN_DI}}}BPMNShape"), None) is not None,
    )


def _process(element: etree._Element, reading: Reading) -> Process:
    if not attribute(element, "id"):
        reading.error("missing_id", element, zh="流程没有标识（id）。", en="A process has no id.")
    return Process(
        id=attribute(element, "id"),
        name=attribute(element, "name"),
        is_executable=attribute(element, "isExecutable").lower() in _TRUE,
        scope=_scope(element, reading),
        documentation=documentation(element),
        properties=read_properties(element, reading),
        lanes=MappingProxyType(_lanes(element)),
        starter_groups=camunda(element, "candidateStarterGroups"),
        starter_users=camunda(element, "candidateStarterUsers"),
    )


def _lanes(element: etree._Element) -> dict[str, str]:
    """Return the innermost lane of each node."""
    found: dict[str, str] = {}
    for holder in (*parts(element, "laneSet"), *parts(element, "childLaneSet")):
        for lane in parts(holder, "lane"):
            inside = {text_of(ref): attribute(lane, "name") for ref in parts(lane, "flowNodeRef")}
            found |= inside | _lanes(lane)
    return found


def _scope(element: etree._Element, reading: Reading) -> Scope:
    children = [each for each in parts(element) if tag(each) not in PASSED]
    flows = _flows(children, reading)
    ends = _Ends(flows)
    nodes: dict[str, Node] = {}
    for each in children:
        if tag(each) == "sequenceFlow":
            continue
        if _is_named(each, reading):
            node = _node(each, ends, reading)
            nodes.setdefault(node.id, node)
    return Scope(attribute(element, "id"), MappingProxyType(nodes), MappingProxyType(flows))


class _Ends:
    """The flows at each node, in the order of the document."""

    def __init__(self, flows: dict[str, Flow]) -> None:
        self.incoming: defaultdict[str, list[str]] = defaultdict(list)
        self.outgoing: defaultdict[str, list[str]] = defaultdict(list)
        for flow in flows.values():
            self.incoming[flow.target].append(flow.id)
            self.outgoing[flow.source].append(flow.id)


def _is_named(element: etree._Element, reading: Reading) -> bool:
    if attribute(element, "id"):
        return True
    zh, en = f"元素{tag(element)}没有标识（id）。", f"A {tag(element)} has no id."
    reading.error("missing_id", element, zh=zh, en=en)
    return False


def _flows(children: list[etree._Element], reading: Reading) -> dict[str, Flow]:
    defaults = {reference(each, "default") for each in children} - {""}
    flows: dict[str, Flow] = {}
    for each in children:
        if tag(each) != "sequenceFlow" or not _is_named(each, reading):
            continue
        condition = part(each, "conditionExpression")
        flow = Flow(
            id=attribute(each, "id"),
            source=reference(each, "sourceRef"),
            target=reference(each, "targetRef"),
            name=attribute(each, "name"),
            condition=text_of(condition),
            is_default=attribute(each, "id") in defaults,
        )
        if condition is not None and not flow.condition:
            reading.error(
                "empty_condition",
                each,
                zh="连线的条件是空的。",
                en="The condition of the flow is empty.",
            )
        flows.setdefault(flow.id, flow)
    for each in children:
        default = reference(each, "default")
        if default and (default not in flows or flows[default].source != attribute(each, "id")):
            reading.error(
                "bad_default_flow",
                each,
                zh=f"默认连线“{quoted(default)}”不是从这里出去的连线。",
                en=f"The default flow '{quoted(default)}' does not leave this node.",
            )
    return flows


def _node(element: etree._Element, ends: _Ends, reading: Reading) -> Node:
    name, node_id = tag(element), attribute(element, "id")
    kind = _KINDS.get(name, NodeKind.UNSUPPORTED)
    if unsupported(element):
        kind = NodeKind.UNSUPPORTED
        report_unsupported(element, reading)
    properties = read_properties(element, reading)
    is_subprocess = kind is NodeKind.SUBPROCESS
    return Node(
        id=node_id,
        kind=kind,
        name=attribute(element, "name"),
        tag=name,
        documentation=documentation(element),
        incoming=tuple(ends.incoming[node_id]),
        outgoing=tuple(ends.outgoing[node_id]),
        event=_event(element, kind, reading),
        attached_to=reference(element, "attachedToRef"),
        is_interrupting=is_interrupting(element),
        form=read_form(element, reading),
        assignee=camunda(element, "assignee"),
        candidate_groups=camunda(element, "candidateGroups"),
        candidate_users=camunda(element, "candidateUsers"),
        due_date=camunda(element, "dueDate"),
        handler=read_handler(element, reading),
        decision=camunda(element, "decisionRef"),
        result_variable=camunda(element, "resultVariable"),
        result_shape=camunda(element, "mapDecisionResult"),
        call=read_call(element, reading) if kind is NodeKind.CALL_ACTIVITY else None,
        loop=read_loop(element, properties),
        inputs=read_parameters(element, "inputParameter", reading),
        outputs=read_parameters(element, "outputParameter", reading),
        properties=properties,
        scope=_scope(element, reading) if is_subprocess else None,
    )


def _event(element: etree._Element, kind: NodeKind, reading: Reading) -> Event | None:
    match kind:
        case (
            NodeKind.START_EVENT
            | NodeKind.END_EVENT
            | NodeKind.CATCH_EVENT
            | NodeKind.THROW_EVENT
            | NodeKind.BOUNDARY_EVENT
        ):
            return read_event(element, reading)
        case NodeKind.RECEIVE_TASK:
            return read_message(element, element, reading)
        case NodeKind.SEND_TASK if attribute(element, "messageRef"):
            return read_message(element, element, reading)
    return None
