"""Any diagram can be drawn so that nothing covers anything else."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given, settings

from bpmn.catalogue import catalogue
from engine.diagram.layout import draw
from tests.drawings.random_files import HEAD, TAIL, files
from tests.procedures.drawing_rules import RULES
from tests.procedures.drawn import Box, Drawing

CLOSED = (
    '<bpmn:startEvent id="s" name="立案" /><bpmn:userTask id="t" /><bpmn:endEvent id="e" />'
    '<bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t" />'
    '<bpmn:sequenceFlow id="g" sourceRef="t" targetRef="e" />'
)


def file_of(inside: str) -> bytes:
    return f'{HEAD}<bpmn:process id="p">{inside}</bpmn:process>\n{TAIL}'.encode()


def check(data: bytes) -> None:
    drawing = Drawing(data)
    for rule in RULES:
        rule(drawing)


def check_lines(drawing: Drawing) -> None:
    """Only lines that leave or arrive together lie on each other."""
    for one, other in combinations(drawing.flows.values(), 2):
        if one.source != other.source and one.target != other.target:
            for piece in drawing.edges[one.id].segments():
                for beside in drawing.edges[other.id].segments():
                    assert not lie_together(piece, beside), (one.id, other.id)


def lie_together(one: Box, other: Box) -> bool:
    along = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return (along == 0 and down > 0) or (down == 0 and along > 0)


@given(files())
def test_lines_that_neither_leave_nor_arrive_together_never_lie_on_each_other(data: bytes) -> None:
    check_lines(Drawing(draw(data)))


@given(files())
def test_every_rule_of_a_drawing_holds_for_any_diagram(data: bytes) -> None:
    check(draw(data))


@settings(max_examples=25)
@given(files())
def test_drawing_twice_gives_the_same_bytes(data: bytes) -> None:
    once = draw(data)
    assert draw(once) == once
    assert draw(data) == once


def test_the_shipped_procedures_can_be_drawn_again() -> None:
    for procedure in catalogue().values():
        for data in procedure.diagrams.values():
            drawn = draw(data)
            check(drawn)
            check_lines(Drawing(drawn))


def test_the_names_of_a_gateway_and_its_ways_keep_clear_of_each_other() -> None:
    check(
        draw(
            file_of(
                '<bpmn:userTask id="t" /><bpmn:exclusiveGateway id="x" name="同意签发？" />'
                '<bpmn:endEvent id="e" /><bpmn:endEvent id="o" />'
                '<bpmn:sequenceFlow id="f" sourceRef="t" targetRef="x" />'
                '<bpmn:sequenceFlow id="g" sourceRef="x" targetRef="e" name="同意签发并且编发文号" />'
                '<bpmn:sequenceFlow id="h" sourceRef="x" targetRef="t" name="退回修改" />'
                '<bpmn:boundaryEvent id="b" attachedToRef="t" />'  # the way back runs above
                '<bpmn:sequenceFlow id="i" sourceRef="b" targetRef="o" />'
            )
        )
    )


def test_the_normal_course_runs_straight_on_one_row() -> None:
    drawing = Drawing(draw(file_of(CLOSED)))
    middles = [(box.top + box.bottom) / 2 for box in map(drawing.shapes.get, "ste") if box]
    assert len(middles) == 3
    assert len(set(middles)) == 1
    lefts = [box.left for box in map(drawing.shapes.get, "ste") if box]
    assert all(one < other for one, other in pairwise(lefts))
    assert all(len(edge.points) == 2 for edge in drawing.edges.values())
