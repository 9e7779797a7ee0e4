"""Every hit policy, with none, one and several matching rules."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.decisions import DecisionError, DecisionResult, read_decisions
from tests.decisions.tables import decision, definitions, table

ORDERED = ("级别", "string", '"高","中","低"')
RULES = [["> 0", '"低"'], ["> 10", '"高"'], ["> 20", '"中"']]


def decide(
    n: int, policy: str, *, aggregation: str = "", default: str = "", rules: object = None
) -> DecisionResult:
    rows = RULES if rules is None else rules
    assert isinstance(rows, list)
    output = ("级别", "", "") if aggregation else ORDERED
    logic = table(["n"], [output], rows, policy=policy, aggregation=aggregation, default=default)
    return read_decisions(definitions(decision("d", logic))).evaluate("d", {"n": n})


@pytest.mark.parametrize(
    "policy, n, expected",
    [
        ("UNIQUE", 5, "低"),
        ("UNIQUE", 0, None),
        ("", 5, "低"),
        ("ANY", 5, "低"),
        ("ANY", 0, None),
        ("FIRST", 25, "低"),
        ("FIRST", 0, None),
        ("PRIORITY", 25, "高"),
        ("PRIORITY", 5, "低"),
        ("PRIORITY", 0, None),
        ("RULE ORDER", 25, ["低", "高", "中"]),
        ("RULE ORDER", 0, []),
        ("OUTPUT ORDER", 25, ["高", "中", "低"]),
        ("OUTPUT ORDER", 0, []),
        ("COLLECT", 15, ["低", "高"]),
        ("COLLECT", 0, []),
    ],
)
def test_the_policy_makes_one_result_of_the_matching_rules(
    policy: str, n: int, expected: object
) -> None:
    assert decide(n, policy).value == expected


NUMBERS = [["> 0", "1"], ["> 10", "2"], ["> 20", "3"]]


@pytest.mark.parametrize(
    "aggregation, n, expected",
    [
        ("SUM", 25, 6),
        ("MIN", 25, 1),
        ("MAX", 25, 3),
        ("COUNT", 25, 3),
        ("SUM", 0, None),
        ("MIN", 0, None),
        ("COUNT", 0, 0),
    ],
)
def test_a_collect_table_aggregates(aggregation: str, n: int, expected: int | None) -> None:
    result = decide(n, "COLLECT", aggregation=aggregation, rules=NUMBERS)
    assert result.value == (None if expected is None else Decimal(expected))


def test_several_matches_under_unique_are_an_error_that_names_the_rules() -> None:
    with pytest.raises(DecisionError) as caught:
        decide(15, "UNIQUE")
    assert "规则1, 2同时命中" in caught.value.zh
    assert "rules 1, 2" in caught.value.en
    assert caught.value.element_id == "t"


def test_different_outputs_under_any_are_an_error_and_equal_ones_are_not() -> None:
    with pytest.raises(DecisionError):
        decide(15, "ANY")
    rules = [["> 0", '"低"'], ["> 10", '"低"']]
    result = decide(15, "ANY", rules=rules)
    assert (result.value, result.matched_rules) == ("低", (1, 2))


def test_priority_without_output_values_is_an_error() -> None:
    logic = table(["n"], ["x"], [["-", "1"], ["-", "2"]], policy="PRIORITY")
    with pytest.raises(DecisionError):
        read_decisions(definitions(decision("d", logic))).evaluate("d", {"n": 1})


def test_the_default_output_stands_in_when_no_rule_matches() -> None:
    assert decide(0, "UNIQUE", default='"中"').value == "中"
    assert decide(0, "COLLECT", default='"中"').value == ["中"]


def test_the_matching_rules_and_the_reason_of_a_null_are_told() -> None:
    assert decide(25, "RULE ORDER").matched_rules == (1, 2, 3)
    none = decide(0, "UNIQUE")
    assert none.matched_rules == ()
    assert [message.en for message in none.messages] == ["No rule matches."]


def test_several_outputs_make_a_context_ordered_by_the_first_output_that_differs() -> None:
    outputs = [("级别", "", '"高","低"'), ("天数", "number", "10, 5")]
    rules = [["-", '"低"', "10"], ["-", '"高"', "5"], ["-", '"高"', "10"]]
    logic = table(["n"], outputs, rules, policy="OUTPUT ORDER")
    result = read_decisions(definitions(decision("d", logic))).evaluate("d", {"n": 1})
    assert result.value == [
        {"级别": "高", "天数": 10},
        {"级别": "高", "天数": 5},
        {"级别": "低", "天数": 10},
    ]


def test_an_output_outside_its_allowed_values_is_null_with_a_message() -> None:
    result = decide(5, "UNIQUE", rules=[["-", '"特高"']])
    assert result.value is None
    assert "不在允许的值" in result.messages[0].zh


def test_an_input_outside_its_allowed_values_is_null_with_a_message() -> None:
    logic = table([("级别", "string", '"高","低"')], ["x"], [["-", "1"]])
    result = read_decisions(definitions(decision("d", logic))).evaluate("d", {"级别": "中"})
    assert (result.value, result.matched_rules) == (None, ())
    assert "不在允许的范围" in result.messages[0].zh


def test_cells_may_read_other_inputs_and_functions_of_the_caller() -> None:
    logic = table(["n"], ["x"], [["> limit", "n - limit"]])
    result = read_decisions(definitions(decision("d", logic))).evaluate("d", {"n": 5, "limit": 3})
    assert result.value == 2


def test_several_outputs_cannot_be_aggregated() -> None:
    logic = table(["n"], ["x", "y"], [["-", "1", "2"]], policy="COLLECT", aggregation="SUM")
    with pytest.raises(DecisionError):
        read_decisions(definitions(decision("d", logic))).evaluate("d", {"n": 1})


def test_a_default_may_be_given_for_some_outputs_only() -> None:
    logic = table(["n"], ["x", "y"], [["1", "1", "2"]], default="9").replace(
        '<output id="o_y" name="y" typeRef=""><defaultOutputEntry><text>9</text></defaultOutputEntry>',
        '<output id="o_y" name="y" typeRef="">',
    )
    result = read_decisions(definitions(decision("d", logic))).evaluate("d", {"n": 5})
    assert result.value == {"x": 9, "y": None}


def test_an_empty_output_is_null() -> None:
    assert decide(5, "FIRST", rules=[["-", ""]]).value is None
