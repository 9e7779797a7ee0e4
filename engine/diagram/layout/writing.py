"""The drawing as text: BPMN DI in the prefixes of the file, every number an integer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from lxml import etree

from engine.diagram.layout.picture import Box, Line, Picture, Shape
from engine.diagram.xml import BPMN_DI

_DC = "http://www.omg.org/spec/DD/20100524/DC"
_DI = "http://www.omg.org/spec/DD/20100524/DI"


@dataclass(frozen=True, slots=True)
class Names:
    """The prefixes of the drawing's elements, with their colon, and the ids taken already."""

    bpmndi: str
    dc: str
    di: str
    declared: str
    """Declarations of the prefixes that the file does not have."""
    taken: frozenset[str]

    @classmethod
    def of(cls, root: etree._Element) -> Names:
        """Return the names for a file."""
        known = {uri: prefix for prefix, uri in root.nsmap.items() if prefix}
        wanted = {"bpmndi": BPMN_DI, "dc": _DC, "di": _DI}
        missing = {prefix: uri for prefix, uri in wanted.items() if uri not in known}
        found = {prefix: known.get(uri, prefix) + ":" for prefix, uri in wanted.items()}
        declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in missing.items())
        kept = [
            each
            for each in root.iter("*")
            if not any(etree.QName(up).namespace == BPMN_DI for up in (each, *each.iterancestors()))
        ]
        taken = frozenset(str(each.get("id")) for each in kept if each.get("id"))
        return cls(found["bpmndi"], found["dc"], found["di"], declared, taken)

    def id_of(self, wanted: str) -> str:
        """Return an id that nothing else in the file has."""
        while wanted in self.taken:
            wanted += "_"
        return quoteattr(wanted)


def write_picture(process: str, picture: Picture, names: Names) -> str:
    """Return the BPMNDiagram element of a process, without the blanks before and behind it."""
    return "\n".join(_lines(process, picture, names)).lstrip()


def _lines(process: str, picture: Picture, names: Names) -> Iterator[str]:
    di = names.bpmndi
    diagram, plane = names.id_of(f"Diagram_{process}"), names.id_of(f"Plane_{process}")
    yield f"  <{di}BPMNDiagram{names.declared} id={diagram}>"
    yield f"    <{di}BPMNPlane id={plane} bpmnElement={quoteattr(process)}>"
    for shape in picture.shapes:
        yield from _shape(shape, names)
    for line in picture.lines:
        yield from _line(line, names)
    yield f"    </{di}BPMNPlane>"
    yield f"  </{di}BPMNDiagram>"


def _shape(shape: Shape, names: Names) -> Iterator[str]:
    marks = "".join(f' {name}="{value}"' for name, value in shape.marks)
    yield f"      <{names.bpmndi}BPMNShape {_of(shape.id, names)}{marks}>"
    yield f"        {_bounds(shape.box, names)}"
    if shape.label:
        yield from _label(shape.label, names)
    yield f"      </{names.bpmndi}BPMNShape>"


def _line(line: Line, names: Names) -> Iterator[str]:
    yield f"      <{names.bpmndi}BPMNEdge {_of(line.id, names)}>"
    for x, y in line.points:
        yield f'        <{names.di}waypoint x="{x}" y="{y}" />'
    if line.label:
        yield from _label(line.label, names)
    yield f"      </{names.bpmndi}BPMNEdge>"


def _of(element: str, names: Names) -> str:
    return f"id={names.id_of(f'{element}_di')} bpmnElement={quoteattr(element)}"


def _label(box: Box, names: Names) -> Iterator[str]:
    yield f"        <{names.bpmndi}BPMNLabel>"
    yield f"          {_bounds(box, names)}"
    yield f"        </{names.bpmndi}BPMNLabel>"


def _bounds(box: Box, names: Names) -> str:
    place = f'x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}"'
    return f"<{names.dc}Bounds {place} />"
