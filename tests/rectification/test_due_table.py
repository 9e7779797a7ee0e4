"""The table that decides terms: what it says, and that an office can change it."""

from __future__ import annotations

import pytest

from engine.decisions import lint_decisions, read_decisions
from engine.feel import Value
from engine.model.deadlines import parse_term
from tests.procedures.shipped import procedure

SHIPPED = procedure("rectification")
TABLE = SHIPPED.tables["rectification_due.dmn"]
KINDS = ("安全隐患", "欺凌师德", "招生收费", "经费待遇", "办学条件", "教学管理", "其他")
SEVERITIES = ("重大", "较大", "一般", "一般·长期")


def decide(kind: str, severity: str) -> dict[str, Value]:
    inputs = {"problem_kind": kind, "problem_severity": severity}
    value = read_decisions(TABLE).evaluate("rectification_due", inputs).value
    assert isinstance(value, dict)
    return value


def test_nothing_is_to_be_found_wrong_with_it() -> None:
    assert lint_decisions(TABLE) == ()


@pytest.mark.parametrize("severity", SEVERITIES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_problem_gets_terms_that_can_be_counted(kind: str, severity: str) -> None:
    found = decide(kind, severity)
    milestones = found["milestones"]
    assert isinstance(milestones, list)
    texts = [found[name] for name in ("term", "return_term", "plan_term", "control_term")]
    for text in (*texts, *milestones):
        assert text is None or parse_term(str(text))
    assert found["term"] is not None
    assert found["return_term"] is not None


@pytest.mark.parametrize(
    "kind,severity,term",
    [
        ("安全隐患", "重大", "7日"),
        ("其他", "较大", "15日"),
        ("其他", "一般", "30日"),
        ("办学条件", "一般·长期", "180日"),
    ],
)
def test_the_terms_are_the_proposed_ones(kind: str, severity: str, term: str) -> None:
    assert decide(kind, severity)["term"] == term


def test_only_grave_danger_asks_for_a_measure_within_24_hours() -> None:
    asked = [
        (kind, severity)
        for kind in KINDS
        for severity in SEVERITIES
        if decide(kind, severity)["control_term"] == "24小时"
    ]
    assert asked == [("安全隐患", "重大"), ("欺凌师德", "重大")]


def test_milestones_lie_before_the_end_of_the_term() -> None:
    for kind in KINDS:
        for severity in SEVERITIES:
            found = decide(kind, severity)
            end, milestones = parse_term(str(found["term"])), found["milestones"]
            assert isinstance(milestones, list)
            for milestone in milestones:
                term = parse_term(str(milestone))
                assert term.unit is end.unit
                assert term.quantity < end.quantity


def test_the_start_form_offers_exactly_what_the_table_decides() -> None:
    form = SHIPPED.process.scope.nodes["case_opened"].form
    assert form is not None
    severity, items = form.field("severity"), form.field("items")
    assert severity is not None
    assert items is not None
    kind = next(field for field in items.fields if field.id == "kind")
    assert tuple(value for value, _ in severity.choices) == SEVERITIES
    assert tuple(value for value, _ in kind.choices) == KINDS
