"""Random BPMN files without a drawing: any nodes, any flows between them, long names, notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'targetNamespace="http://bpmn.io/schema/bpmn">\n'
)
TAIL = "</bpmn:definitions>\n"
_KINDS = (
    "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent",
    "task", "userTask", "serviceTask", "callActivity", "subProcess", "scriptTask",
    "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway",
)  # fmt: skip
_HOSTS = frozenset({"task", "userTask", "serviceTask", "callActivity", "subProcess"})
_NAMES = st.one_of(
    st.just(""),
    st.text("督导整改核查约谈通知书", min_size=1, max_size=13),
    st.sampled_from(["是", "否", "逾期未报送\n整改方案", "notify 3 units", "要求怎样落实？"]),
)


@dataclass
class _File:
    count: int = 0
    lines: list[str] = field(default_factory=list)

    def id(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"


@st.composite
def files(draw: DrawFn) -> bytes:
    """A file that our reader accepts, whether or not it could be executed."""
    file = _File()
    for _ in range(draw(st.sampled_from([1, 1, 2]))):
        file.lines.append(f'  <bpmn:process id="{file.id("p")}" isExecutable="true">')
        _fill(draw, file, 2)
        file.lines.append("  </bpmn:process>")
    return (HEAD + "\n".join(file.lines) + "\n" + TAIL).encode()


def _fill(draw: DrawFn, file: _File, depth: int) -> None:
    nodes: list[str] = []
    for kind in draw(st.lists(st.sampled_from(_KINDS), max_size=9)):
        id_ = file.id("n")
        nodes.append(id_)
        file.lines.append(f'<bpmn:{kind} id="{id_}" {_named(draw)}>')
        if kind == "subProcess" and depth > 0:
            _fill(draw, file, depth - 1)
        file.lines.append(f"</bpmn:{kind}>")
        if kind in _HOSTS:
            nodes += _guests(draw, file, id_)
    flows = _flows(draw, file, nodes)
    for about in draw(st.lists(st.sampled_from([*nodes, *flows, ""]), max_size=3)):
        note = file.id("t")
        text = draw(st.text("依据《条例》第二十五条", max_size=60))
        file.lines.append(
            f'<bpmn:textAnnotation id="{note}"><bpmn:text>{text}</bpmn:text></bpmn:textAnnotation>'
        )
        if about:
            ends = f'sourceRef="{about}" targetRef="{note}"'
            file.lines.append(f'<bpmn:association id="{file.id("a")}" {ends} />')


def _guests(draw: DrawFn, file: _File, host: str) -> list[str]:
    found = [file.id("b") for _ in range(draw(st.sampled_from([0, 0, 1, 2, 3, 4])))]
    for id_ in found:
        tie = f'attachedToRef="{host}"'
        file.lines.append(f'<bpmn:boundaryEvent id="{id_}" {tie} {_named(draw)} />')
    return found


def _flows(draw: DrawFn, file: _File, nodes: list[str]) -> list[str]:
    if not nodes:
        return []
    ends = [each for each in nodes if not each.startswith("b")]  # no flow leads to an event there
    pairs = list(pairwise(ends)) if draw(st.booleans()) else []
    node, end = st.sampled_from(nodes), st.sampled_from(ends)
    pairs += draw(st.lists(st.tuples(node, end), max_size=10))
    found = []
    for source, target in pairs:
        id_ = file.id("f")
        refs = f'sourceRef="{source}" targetRef="{target}"'
        file.lines.append(f'<bpmn:sequenceFlow id="{id_}" {refs} {_named(draw)} />')
        found.append(id_)
    return found


def _named(draw: DrawFn) -> str:
    name = draw(_NAMES)
    escaped = name.replace("\n", "&#10;")
    return f'name="{escaped}"' if name else ""
