"""The linter on events: places, messages, errors, escalations, times."""

from __future__ import annotations

import pytest

from engine.diagram import Known
from tests.diagrams.findings import errors, found, warnings
from tests.support import diagrams as draw

ROOT = draw.message("m", "case_closed") + draw.error("e", "E1") + draw.escalation("s", "late")


def between(*nodes: str, name: str) -> bytes:
    ends = (draw.start(), draw.end(), draw.path("start", name, "end"))
    return draw.bpmn(*ends, *nodes, root=ROOT)


def beside(host: str, name: str, definition: str, *, interrupts: bool = True) -> bytes:
    attached = draw.boundary("b", name, definition, interrupts=interrupts)
    return between(host, attached, draw.end("e2"), draw.path("b", "e2"), name=name)


@pytest.mark.parametrize(
    "definition",
    [
        "<signalEventDefinition/>",
        "<conditionalEventDefinition/>",
        "<linkEventDefinition/>",
        "<compensateEventDefinition/>",
        "<cancelEventDefinition/>",
        "",
        draw.of_error("e"),
        draw.terminate(),
    ],
)
def test_a_catch_event_waits_for_a_timer_or_a_message(definition: str) -> None:
    assert errors(between(draw.catch("c", definition), name="c")) == [("unsupported_event", "c")]


def test_an_event_has_one_definition() -> None:
    two = draw.catch("c", draw.timer(duration="P1D"), draw.of_message("m"))
    assert ("several_event_definitions", "c") in errors(between(two, name="c"))


@pytest.mark.parametrize(
    "definition", [draw.timer(duration="P1D"), draw.of_error("e"), "<signalEventDefinition/>"]
)
def test_what_cannot_be_thrown_in_between_is_refused(definition: str) -> None:
    assert errors(between(draw.throw("t", definition), name="t")) == [("unsupported_event", "t")]


def test_messages_have_a_name_and_are_declared() -> None:
    assert errors(between(draw.catch("c", draw.of_message("")), name="c")) == [
        ("message_missing", "c")
    ]
    assert errors(between(draw.receive("r", "ghost"), name="r")) == [
        ("unknown_message_reference", "r")
    ]
    nameless = draw.bpmn(
        draw.start(), draw.send("t", "n"), draw.end(), draw.path("start", "t", "end"),
        root=draw.message("n", ""),
    )  # fmt: skip
    assert errors(nameless) == [("message_without_name", "t")]


def test_a_message_that_is_almost_one_that_comes_is_pointed_out() -> None:
    data = draw.bpmn(
        draw.start(), draw.receive("r", "n"), draw.end(), draw.path("start", "r", "end"),
        root=draw.message("n", "case_close"),
    )  # fmt: skip
    assert found(data, Known(messages=frozenset({"case_closed"}))) == [("unknown_message", "r")]
    assert found(data) == []


def test_what_is_thrown_has_a_code() -> None:
    for name, definition in (("x", draw.of_error()), ("x", draw.of_escalation())):
        data = draw.bpmn(draw.start(), draw.end(name, definition), draw.path("start", name))
        assert errors(data) == [("code_missing", name)]


def test_boundary_events_stand_on_activities() -> None:
    gateway = beside(draw.exclusive("g"), "g", draw.timer(duration="P1D"))
    assert errors(gateway) == [("boundary_without_activity", "b")]


@pytest.mark.parametrize("host", [draw.user("u", groups="g"), draw.task("u"), draw.call("u", "q")])
def test_an_error_boundary_stands_on_what_may_raise_it(host: str) -> None:
    raises = "callActivity" in host
    data = beside(host, "u", draw.of_error("e"))
    assert errors(data) == ([] if raises else [("nothing_to_catch", "b")])


def test_an_error_boundary_always_interrupts() -> None:
    data = beside(draw.service("t", "x"), "t", draw.of_error("e"), interrupts=False)
    assert errors(data) == [("error_not_interrupting", "b")]


def inner(*definitions: str) -> str:
    ends = (draw.end(f"i{number}", each) for number, each in enumerate(definitions))
    paths = (draw.path("fork", f"i{number}") for number in range(len(definitions)))
    nodes = (draw.start("i"), draw.parallel("fork"), draw.path("i", "fork"))
    return draw.subprocess("sub", *nodes, *ends, *paths)


