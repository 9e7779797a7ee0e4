"""Where the shipped procedure lies, and its drawing read as rectangles and lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from lxml import etree

from engine.diagram import read_diagram
from engine.diagram.model import Node, Process, Scope

BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"

FOLDER = files("bpmn") / "rectification"
DIAGRAM = (FOLDER / "rectification.bpmn").read_bytes()
TABLE = (FOLDER / "rectification_due.dmn").read_bytes()

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


def process() -> Process:
    return read_diagram(DIAGRAM).processes[0]


def scopes(scope: Scope) -> Iterator[Scope]:
    yield scope
    for node in scope.nodes.values():
        if node.scope is not None:
            yield from scopes(node.scope)


@cache
def nodes() -> dict[str, Node]:
    return {id_: node for scope in scopes(process().scope) for id_, node in scope.nodes.items()}


@cache
def shapes() -> dict[str, Box]:
    return {box.id: box for box in _boxes("BPMNShape", f"{DC}Bounds")}


@cache
def labels() -> tuple[Box, ...]:
    place = f"{BPMNDI}BPMNLabel/{DC}Bounds"
    return (*_boxes("BPMNShape", place), *_boxes("BPMNEdge", place))


@cache
def edges() -> dict[str, Edge]:
    return {
        str(each.get("bpmnElement")): Edge(
            str(each.get("bpmnElement")),
            tuple(
                (float(point.get("x", "")), float(point.get("y", "")))
                for point in each.iterfind(f"{DI}waypoint")
            ),
        )
        for each in etree.fromstring(DIAGRAM).iter(f"{BPMNDI}BPMNEdge")
    }


def _boxes(tag: str, path: str) -> Iterator[Box]:
    for each in etree.fromstring(DIAGRAM).iter(f"{BPMNDI}{tag}"):
        bounds = each.find(path)
        if bounds is not None:
            x, y, width, height = (
                float(bounds.get(name, "")) for name in ("x", "y", "width", "height")
            )
            yield Box(str(each.get("bpmnElement")), x, y, x + width, y + height)
