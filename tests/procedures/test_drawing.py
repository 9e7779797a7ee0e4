"""The drawing can be read: nothing covers anything else, every line starts and ends at a shape."""

from __future__ import annotations

from itertools import combinations

from engine.diagram.model import NodeKind
from tests.procedures.shipped import Procedure, each_procedure

BORDER = 30  # a subprocess keeps clear of its border


def containers(shipped: Procedure) -> set[str]:
    return {id_ for id_, node in shipped.nodes.items() if node.kind is NodeKind.SUBPROCESS}


@each_procedure
def test_every_node_has_a_shape_and_every_flow_a_line(shipped: Procedure) -> None:
    flows = set(shipped.flows)
    assert set(shipped.nodes) <= set(shipped.shapes)
    assert flows <= set(shipped.edges)


@each_procedure
def test_no_two_shapes_overlap(shipped: Procedure) -> None:
    for scope in shipped.scopes:
        inside = [id_ for id_, node in scope.nodes.items() if not node.attached_to]
        for one, other in combinations(inside, 2):
            assert not shipped.shapes[one].overlaps(shipped.shapes[other]), (one, other)


@each_procedure
def test_a_subprocess_holds_its_nodes_with_room_at_the_border(shipped: Procedure) -> None:
    for id_ in containers(shipped):
        scope, around = shipped.nodes[id_].scope, shipped.shapes[id_]
        assert scope is not None
        for inner in scope.nodes:
            box = shipped.shapes[inner]
            assert around.holds(box), (id_, inner)
            assert box.left - around.left >= BORDER <= around.right - box.right, (id_, inner)


@each_procedure
def test_a_boundary_event_sits_on_the_border_of_its_activity(shipped: Procedure) -> None:
    for id_, node in shipped.nodes.items():
        if node.attached_to:
            box = shipped.shapes[id_]
            middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
            assert shipped.shapes[node.attached_to].touches(middle), id_


@each_procedure
def test_every_line_starts_and_ends_at_its_shapes(shipped: Procedure) -> None:
    for scope in shipped.scopes:
        for id_, flow in scope.flows.items():
            points = shipped.edges[id_].points
            assert shipped.shapes[flow.source].touches(points[0]), id_
            assert shipped.shapes[flow.target].touches(points[-1]), id_


@each_procedure
def test_lines_run_straight_along_or_across(shipped: Procedure) -> None:
    flows = set(shipped.flows)
    for id_ in flows:
        for piece in shipped.edges[id_].segments():
            assert piece.left == piece.right or piece.top == piece.bottom, id_


@each_procedure
def test_no_line_runs_through_a_shape(shipped: Procedure) -> None:
    """The ends of a line touch its shapes, and a shape may hold the line as its subprocess."""
    for scope in shipped.scopes:
        for id_, flow in scope.flows.items():
            for piece in shipped.edges[id_].segments():
                for other, box in shipped.shapes.items():
                    around = other in containers(shipped) and box.holds(shipped.shapes[flow.source])
                    own = {flow.source, flow.target, shipped.nodes[flow.source].attached_to}
                    if not around and other not in own:
                        assert not box.overlaps(piece), (id_, other)


@each_procedure
def test_no_label_covers_a_shape_or_another_label(shipped: Procedure) -> None:
    solid = {id_: box for id_, box in shipped.shapes.items() if id_ not in containers(shipped)}
    for label in shipped.labels:
        for id_, box in solid.items():
            assert not label.overlaps(box), (label.id, id_)
    for one, other in combinations(shipped.labels, 2):
        assert not one.overlaps(other), (one.id, other.id)


@each_procedure
def test_no_label_is_crossed_by_a_line(shipped: Procedure) -> None:
    for label in shipped.labels:
        for edge in shipped.edges.values():
            for piece in edge.segments():
                assert not label.overlaps(piece), (label.id, edge.id)


@each_procedure
def test_labels_are_chinese_and_short(shipped: Procedure) -> None:
    for id_, node in shipped.nodes.items():
        lines = node.name.split("\n")
        assert all(len(line) <= 13 for line in lines), id_
        if node.kind is not NodeKind.PARALLEL_GATEWAY:
            assert any("一" <= character <= "鿿" for character in node.name), id_
