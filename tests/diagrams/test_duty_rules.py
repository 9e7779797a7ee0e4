"""The linter on duties: rules that nobody can keep, and rules that never bind anybody."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from engine.diagram.people_needed import PeopleNeeded, people_needed
from tests.diagrams.findings import errors, findings, found, warnings
from tests.support import diagrams as draw


def separated(name: str, *others: str, **assignment: str) -> str:
    return draw.user(name, draw.properties(separate_from=", ".join(others)), **assignment)


def in_line(*tasks: str, names: Sequence[str]) -> bytes:
    return draw.bpmn(draw.start(), *tasks, draw.end(), draw.path("start", *names, "end"))


def needed(data: bytes) -> PeopleNeeded:
    (one,) = people_needed(data)
    return one


def least(data: bytes) -> int:
    one = needed(data).one_group
    assert one is not None
    return one.people


def test_one_person_named_for_both_is_an_error() -> None:
    data = in_line(draw.user("a", users="li"), separated("b", "a", users="li"), names="ab")
    assert errors(data) == [("duty_unsatisfiable", "b")]
    (finding,) = findings(data)
    assert "永远无人能办" in finding.zh
    either = in_line(draw.user("a", users="li"), separated("b", "a", users="li,wang"), names="ab")
    assert found(either) == []


def test_three_tasks_apart_need_three_people_named() -> None:
    def three(users: str) -> bytes:
        tasks = [draw.user("a", users=users), separated("b", "a", users=users)]
        return in_line(*tasks, separated("c", "a", "b", users=users), names="abc")

    assert errors(three("li,wang")) == [("duty_unsatisfiable", "c")]
    assert found(three("li,wang,zhao")) == []


def test_eight_tasks_apart_need_eight_people_named() -> None:
    users = ",".join(f"u{n}" for n in range(7))
    tasks = [separated(each, *"abcdefgh"[:n], users=users) for n, each in enumerate("abcdefgh")]
    assert errors(in_line(*tasks, names="abcdefgh")) == [("duty_unsatisfiable", "h")]


def test_the_opener_may_not_do_what_is_apart_from_opening() -> None:
    rule = separated("a", "start", assignee="${case.opened_by}")
    assert errors(in_line(rule, names="a")) == [("duty_unsatisfiable", "a")]
    draft = draw.user("a", assignee="${case.opened_by}")
    again = separated("b", "a", assignee='${performer("a")}')
    assert errors(in_line(draft, again, names="ab")) == [("duty_unsatisfiable", "b")]


def test_what_only_some_path_forbids_is_a_warning() -> None:
    data = draw.bpmn(
        draw.start(),
        draw.exclusive("g", default="f_g_b"),
        draw.user("a", users="li"),
        separated("b", "a", users="li"),
        draw.end(),
        draw.flow("start", "g"),
        draw.flow("g", "a", "true"),
        draw.flow("g", "b"),
        draw.path("a", "b", "end"),
    )
    assert errors(data) == []
    assert warnings(data) == [("duty_unsatisfiable", "b")]


def test_unknown_people_are_neither_proof_nor_refusal() -> None:
    data = in_line(
        draw.user("a", users="=whom"), separated("b", "a", assignee="${other}"), names="ab"
    )
    assert found(data) == []
    assert needed(data).unknown == ("a", "b")
    assert least(data) == 2


@pytest.mark.parametrize("of_it", ["a", "b"])
def test_exclusive_branches_never_bind_each_other(of_it: str) -> None:
    other = "b" if of_it == "a" else "a"
    data = draw.bpmn(
        draw.start(),
        draw.exclusive("g", default="f_g_b"),
        separated(of_it, other, groups="g"),
        draw.user(other, groups="g"),
        draw.end(),
        draw.flow("start", "g"),
        draw.flow("g", "a", "x"),
        draw.flow("g", "b"),
        draw.flow("a", "end"),
        draw.flow("b", "end"),
    )
    assert warnings(data) == [("duty_never_binds", of_it)]
    assert least(data) == 1


def test_parallel_branches_bind_and_what_follows_does_not() -> None:
    def fork(rule: str, other: str, after: str) -> bytes:
        return draw.bpmn(
            draw.start(), draw.parallel("s"), draw.parallel("j"), rule, other, after, draw.end(),
            draw.path("start", "s", "a", "j", "c", "end"), draw.path("s", "b", "j"),
        )  # fmt: skip

    plain = {each: draw.user(each, groups="g") for each in "abc"}
    bound = fork(separated("a", "b", groups="g"), plain["b"], plain["c"])
    assert found(bound) == []
    assert least(bound) == 2
    never = fork(separated("a", "c", groups="g"), plain["b"], plain["c"])
    assert warnings(never) == [("duty_never_binds", "a")]
    assert least(never) == 1


def test_a_loop_brings_later_work_before() -> None:
    def back(is_loop: bool) -> bytes:
        return draw.bpmn(
            draw.start(), separated("a", "b", groups="g"), draw.user("b", groups="g"),
            draw.exclusive("g", default="f_g_end"), draw.end(),
            draw.path("start", "a", "b", "g"), draw.flow("g", "end"),
            draw.flow("g", "a" if is_loop else "end", "x", id_="f_other"),
        )  # fmt: skip

    assert found(back(is_loop=True)) == []
    assert least(back(is_loop=True)) == 2
    assert warnings(back(is_loop=False)) == [("duty_never_binds", "a")]


def test_a_task_in_a_loop_apart_from_itself_uses_people_up() -> None:
    data = draw.bpmn(
        draw.start(), separated("a", "a", groups="g"), draw.exclusive("g", default="f_g_end"),
        draw.end(), draw.path("start", "a", "g"), draw.flow("g", "end"), draw.flow("g", "a", "x"),
    )  # fmt: skip
    assert warnings(data) == [("duty_exhausts_people", "a")]
    assert warnings(in_line(separated("a", "a", groups="g"), names="a")) == [
        ("duty_never_binds", "a")
    ]


def test_what_is_done_inside_an_item_binds_outside_and_the_other_way_round() -> None:
    inside = [draw.start("s"), draw.end("e"), draw.path("s", "b", "e")]
    loop = draw.many(collection="=items", element_variable="item")

    def items(inner: str, after: str) -> bytes:
        return draw.bpmn(
            draw.start(), draw.user("a", groups="g"), draw.subprocess("each", loop, *inside, inner),
            after, draw.end(), draw.path("start", "a", "each", "c", "end"),
        )  # fmt: skip

    outwards = items(separated("b", "a", groups="g"), draw.user("c", groups="g"))
    assert found(outwards) == []
    assert least(outwards) == 2
    inwards = items(draw.user("b", groups="g"), separated("c", "b", groups="g"))
    assert found(inwards) == []
    assert least(inwards) == 2


def test_another_item_of_the_same_multi_instance_never_binds() -> None:
    inside = [draw.start("s"), draw.end("e"), draw.path("s", "a", "b", "e")]
    loop = draw.many(collection="=items", element_variable="item")
    before = separated("a", "b", groups="g")
    each = draw.subprocess("each", loop, *inside, before, draw.user("b", groups="g"))
    data = in_line(each, names=["each"])
    assert warnings(data) == [("duty_never_binds", "a")]
    assert least(data) == 1


def test_two_multi_instances_side_by_side_or_after_each_other_bind() -> None:
    def each(name: str, task: str) -> str:
        loop = draw.many(collection="=items", element_variable="item")
        ends = [draw.start(f"s{name}"), draw.end(f"e{name}")]
        return draw.subprocess(name, loop, *ends, task, draw.path(f"s{name}", name[0], f"e{name}"))

    one = each("aa", draw.user("a", groups="g"))
    other = each("bb", separated("b", "a", groups="g"))
    after = in_line(one, other, names=["aa", "bb"])
    assert found(after) == []
    assert least(after) == 2
    before = in_line(one, other, names=["bb", "aa"])
    assert warnings(before) == [("duty_never_binds", "b")]
    beside = draw.bpmn(
        draw.start(), draw.parallel("f"), draw.parallel("j"), one, other, draw.end(),
        draw.path("start", "f", "aa", "j", "end"), draw.path("f", "bb", "j"),
    )  # fmt: skip
    assert found(beside) == []
    assert least(beside) == 2


def test_what_is_done_inside_a_called_process_is_not_seen_by_the_caller() -> None:
    called = draw.process(
        "q", draw.start("qs"), draw.user("a", groups="g"), draw.end("qe"),
        draw.path("qs", "a", "qe"),
    )  # fmt: skip
    caller = draw.process(
        "p", draw.start(), draw.call("c", "q"), separated("b", "a", groups="g"), draw.end(),
        draw.path("start", "c", "b", "end"),
    )  # fmt: skip
    assert warnings(draw.definitions(caller, called)) == [("duty_never_binds", "b")]


def test_an_interrupted_task_was_not_performed() -> None:
    data = draw.bpmn(
        draw.start(), draw.user("a", users="li"), draw.end(),
        draw.boundary("late", "a", draw.timer(duration="P1D")),
        separated("b", "a", users="li"), draw.end("ended"),
        draw.path("start", "a", "end"), draw.path("late", "b", "ended"),
    )  # fmt: skip
    assert warnings(data) == [("duty_never_binds", "b")]


def test_called_work_of_the_same_file_sees_the_caller() -> None:
    called = draw.process(
        "q", draw.start("qs"), separated("b", "a", groups="g"), draw.end("qe"),
        draw.path("qs", "b", "qe"),
    )  # fmt: skip
    caller = draw.process(
        "p", draw.start(), draw.user("a", groups="g"), draw.call("c", "q"), draw.end(),
        draw.path("start", "a", "c", "end"),
    )  # fmt: skip
    data = draw.definitions(caller, called)
    assert found(data) == []
    first, second = people_needed(data)
    assert first.one_group is not None
    assert second.one_group is not None
    assert (first.one_group.people, second.one_group.people) == (2, 1)


def test_every_instance_that_is_counted_needs_a_person() -> None:
    rule = draw.properties(separate_from="a")
    three = in_line(draw.user("a", rule, draw.many(cardinality="3"), groups="g"), names="a")
    assert least(three) == 3
    some = in_line(draw.user("a", rule, draw.many(collection="=x"), groups="g"), names="a")
    assert least(some) == 1
    assert needed(some).uncounted == ("a",)
    by_setting = in_line(
        draw.user("a", rule, draw.many(cardinality='${setting("n")}'), groups="g"), names="a"
    )
    (two,) = people_needed(by_setting, settings={"n": 2})
    assert two.one_group is not None
    assert two.one_group.people == 2
    fixed = in_line(draw.user("a", rule, draw.many(collection="=x"), users="li"), names="a")
    assert warnings(fixed) == [("duty_unsatisfiable", "a")]


def test_a_file_that_is_no_diagram_needs_nobody() -> None:
    assert people_needed(b"<x/>") == ()
