"""What is drawn: shapes, lines and the places of their names, in pixels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Return the x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Return the y of the lower side."""
        return self.y + self.height

    def moved(self, dx: int, dy: int) -> Box:
        """Return the rectangle elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True, slots=True)
class Shape:
    """The symbol of a node; `label` is the place of a name outside the symbol."""

    id: str
    box: Box
    label: Box | None = None
    marks: tuple[tuple[str, str], ...] = ()
    """Attributes of its BPMNShape, such as isExpanded."""

    def moved(self, dx: int, dy: int) -> Shape:
        """Return the shape elsewhere."""
        label = self.label.moved(dx, dy) if self.label else None
        return replace(self, box=self.box.moved(dx, dy), label=label)


@dataclass(frozen=True, slots=True)
class Line:
    """The line of a sequence flow or an association."""

    id: str
    points: tuple[Point, ...]
    label: Box | None = None

    def moved(self, dx: int, dy: int) -> Line:
        """Return the line elsewhere."""
        label = self.label.moved(dx, dy) if self.label else None
        points = tuple((x + dx, y + dy) for x, y in self.points)
        return replace(self, points=points, label=label)


@dataclass(slots=True)
class Picture:
    """Shapes and lines with the rectangle that holds all of them."""

    shapes: list[Shape] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def add(self, other: Picture, dx: int, dy: int) -> None:
        """Put another picture into this one."""
        self.shapes.extend(each.moved(dx, dy) for each in other.shapes)
        self.lines.extend(each.moved(dx, dy) for each in other.lines)

    def bounds(self) -> Box:
        """Return the smallest rectangle around everything."""
        corners = [
            point for box in self._boxes() for point in ((box.x, box.y), (box.right, box.bottom))
        ] + [point for line in self.lines for point in line.points]
        return around(corners)

    def _boxes(self) -> Iterable[Box]:
        yield from (shape.box for shape in self.shapes)
        yield from (shape.label for shape in self.shapes if shape.label)
        yield from (line.label for line in self.lines if line.label)


def around(points: Iterable[Point]) -> Box:
    """Return the smallest rectangle around points; an empty one at the origin around none."""
    all_ = list(points) or [(0, 0)]
    left, top = min(x for x, _ in all_), min(y for _, y in all_)
    right, bottom = max(x for x, _ in all_), max(y for _, y in all_)
    return Box(left, top, right - left, bottom - top)
