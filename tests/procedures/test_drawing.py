"""The drawing can be read: nothing covers anything else, every line starts and ends at a shape."""

from __future__ import annotations

from engine.diagram.model import NodeKind
from tests.procedures import drawing_rules as rules
from tests.procedures.shipped import Procedure, each_procedure


@each_procedure
def test_every_node_has_a_shape_and_every_flow_a_line(shipped: Procedure) -> None:
    rules.every_node_has_a_shape_and_every_flow_a_line(shipped)


@each_procedure
def test_no_two_shapes_overlap(shipped: Procedure) -> None:
    rules.no_two_shapes_overlap(shipped)


@each_procedure
def test_a_subprocess_holds_its_nodes_with_room_at_the_border(shipped: Procedure) -> None:
    rules.a_subprocess_holds_its_nodes_with_room_at_the_border(shipped)


@each_procedure
def test_a_boundary_event_sits_on_the_border_of_its_activity(shipped: Procedure) -> None:
    rules.a_boundary_event_sits_on_the_border_of_its_activity(shipped)


@each_procedure
def test_every_line_starts_and_ends_at_its_shapes(shipped: Procedure) -> None:
    rules.every_line_starts_and_ends_at_its_shapes(shipped)


@each_procedure
def test_lines_run_straight_along_or_across(shipped: Procedure) -> None:
    rules.lines_run_straight_along_or_across(shipped)


@each_procedure
def test_no_line_runs_through_a_shape(shipped: Procedure) -> None:
    rules.no_line_runs_through_a_shape(shipped)


@each_procedure
def test_no_label_covers_a_shape_or_another_label(shipped: Procedure) -> None:
    rules.no_label_covers_a_shape_or_another_label(shipped)


@each_procedure
def test_no_label_is_crossed_by_a_line(shipped: Procedure) -> None:
    rules.no_label_is_crossed_by_a_line(shipped)


@each_procedure
def test_labels_are_chinese_and_short(shipped: Procedure) -> None:
    for id_, node in shipped.nodes.items():
        lines = node.name.split("\n")
        assert all(len(line) <= 13 for line in lines), id_
        if node.kind is not NodeKind.PARALLEL_GATEWAY:
            assert any("一" <= character <= "鿿" for character in node.name), id_
