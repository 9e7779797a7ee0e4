"""The linter on problem items."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.diagrams.findings import errors, found, warnings
from tests.support import diagrams as draw

TITLE = {"item_title": "${item.title}"}


def register(
    properties: Mapping[str, str], *, status: str = "", collection: str = "items"
) -> bytes:
    declared = (draw.properties(item_status=status),) if status else ()
    inner = (draw.start("s"), draw.user("t", *declared, users="li"), draw.end("e"))
    repeat = (draw.many(collection=collection, element_variable="item"),) if collection else ()
    lists = draw.properties(**properties)
    sub = draw.subprocess("x", *inner, draw.path("s", "t", "e"), *repeat, lists)
    return draw.bpmn(draw.start(), sub, draw.end(), draw.path("start", "x", "end"))


def test_a_multi_instance_may_list_problem_items() -> None:
    data = register({**TITLE, "item_due": "${due}", "item_verifiers": "t"}, status="verifying")
    assert found(data) == []


def test_columns_need_a_collection_and_a_title() -> None:
    assert errors(register(TITLE, collection="")) == [("items_without_loop", "x")]
    assert errors(register({"item_kind": "${item.kind}"})) == [("items_without_title", "x")]


def test_a_column_that_is_almost_right_is_pointed_out() -> None:
    data = register({**TITLE, "item_severty": "${item.severity}"})
    assert warnings(data) == [("unknown_property", "x")]


@pytest.mark.parametrize("call", ["now()", "today()", 'deadline("3日")', 'setting("a")'])
def test_a_column_may_not_depend_on_the_clock_or_on_what_may_fail(call: str) -> None:
    assert ("bad_item", "x") in errors(register({**TITLE, "item_progress": f"${{{call}}}"}))


def test_a_due_date_is_an_expression() -> None:
    assert errors(register({**TITLE, "item_due": "30日"})) == [("bad_item", "x")]


def test_verifiers_are_those_who_performed_an_activity_of_the_diagram() -> None:
    assert errors(register({**TITLE, "item_verifiers": "check"})) == [("unknown_activity", "x")]


@pytest.mark.parametrize("status", ["verifed", "closed", '${if a then "verifying" else "verifed"}'])
def test_a_state_is_one_of_those_there_are(status: str) -> None:
    assert errors(register(TITLE, status=status)) == [("unknown_item_status", "t")]


def test_only_user_tasks_say_in_which_state_an_item_is() -> None:
    task = draw.service("x", "notify", draw.properties(item_status="verifying"))
    data = draw.bpmn(draw.start(), task, draw.end(), draw.path("start", "x", "end"))
    assert ("bad_item", "x") in errors(data)
