"""The drawing can be read: nothing covers anything else, every line starts and ends at a shape."""

from __future__ import annotations

from itertools import combinations

from engine.diagram.model import NodeKind
from tests.rectification.shipped import edges, labels, nodes, process, scopes, shapes

BORDER = 30  # a subprocess keeps clear of its border


def containers() -> set[str]:
    return {id_ for id_, node in nodes().items() if node.kind is NodeKind.SUBPROCESS}


def test_every_node_has_a_shape_and_every_flow_a_line() -> None:
    flows = {id_ for scope in scopes(process().scope) for id_ in scope.flows}
    assert set(nodes()) <= set(shapes())
    assert flows <= set(edges())


def test_no_two_shapes_overlap() -> None:
    for scope in scopes(process().scope):
        inside = [id_ for id_, node in scope.nodes.items() if not node.attached_to]
        for one, other in combinations(inside, 2):
            assert not shapes()[one].overlaps(shapes()[other]), (one, other)


def test_a_subprocess_holds_its_nodes_with_room_at_the_border() -> None:
    for id_ in containers():
        scope, around = nodes()[id_].scope, shapes()[id_]
        assert scope is not None
        for inner in scope.nodes:
            box = shapes()[inner]
            assert around.holds(box), (id_, inner)
            assert box.left - around.left >= BORDER <= around.right - box.right, (id_, inner)


def test_a_boundary_event_sits_on_the_border_of_its_activity() -> None:
    for id_, node in nodes().items():
        if node.attached_to:
            box = shapes()[id_]
            middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
            assert shapes()[node.attached_to].touches(middle), id_


def test_every_line_starts_and_ends_at_its_shapes() -> None:
    for scope in scopes(process().scope):
        for id_, flow in scope.flows.items():
            points = edges()[id_].points
            assert shapes()[flow.source].touches(points[0]), id_
            assert shapes()[flow.target].touches(points[-1]), id_


def test_lines_run_straight_along_or_across() -> None:
    flows = {id_ for scope in scopes(process().scope) for id_ in scope.flows}
    for id_ in flows:
        for piece in edges()[id_].segments():
            assert piece.left == piece.right or piece.top == piece.bottom, id_


def test_no_line_runs_through_a_shape() -> None:
    """The ends of a line touch its shapes, and a shape may hold the line as its subprocess."""
    for scope in scopes(process().scope):
        for id_, flow in scope.flows.items():
            for piece in edges()[id_].segments():
                for other, box in shapes().items():
                    around = other in containers() and box.holds(shapes()[flow.source])
                    own = {flow.source, flow.target, nodes()[flow.source].attached_to}
                    if not around and other not in own:
                        assert not box.overlaps(piece), (id_, other)


def test_no_label_covers_a_shape_or_another_label() -> None:
    solid = {id_: box for id_, box in shapes().items() if id_ not in containers()}
    for label in labels():
        for id_, box in solid.items():
            assert not label.overlaps(box), (label.id, id_)
    for one, other in combinations(labels(), 2):
        assert not one.overlaps(other), (one.id, other.id)


def test_no_label_is_crossed_by_a_line() -> None:
    for label in labels():
        for edge in edges().values():
            for piece in edge.segments():
                assert not label.overlaps(piece), (label.id, edge.id)


def test_labels_are_chinese_and_short() -> None:
    for id_, node in nodes().items():
        lines = node.name.split("\n")
        assert all(len(line) <= 13 for line in lines), id_
        if node.kind is not NodeKind.PARALLEL_GATEWAY:
            assert any("一" <= character <= "鿿" for character in node.name), id_
