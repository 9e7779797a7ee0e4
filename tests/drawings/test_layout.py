"""Any diagram can be drawn so that nothing covers anything else."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given

from bpmn.catalogue import catalogue
from engine.diagram.layout import draw
from tests.drawings.random_files import HEAD, TAIL, files
from tests.procedures.drawing_rules import RULES
from tests.procedures.drawn import Drawing

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


@given(files())
def test_every_rule_of_a_drawing_holds_for_any_diagram(data: bytes) -> None:
    check(draw(data))


@given(files())
def test_drawing_twice_gives_the_same_bytes(data: bytes) -> None:
    once = draw(data)
    assert draw(once) == once
    assert draw(data) == once


def test_the_shipped_procedures_can_be_drawn_again() -> None:
    for key, procedure in catalogue().items():
        for name, data in procedure.diagrams.items():
            drawn = draw(data)
            check(drawn)
            assert drawn != data, (key, name)


def test_lines_that_do_not_leave_or_arrive_together_never_lie_on_each_other() -> None:
    drawing = Drawing(draw(catalogue()["rectification"].diagrams["rectification.bpmn"]))
    for id_, flow in drawing.flows.items():
        for other, beside in drawing.flows.items():
            if id_ < other and flow.source != beside.source and flow.target != beside.target:
                for one in drawing.edges[id_].segments():
                    for two in drawing.edges[other].segments():
                        is_along = one.left == one.right == two.left == two.right
                        is_across = one.top == one.bottom == two.top == two.bottom
                        down = min(one.bottom, two.bottom) - max(one.top, two.top)
                        along = min(one.right, two.right) - max(one.left, two.left)
                        assert not (is_along and down > 0), (id_, other)
                        assert not (is_across and along > 0), (id_, other)


def test_the_normal_course_runs_straight_on_one_row() -> None:
    drawing = Drawing(draw(file_of(CLOSED)))
    middles = [(box.top + box.bottom) / 2 for box in map(drawing.shapes.get, "ste") if box]
    assert len(middles) == 3
    assert len(set(middles)) == 1
    lefts = [box.left for box in map(drawing.shapes.get, "ste") if box]
    assert all(one < other for one, other in pairwise(lefts))
    assert all(len(edge.points) == 2 for edge in drawing.edges.values())
