"""A drawing read as rectangles and lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from lxml import etree

from engine.diagram import read_diagram
from engine.diagram.model import Flow, Node, NodeKind, Process, Scope
from engine.diagram.scopes import all_scopes

BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the drawing."""

    id: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )

    def touches(self, point: Point) -> bool:
        """Say whether a point lies on the border."""
        x, y = point
        within_x, within_y = self.left <= x <= self.right, self.top <= y <= self.bottom
        return (x in (self.left, self.right) and within_y) or (
            y in (self.top, self.bottom) and within_x
        )


@dataclass(frozen=True, slots=True)
class Edge:
    """A line of the drawing."""

    id: str
    points: tuple[Point, ...]

    def segments(self) -> Iterator[Box]:
        """Yield each piece as a rectangle without breadth."""
        for (x1, y1), (x2, y2) in pairwise(self.points):
            yield Box(self.id, min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


class Drawing:
    """A diagram with its drawing."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def _root(self) -> etree._Element:
        return etree.fromstring(self.data)

    @cached_property
    def processes(self) -> tuple[Process, ...]:
        return read_diagram(self.data).processes

    @cached_property
    def scopes(self) -> tuple[Scope, ...]:
        return tuple(scope for each in self.processes for scope in all_scopes(each.scope))

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        return {id_: node for scope in self.scopes for id_, node in scope.nodes.items()}

    @cached_property
    def flows(self) -> Mapping[str, Flow]:
        return {id_: flow for scope in self.scopes for id_, flow in scope.flows.items()}

    @cached_property
    def containers(self) -> frozenset[str]:
        kind = NodeKind.SUBPROCESS
        return frozenset(id_ for id_, node in self.nodes.items() if node.kind is kind)

    @cached_property
    def shapes(self) -> Mapping[str, Box]:
        return {box.id: box for box in self._boxes("BPMNShape", f"{DC}Bounds")}

    @cached_property
    def labels(self) -> tuple[Box, ...]:
        place = f"{BPMNDI}BPMNLabel/{DC}Bounds"
        return (*self._boxes("BPMNShape", place), *self._boxes("BPMNEdge", place))

    @cached_property
    def edges(self) -> Mapping[str, Edge]:
        return {
            str(each.get("bpmnElement")): Edge(
                str(each.get("bpmnElement")),
                tuple(
                    (float(point.get("x", "")), float(point.get("y", "")))
                    for point in each.iterfind(f"{DI}waypoint")
                ),
            )
            for each in self._root.iter(f"{BPMNDI}BPMNEdge")
        }

    def _boxes(self, tag: str, path: str) -> Iterator[Box]:
        for each in self._root.iter(f"{BPMNDI}{tag}"):
            bounds = each.find(path)
            if bounds is not None:
                x, y, width, height = (
                    float(bounds.get(name, "")) for name in ("x", "y", "width", "height")
                )
                yield Box(str(each.get("bpmnElement")), x, y, x + width, y + height)