def test_a_boundary_that_nothing_inside_reaches_is_pointed_out() -> None:
    calm = beside(inner("", ""), "sub", draw.of_escalation("s"))
    assert found(calm) == [("nothing_to_catch", "b")]
    assert found(beside(inner(draw.of_escalation("s"), ""), "sub", draw.of_escalation("s"))) == []
    assert found(beside(inner(draw.of_error("e"), ""), "sub", draw.of_error())) == []


def test_what_nobody_catches_is_pointed_out() -> None:
    data = between(inner(draw.of_escalation("s"), draw.of_error("e")), name="sub")
    assert warnings(data) == [("nobody_catches", "i0"), ("nobody_catches", "i1")]
    top = draw.bpmn(draw.start(), draw.end("x", draw.of_error("e")), draw.path("start", "x"),
                    root=ROOT)  # fmt: skip
    assert found(top) == [("error_ends_process", "x")]


def test_two_boundaries_for_one_code_are_refused() -> None:
    data = between(
        draw.service("t", "x"),
        draw.boundary("b", "t", draw.of_error("e")),
        draw.boundary("c", "t", draw.of_error("e")),
        draw.path("b", "end"),
        draw.path("c", "end"),
        name="t",
    )
    assert errors(data) == [("same_boundary_twice", "c")]


@pytest.mark.parametrize(
    "text",
    [
        "P10D", "PT24H", "P1M", "2026-09-01T09:00:00+08:00", "2026-09-01", "15工作日", "三个月",
        "P15WD", "24小时", '${setting("term")}', "=due", '${"P3D"}', '${deadline("5工作日")}',
    ],
)  # fmt: skip
def test_times_in_all_their_forms_are_accepted(text: str) -> None:
    assert found(between(draw.catch("c", draw.timer(duration=text)), name="c")) == []
    assert found(between(draw.user("u", groups="g", due=text), name="u")) == []


@pytest.mark.parametrize(
    "text",
    ["15", "-P1D", "P0D", "soon", "P1Q", "2026-13-01", "R3/P1D", '${"15"}', "P1DT", "0工作日"],
)
def test_times_that_are_none_are_refused(text: str) -> None:
    data = between(draw.catch("c", draw.timer(duration=text)), name="c")
    assert errors(data) == [("bad_time", "c")]
    assert errors(between(draw.user("u", groups="g", due=text), name="u")) == [("bad_time", "u")]


@pytest.mark.parametrize(
    "text",
    ["R3/P1D", "R/P5D", "R/5工作日", "R3/P5WD", "R3/2026-09-01T09:00:00+08:00/P1D", "R/P1M", "=x"],
)
def test_cycles_in_all_their_forms_are_accepted(text: str) -> None:
    data = beside(draw.user("u", groups="g"), "u", draw.timer(cycle=text), interrupts=False)
    assert found(data) == []


@pytest.mark.parametrize("text", ["P1D", "R0/P1D", "R3/", "R3/-P1D", "R-1/P1D", "R3/soon/P1D", "R"])
def test_cycles_that_are_none_are_refused(text: str) -> None:
    data = beside(draw.user("u", groups="g"), "u", draw.timer(cycle=text), interrupts=False)
    assert errors(data) == [("bad_time", "b")]


def test_a_cycle_that_fires_once_is_pointed_out() -> None:
    data = beside(draw.user("u", groups="g"), "u", draw.timer(cycle="R3/P1D"))
    assert found(data) == [("cycle_fires_once", "b")]


def test_a_timer_has_exactly_one_time() -> None:
    for definition in (draw.timer(), draw.timer(date="2026-09-01", duration="P1D")):
        data = between(draw.catch("c", definition), name="c")
        assert errors(data) == [("timer_without_time", "c")]


def test_a_time_may_be_feel_without_a_wrapper() -> None:
    text = '"P" + string(1 + 1) + "D"'
    assert errors(between(draw.user("u", groups="g", due=text), name="u")) == []


def test_a_bare_word_is_a_time_only_when_it_is_a_variable() -> None:
    assert errors(between(draw.user("u", groups="g", due="soon"), name="u")) == [("bad_time", "u")]
