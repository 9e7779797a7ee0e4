"""The linter on flow: ends, starts, gateways, conditions, paths."""

from __future__ import annotations

import pytest

from tests.diagrams.findings import errors, found, warnings
from tests.support import diagrams as draw

LINE = (draw.start(), draw.user("u", groups="g"), draw.end(), draw.path("start", "u", "end"))


def test_a_plain_process_has_no_findings() -> None:
    assert found(draw.bpmn(*LINE)) == []


def test_a_file_without_process_or_drawing_is_told_so() -> None:
    assert errors(draw.definitions()) == [("no_process", "")]
    assert warnings(draw.bpmn(*LINE, is_drawn=False)) == [("no_drawing", "")]


def test_a_process_that_is_not_marked_executable_is_pointed_out() -> None:
    data = draw.definitions(draw.process("p", *LINE, isExecutable="false"))
    assert found(data) == [("not_executable", "p")]


@pytest.mark.parametrize("key", ["proposals", "tables"])
def test_a_process_may_not_be_called_what_an_address_of_the_pages_is_called(key: str) -> None:
    data = draw.definitions(draw.process(key, *LINE))
    assert ("reserved_key", key) in errors(data)


def test_ids_are_unique_and_fit_as_names() -> None:
    twice = draw.bpmn(*LINE, draw.subprocess("s", draw.task("u")))
    assert ("duplicate_id", "u") in errors(twice)
    assert ("bad_id", "a b") in errors(draw.bpmn(*LINE, draw.task("a b")))
    assert ("missing_id", "p") in errors(draw.bpmn(*LINE, "<task/>"))


def test_flows_need_both_ends_in_their_own_scope() -> None:
    data = draw.bpmn(
        *LINE, draw.subprocess("s", draw.task("t")), draw.flow("s", "t"), draw.flow("s", "ghost")
    )
    assert ("flow_without_end", "f_s_t") in errors(data)
    assert ("flow_without_end", "f_s_ghost") in errors(data)


def test_a_process_has_one_plain_start() -> None:
    no_start = draw.bpmn(draw.user("u", groups="g"), draw.end(), draw.path("u", "end"))
    assert errors(no_start) == [("no_start", "p")]
    two = draw.bpmn(*LINE, draw.start("again"), draw.path("again", "u"))
    assert errors(two) == [("several_starts", "again")]
    timed = draw.bpmn(draw.start("start", draw.timer(cycle="R/P1D")), *LINE[1:])
    assert errors(timed) == [("unsupported_event", "start")]
    assert errors(draw.bpmn()) == [("empty_scope", "p")]


def test_a_condition_counts_only_after_a_gateway() -> None:
    data = draw.bpmn(
        draw.start(), draw.user("u", groups="g"), draw.end(), draw.flow("start", "u"),
        draw.flow("u", "end", "x = 1"),
    )  # fmt: skip
    assert errors(data) == [("condition_ignored", "f_u_end")]


def test_several_flows_leave_gateways_only() -> None:
    data = draw.bpmn(*LINE, draw.end("other"), draw.path("u", "other"))
    assert errors(data) == [("several_outgoing", "u")]


def test_nothing_leads_to_a_start_or_on_from_an_end() -> None:
    assert errors(draw.bpmn(*LINE, draw.path("end", "start"))) == [
        ("flow_after_end", "end"),
        ("flow_to_start", "start"),
    ]


def test_an_empty_condition_and_a_gateway_without_exit_are_found() -> None:
    empty = (
        '<sequenceFlow id="f" sourceRef="start" targetRef="end"><conditionExpression/>'
        "</sequenceFlow>"
    )
    data = draw.bpmn(draw.start(), draw.end(), empty)
    assert errors(data) == [("empty_condition", "f")]
    dead = draw.bpmn(draw.start(), draw.exclusive("g"), draw.path("start", "g"))
    assert found(dead) == [("gateway_without_outgoing", "g")]


def choice(*flows: str, default: str = "") -> bytes:
    nodes = (draw.start(), draw.exclusive("g", default=default), draw.end("a"), draw.end("b"))
    return draw.bpmn(*nodes, draw.path("start", "g"), *flows)


@pytest.mark.parametrize(
    "first,second",
    [
        ("x > 5", "x <= 5"),
        ("not(x)", "x"),
        ("x = true", "x = false"),
        ('s = "a"', 's != "a"'),
        ("${a.b < 1}", "=a.b >= 1"),
        ("not(x > 5)", "x > 5"),
    ],
)
def test_two_opposite_conditions_need_no_default(first: str, second: str) -> None:
    assert found(choice(draw.flow("g", "a", first), draw.flow("g", "b", second))) == []


@pytest.mark.parametrize("first,second", [("x > 5", "x < 5"), ('s = "a"', 's = "b"'), ("x", "x")])
def test_conditions_that_may_all_fail_are_pointed_out(first: str, second: str) -> None:
    data = choice(draw.flow("g", "a", first), draw.flow("g", "b", second))
    assert found(data) == [("no_default", "g")]


def test_a_default_covers_the_rest() -> None:
    data = choice(draw.flow("g", "a", "x > 5"), draw.flow("g", "b"), default="f_g_b")
    assert found(data) == []


