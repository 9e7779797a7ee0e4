"""Random diagrams built of blocks, so that each can be run to its end."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from engine.diagram import is_deployable, lint_diagram
from engine.diagram.model import Loop, Node, TimerKind
from engine.spiff import Compiled, compile_process
from tests.execution.drawing import diagram, error, escalation, message, node, scope, timer


@dataclass
class Sheet:
    """The nodes and flows drawn so far in one scope."""

    names: list[int]
    nodes: list[Node] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)

    def add(self, kind: str, event: object = None, **more: object) -> str:
        self.names[0] += 1
        name = f"{kind}{self.names[0]}"
        self.nodes.append(node(kind, name, event, **more))  # type: ignore[arg-type]
        return name

    def flow(self, source: str, target: str, rest: str = "") -> None:
        self.flows.append(f"{source} > {target}{rest}")


Ends = tuple[str, str]


@st.composite
def diagrams(draw: DrawFn) -> Compiled:
    """A linted process of up to three nested blocks deep."""
    sheet = Sheet([0])
    _fill(draw, sheet, 3)
    drawn = diagram(sheet.nodes, *sheet.flows)
    assert is_deployable(lint_diagram(drawn)), lint_diagram(drawn)
    return compile_process(drawn, "p")


def _fill(draw: DrawFn, sheet: Sheet, depth: int) -> None:
    start = sheet.add("start")
    first, last = _block(draw, sheet, depth)
    end = sheet.add("end")
    sheet.flow(start, first)
    sheet.flow(last, end)


def _block(draw: DrawFn, sheet: Sheet, depth: int) -> Ends:
    kinds = ["user", "watched", "task", "timer", "message"]
    if depth > 0:
        kinds += ["sequence", "sequence", "xor", "and", "or", "loop", "sub", "items", "race"]
    kind = draw(st.sampled_from(kinds))
    return _BLOCKS[kind](draw, sheet, depth - 1)


def _user(_draw: DrawFn, sheet: Sheet, _depth: int) -> Ends:
    name = sheet.add("user")
    return name, name


def _task(_draw: DrawFn, sheet: Sheet, _depth: int) -> Ends:
    name = sheet.add("task")
    return name, name


def _timer(_draw: DrawFn, sheet: Sheet, _depth: int) -> Ends:
    name = sheet.add("catch", timer("P1D"))
    return name, name


def _message(_draw: DrawFn, sheet: Sheet, _depth: int) -> Ends:
    name = sheet.add("catch", message("m"))
    return name, name


def _watched(draw: DrawFn, sheet: Sheet, _depth: int) -> Ends:
    name = sheet.add("user")
    after = sheet.add("xor")
    sheet.flow(name, after)
    cycle = draw(st.booleans())
    watch = timer("R2/P1D", TimerKind.CYCLE) if cycle else timer("P2D")
    border = sheet.add("boundary", watch, attached_to=name, is_interrupting=not cycle)
    if cycle:
        sheet.flow(border, sheet.add("task"))
    else:
        sheet.flow(border, after)
    return name, after


def _sequence(draw: DrawFn, sheet: Sheet, depth: int) -> Ends:
    first, middle = _block(draw, sheet, depth)
    following, last = _block(draw, sheet, depth)
    sheet.flow(middle, following)
    return first, last


def _split(draw: DrawFn, sheet: Sheet, depth: int, kind: str) -> Ends:
    split, join = sheet.add(kind), sheet.add(kind)
    count = draw(st.integers(2, 3))
    for number in range(count):
        first, last = _block(draw, sheet, depth)
        if kind == "and":
            rest = ""
        else:
            rest = " else" if number == count - 1 else f" if modulo(step, {number + 2}) = 0"
        sheet.flow(split, first, rest)
        sheet.flow(last, join)
    return split, join


def _xor(draw: DrawFn, sheet: Sheet, depth: int) -> Ends:
    return _split(draw, sheet, depth, "xor")


def _and(draw: DrawFn, sheet: Sheet, depth: int) -> Ends:
    return _split(draw, sheet, depth, "and")


def _or(draw: DrawFn, sheet: Sheet, depth: int) -> Ends:
    return _split(draw, sheet, depth, "or")


def _loop(draw: DrawFn, sheet: Sheet, depth: int) -> Ends:
    begin, decide = sheet.add("xor"), sheet.add("xor")
    task = sheet.add("user")  # no loop without a wait
    first, last = _block(draw, sheet, depth)
    sheet.flow(begin, task)
    sheet.flow(task, first)
    sheet.flow(last, decide)
    sheet.flow(decide, begin, " if modulo(step, 3) = 0")
    out = sheet.add("task")
    sheet.flow(decide, out, " else")
    return begin, out


def _race(draw: DrawFn, sheet: Sheet, depth: int) -> Ends:
    gate, merge = sheet.add("race"), sheet.add("xor")
    for event in (message("m"), timer("P1D"), timer("P3D")):
        catch = sheet.add("catch", event)
        sheet.flow(gate, catch)
        sheet.flow(catch, merge)
    first, last = _block(draw, sheet, depth)
    sheet.flow(merge, first)
    return gate, last


def _sub(draw: DrawFn, sheet: Sheet, depth: int) -> Ends:
    return _inside(draw, sheet, depth, None)


def _items(draw: DrawFn, sheet: Sheet, depth: int) -> Ends:
    one_by_one = draw(st.booleans())
    count = draw(st.integers(0, 3))
    loop = Loop(one_by_one, collection=str(list(range(count))), element="item")
    return _inside(draw, sheet, depth, loop)


def _inside(draw: DrawFn, sheet: Sheet, depth: int, loop: Loop | None) -> Ends:
    inner = Sheet(sheet.names)
    _fill(draw, inner, depth)
    event = draw(st.sampled_from(["none", "error", "escalation", "late"]))
    if event in ("error", "escalation"):
        end = next(each for each in inner.nodes if each.kind.value == "endEvent")
        decide = inner.add("xor")
        bad = inner.add("end", error("E") if event == "error" else escalation("E"))
        inner.flows = [text.replace(f"> {end.id}", f"> {decide}") for text in inner.flows]
        inner.flow(decide, bad, " if modulo(step, 2) = 0")
        inner.flow(decide, end.id, " else")
    name = sheet.add("sub", loop=loop)
    drawn = sheet.nodes.pop()
    sheet.nodes.append(
        Node(id=name, kind=drawn.kind, loop=loop, scope=scope(name, inner.nodes, *inner.flows))
    )
    after = sheet.add("xor")
    sheet.flow(name, after)
    if event != "none":
        events = {"error": error("E"), "escalation": escalation("E"), "late": timer("P9D")}
        sheet.flow(sheet.add("boundary", events[event], attached_to=name), after)
    return name, after


_BLOCKS = {
    "user": _user,
    "watched": _watched,
    "task": _task,
    "timer": _timer,
    "message": _message,
    "sequence": _sequence,
    "xor": _xor,
    "and": _and,
    "or": _or,
    "loop": _loop,
    "sub": _sub,
    "items": _items,
    "race": _race,
}
