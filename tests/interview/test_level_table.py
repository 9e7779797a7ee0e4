"""The table that decides who is interviewed: what it says for every case there can be."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from dudao.groups import GROUPS
from engine.decisions import lint_decisions, read_decisions
from engine.feel import Value
from tests.procedures.shipped import procedure

SHIPPED = procedure("interview")
TABLE = SHIPPED.tables["interview_level.dmn"]
TARGETS = ("县级党委政府", "教育行政部门", "学校")
SEVERITIES = ("重大", "较大", "一般")
TOP = "党委政府主要负责人约谈"


def decide(
    severity: str,
    *,
    count: int = 1,
    suspended: bool = False,
    weak: bool = False,
    target: str = "县级党委政府",
) -> dict[str, Value]:
    inputs: dict[str, Value] = {
        "target_kind": target,
        "problem_count": Decimal(count),
        "severity": severity,
        "suspended": suspended,
        "weak": weak,
    }
    value = read_decisions(TABLE).evaluate("interview_level", inputs).value
    assert isinstance(value, dict)
    return value


EVERY = [
    decide(severity, count=count, suspended=suspended, weak=weak, target=target)
    for severity, count, suspended, weak, target in product(
        SEVERITIES, (1, 2, 3, 20), (False, True), (False, True), TARGETS
    )
]


def test_nothing_is_to_be_found_wrong_with_it() -> None:
    assert lint_decisions(TABLE) == ()


def test_every_case_gets_a_level_and_known_groups_to_approve_and_host() -> None:
    for found in EVERY:
        assert found["level"]
        assert found["attendees"]
        for name in ("approver", "host"):
            assert {each.strip() for each in str(found[name]).split(",")} <= set(GROUPS)


@pytest.mark.parametrize(
    "severity, count, suspended, weak, level",
    [
        ("一般", 3, False, False, "集体约谈"),
        ("较大", 3, False, False, "集体约谈"),
        ("一般", 2, False, False, "个别约谈"),
        ("重大", 1, False, False, "分管领导约谈"),
        ("较大", 1, False, True, "分管领导约谈"),
        ("较大", 1, True, False, "分管领导约谈"),
        ("一般", 1, True, True, TOP),
        ("重大", 9, True, True, TOP),
    ],
)
def test_the_levels_are_those_of_the_hunan_rule(
    severity: str, count: int, suspended: bool, weak: bool, level: str
) -> None:
    assert decide(severity, count=count, suspended=suspended, weak=weak)["level"] == level


def test_only_the_director_approves_and_hosts_the_top_level() -> None:
    for found in EVERY:
        is_top = found["level"] == TOP
        assert (found["approver"] == "director") is is_top
        assert (found["host"] == "director") is is_top
        assert found["fixed_end"] is is_top


def test_criticism_in_a_circular_goes_with_grave_problems_only() -> None:
    assert {found["level"] for found in EVERY if found["circular"]} == {"分管领导约谈"}


def test_the_form_offers_exactly_what_the_table_decides() -> None:
    form = SHIPPED.nodes["draft_sheet"].form
    assert form is not None
    severity, target = form.field("severity"), form.field("target_kind")
    assert severity is not None
    assert target is not None
    assert tuple(value for value, _ in severity.choices) == SEVERITIES
    assert tuple(value for value, _ in target.choices) == TARGETS