def test_a_condition_on_the_default_flow_is_pointed_out() -> None:
    data = choice(draw.flow("g", "a", "x"), draw.flow("g", "b", "y"), default="f_g_b")
    assert found(data) == [("condition_on_default", "f_g_b")]


def test_a_default_must_leave_its_gateway() -> None:
    data = choice(draw.flow("g", "a", "x"), draw.flow("g", "b", "not(x)"), default="f_start_g")
    assert errors(data) == [("bad_default_flow", "g")]


def test_an_exclusive_gateway_needs_conditions() -> None:
    assert errors(choice(draw.flow("g", "a"), draw.flow("g", "b"))) == [
        ("missing_condition", "f_g_a"),
        ("missing_condition", "f_g_b"),
    ]


def test_after_an_event_gateway_come_events_only() -> None:
    data = draw.bpmn(
        draw.start(), draw.event_gateway("g"), draw.catch("c", draw.timer(duration="P1D")),
        draw.user("u", groups="x"), draw.end(), draw.path("start", "g", "c", "end"),
        draw.path("g", "u", "end"),
    )  # fmt: skip
    assert errors(data) == [("event_gateway_target", "g")]


def test_what_is_not_reached_or_never_ends_is_pointed_out() -> None:
    assert found(draw.bpmn(*LINE, draw.user("v", groups="g"), draw.path("v", "end"))) == [
        ("unreachable", "v")
    ]
    circle = draw.bpmn(
        draw.start(), draw.user("u", groups="g"), draw.user("v", groups="g"),
        draw.path("start", "u", "v", "u"),
    )  # fmt: skip
    assert found(circle) == [("no_end", "start"), ("no_end", "u"), ("no_end", "v")]


def test_a_branch_that_is_cut_off_need_not_end() -> None:
    data = draw.bpmn(
        draw.start(), draw.parallel("g"), draw.user("u", groups="g"), draw.end("e", draw.terminate()),
        draw.catch("c", draw.timer(duration="P1D")), draw.user("v", groups="g"),
        draw.path("start", "g", "u", "e"), draw.path("g", "c", "v", "c"),
    )  # fmt: skip
    assert found(data) == []


def loop(middle: str, name: str) -> bytes:
    return draw.bpmn(
        draw.start(), draw.exclusive("join"), middle, draw.exclusive("g", default="f_g_join"),
        draw.end(), draw.path("start", "join", name, "g"), draw.flow("g", "end", "done"),
        draw.path("g", "join"),
    )  # fmt: skip


def test_a_loop_that_waits_for_nothing_would_spin() -> None:
    assert errors(loop(draw.service("t", "notify"), "t")) == [("spinning_loop", "join")]
    inner = draw.subprocess("s", draw.start("s1"), draw.task("t"), draw.path("s1", "t"))
    assert errors(loop(inner, "s")) == [("spinning_loop", "join")]


def test_a_loop_that_waits_is_fine() -> None:
    assert found(loop(draw.user("u", groups="g"), "u")) == []
    assert found(loop(draw.catch("c", draw.timer(duration="P1D")), "c")) == []
    inner = draw.subprocess("s", draw.start("s1"), draw.user("u", groups="g"), draw.path("s1", "u"))
    assert found(loop(inner, "s")) == []


def test_a_service_task_whose_error_leads_back_to_it_would_spin() -> None:
    data = draw.bpmn(
        draw.start(), draw.service("t", "notify"), draw.boundary("b", "t", draw.of_error()),
        draw.end(), draw.path("start", "t", "end"), draw.path("b", "t"),
    )  # fmt: skip
    assert errors(data) == [("spinning_loop", "t")]


def fork(split: str, join: str) -> bytes:
    return draw.bpmn(
        draw.start(), split, draw.user("u", groups="g"), draw.user("v", groups="g"), join,
        draw.end(), draw.path("start", "split"), draw.flow("split", "u", "x"),
        draw.flow("split", "v", "not(x)"), draw.path("u", "join", "end"), draw.path("v", "join"),
    )  # fmt: skip


def test_a_parallel_join_after_an_exclusive_split_starves() -> None:
    assert found(fork(draw.exclusive("split"), draw.parallel("join"))) == [
        ("join_never_complete", "join")
    ]
    assert found(fork(draw.exclusive("split"), draw.exclusive("join"))) == []


def test_a_parallel_join_with_a_choice_inside_a_branch_is_fine() -> None:
    data = draw.bpmn(
        draw.start(), draw.parallel("p1"), draw.user("u", groups="g"), draw.exclusive("x"),
        draw.user("v", groups="g"), draw.user("w", groups="g"), draw.exclusive("y"),
        draw.parallel("p2"), draw.end(), draw.path("start", "p1", "u", "p2", "end"),
        draw.path("p1", "x"), draw.flow("x", "v", "a"), draw.flow("x", "w", "not(a)"),
        draw.path("v", "y", "p2"), draw.path("w", "y"),
    )  # fmt: skip
    assert found(data) == []


def test_an_inclusive_split_wants_an_inclusive_join() -> None:
    assert found(fork(draw.inclusive("split"), draw.exclusive("join"))) == [
        ("inclusive_without_join", "split")
    ]
    assert found(fork(draw.inclusive("split"), draw.inclusive("join"))) == []
