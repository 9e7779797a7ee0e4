"""What a drawing must be so that it can be read; each rule fails with the ids it is about."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from tests.procedures.drawn import Drawing

BORDER = 30  # a subprocess keeps clear of its border


def every_node_has_a_shape_and_every_flow_a_line(drawing: Drawing) -> None:
    assert set(drawing.nodes) <= set(drawing.shapes)
    assert set(drawing.flows) <= set(drawing.edges)


def no_two_shapes_overlap(drawing: Drawing) -> None:
    for scope in drawing.scopes:
        inside = [id_ for id_, node in scope.nodes.items() if not node.attached_to]
        for one, other in combinations(inside, 2):
            assert not drawing.shapes[one].overlaps(drawing.shapes[other]), (one, other)


def a_subprocess_holds_its_nodes_with_room_at_the_border(drawing: Drawing) -> None:
    for id_ in drawing.containers:
        scope, around = drawing.nodes[id_].scope, drawing.shapes[id_]
        assert scope is not None
        for inner in scope.nodes:
            box = drawing.shapes[inner]
            assert around.holds(box), (id_, inner)
            assert box.left - around.left >= BORDER <= around.right - box.right, (id_, inner)


def a_boundary_event_sits_on_the_border_of_its_activity(drawing: Drawing) -> None:
    for id_, node in drawing.nodes.items():
        if node.attached_to:
            box = drawing.shapes[id_]
            middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
            assert drawing.shapes[node.attached_to].touches(middle), id_


def every_line_starts_and_ends_at_its_shapes(drawing: Drawing) -> None:
    for id_, flow in drawing.flows.items():
        points = drawing.edges[id_].points
        assert drawing.shapes[flow.source].touches(points[0]), id_
        assert drawing.shapes[flow.target].touches(points[-1]), id_


def lines_run_straight_along_or_across(drawing: Drawing) -> None:
    for id_ in drawing.flows:
        for piece in drawing.edges[id_].segments():
            assert piece.left == piece.right or piece.top == piece.bottom, id_


def no_line_runs_through_a_shape(drawing: Drawing) -> None:
    """The ends of a line touch its shapes, and a shape may hold the line as its subprocess."""
    for id_, flow in drawing.flows.items():
        own = {flow.source, flow.target, drawing.nodes[flow.source].attached_to}
        for piece in drawing.edges[id_].segments():
            for other, box in drawing.shapes.items():
                around = other in drawing.containers and box.holds(drawing.shapes[flow.source])
                if not around and other not in own:
                    assert not box.overlaps(piece), (id_, other)


def no_label_covers_a_shape_or_another_label(drawing: Drawing) -> None:
    solid = {id_: box for id_, box in drawing.shapes.items() if id_ not in drawing.containers}
    for label in drawing.labels:
        for id_, box in solid.items():
            assert not label.overlaps(box), (label.id, id_)
    for one, other in combinations(drawing.labels, 2):
        assert not one.overlaps(other), (one.id, other.id)


def no_label_is_crossed_by_a_line(drawing: Drawing) -> None:
    for label in drawing.labels:
        for edge in drawing.edges.values():
            for piece in edge.segments():
                assert not label.overlaps(piece), (label.id, edge.id)


RULES: tuple[Callable[[Drawing], None], ...] = (
    every_node_has_a_shape_and_every_flow_a_line,
    no_two_shapes_overlap,
    a_subprocess_holds_its_nodes_with_room_at_the_border,
    a_boundary_event_sits_on_the_border_of_its_activity,
    every_line_starts_and_ends_at_its_shapes,
    lines_run_straight_along_or_across,
    no_line_runs_through_a_shape,
    no_label_covers_a_shape_or_another_label,
    no_label_is_crossed_by_a_line,
)
"""The rules that hold for any drawing of ours."""
