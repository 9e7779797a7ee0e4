"""The linter on expressions: wherever they stand, they parse, and what they name exists."""

from __future__ import annotations

import pytest

from engine.diagram import Known
from tests.diagrams.findings import errors, findings, found
from tests.support import diagrams as draw

KNOWN = Known(
    functions=frozenset({"deadline", "half", "performer", "setting"}),
    settings=frozenset({"rectification.term"}),
)
BAD = "=1 +"


def alone(node: str) -> bytes:
    return draw.bpmn(draw.start(), draw.end(), node, draw.path("start", "x", "end"))


def condition(text: str) -> bytes:
    return draw.bpmn(
        draw.start(), draw.exclusive("x", default="f_x_b"), draw.end("a"), draw.end("b"),
        draw.path("start", "x"), draw.flow("x", "a", text), draw.flow("x", "b"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "node",
    [
        draw.user("x", assignee=BAD),
        draw.user("x", groups=BAD),
        draw.user("x", users="${1 +}"),
        draw.user("x", due=BAD, groups="g"),
        draw.user("x", draw.properties(unit=BAD), groups="g"),
        draw.user("x", draw.form(draw.field("f", default=BAD)), groups="g"),
        draw.user("x", draw.many(collection="1 +"), groups="g"),
        draw.user("x", draw.many(cardinality="1 +"), groups="g"),
        draw.user("x", draw.many(cardinality="1", completion="1 +"), groups="g"),
        draw.user(
            "x",
            draw.properties(output_collection="r", output_element="1 +"),
            draw.many(cardinality="1"),
            groups="g",
        ),
        draw.service("x", "n", draw.parameters({"a": BAD})),
        draw.service("x", "n", draw.parameters(outputs={"a": BAD})),
        draw.call("x", "q", draw.mapping("in", source="1 +", target="a")),
        draw.call("x", "q", draw.mapping("out", sourceExpression=BAD, target="a")),
        draw.catch("x", draw.timer(duration=BAD)),
        draw.catch("x", draw.timer(cycle="${R3/}")),
    ],
)
def test_what_does_not_parse_is_refused_wherever_it_stands(node: str) -> None:
    assert ("bad_expression", "x") in errors(alone(node))


def test_texts_without_wrapper_are_literals_where_people_and_parameters_stand() -> None:
    parameter = draw.service("x", "n", draw.parameters({"text": "请于 10 日内整改 ("}))
    assert found(alone(parameter)) == []
    assert found(alone(draw.user("x", groups="1 +"))) == []


def test_a_condition_of_another_language_is_refused_with_advice() -> None:
    (finding,) = findings(condition("${approved == true && x}"))
    assert finding.code == "bad_expression"
    assert finding.element_id == "f_x_a"
    assert "FEEL" in finding.zh


def test_chinese_names_are_names() -> None:
    assert found(condition("严重程度 = “重大”".replace("“", '"').replace("”", '"'))) == []


def test_unknown_functions_and_settings_are_refused_with_a_suggestion() -> None:
    (finding,) = findings(condition("setings(1) = 2"), KNOWN)
    assert finding.code == "unknown_function"
    assert "setting" in finding.en
    (finding,) = findings(condition('setting("rectification.trem") = 2'), KNOWN)
    assert finding.code == "unknown_setting"
    assert "rectification.term" in finding.zh
    assert found(condition('count([1]) = 2 and setting("rectification.term") = "x"'), KNOWN) == []
    assert found(condition("setting(key) = 2"), KNOWN) == []


def test_functions_about_activities_name_one() -> None:
    assert errors(condition('performer("ghost") = "li"'), KNOWN) == [("unknown_activity", "f_x_a")]
    assert found(condition('performer("start") = "li"'), KNOWN) == []


def test_terms_in_functions_are_terms() -> None:
    assert errors(condition('deadline("15") != null'), KNOWN) == [("bad_term", "f_x_a")]
    assert found(condition('deadline(half("15工作日")) != null'), KNOWN) == []


def test_without_knowledge_of_names_nothing_is_said_about_them() -> None:
    assert found(condition('anything(setting("x"))')) == []


def test_the_expressions_of_a_process_are_checked() -> None:
    data = draw.definitions(
        draw.process(
            "p", draw.properties(reference_series=BAD), draw.start(), draw.end(),
            draw.path("start", "end"),
        )
    )  # fmt: skip
    assert errors(data) == [("bad_expression", "p")]
