"""The tables that decide who may impose what, what aggravates, and what is published."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from engine.decisions import read_decisions
from engine.feel import Value
from tests.procedures.shipped import ROOT, procedure

SHIPPED = procedure("accountability")
EFFECTS = (ROOT / "bpmn" / "tables" / "outcome_effects.dmn").read_bytes()

UNITS = {"单位": {"公开批评", "约谈", "督导通报"}, "学校机构": {"公开批评", "约谈", "督导通报"}}
PERSONS = {
    "个人": {"责令检查", "约谈", "通报批评"},
    "民办学校人员": {"责令检查", "约谈", "通报批评"},
    "督导人员": {"批评教育"},
}
IMPOSED = UNITS | PERSONS
"""What the office itself may impose after 审定."""


def choices(field: str) -> tuple[str, ...]:
    form = SHIPPED.nodes["draft_opinion"].form
    assert form is not None
    measures = form.field("measures")
    assert measures is not None
    column = next(each for each in measures.fields if each.id == field)
    return tuple(value for value, _ in column.choices)


def power(target: str, form: str) -> dict[str, Value]:
    table = read_decisions(SHIPPED.tables["accountability_forms.dmn"])
    value = table.evaluate("accountability_forms", {"target": target, "form": form}).value
    assert isinstance(value, dict)
    return value


@pytest.mark.parametrize("target", choices("target"))
def test_the_office_imposes_exactly_what_is_its_own(target: str) -> None:
    imposed = {form for form in choices("form") if power(target, form)["way"] == "直接作出"}
    assert imposed == IMPOSED[target]


@pytest.mark.parametrize(
    "form",
    [
        "组织处理",
        "处分",
        "政务处分",
        "移送司法机关",
        "行政处罚",
        "资源调整",
        "从业禁止",
        "罚没违法所得",
    ],
)
def test_what_belongs_to_others_is_never_imposed(form: str) -> None:
    for target in choices("target"):
        assert power(target, form)["way"] != "直接作出"


def test_what_is_recommended_names_authority_paper_and_whom_to_tell() -> None:
    recommended = [
        row
        for target, form in product(choices("target"), choices("form"))
        if (row := power(target, form))["way"] == "建议移送"
    ]
    assert recommended
    for row in recommended:
        assert row["authority"] not in (None, "教育督导委员会办公室")
        assert row["template"] in ("disposition_recommendation", "transfer_letter")
        assert row["receivers"] in ("organisation", "discipline", "member_unit")


@pytest.mark.parametrize("target", choices("target"))
def test_no_recommendation_is_lighter_than_what_the_office_imposes(target: str) -> None:
    rows = [power(target, form) for form in choices("form")]
    severity = {
        way: [row["severity"] for row in rows if row["way"] == way]
        for way in ("直接作出", "建议移送")
    }
    heaviest, lightest = severity["直接作出"], severity["建议移送"]
    assert max(map(_number, heaviest)) < min(map(_number, lightest))


def _number(value: Value) -> Decimal:
    assert isinstance(value, int | Decimal)
    return Decimal(value)


def test_everything_the_office_imposes_has_a_row_of_effects() -> None:
    effects = read_decisions(EFFECTS)
    for target, forms in IMPOSED.items():
        for form in forms:
            for identity in (
                ["单位"] if target in UNITS else ["公务员", "参公", "事业", "民办", "党员"]
            ):
                asked = {"形式": form, "身份": identity}
                found = effects.evaluate("outcome_effects", asked).value
                assert isinstance(found, dict), asked
                assert found["类别"] is not None


NOTHING: dict[str, Value] = {
    "concealed": False,
    "retaliated": False,
    "uncorrected": False,
    "recent": Decimal(0),
    "other_aggravating": False,
    "corrected_early": False,
    "loss_averted": False,
}


def weighed(**circumstances: Value) -> list[Value]:
    table = read_decisions(SHIPPED.tables["accountability_aggravation.dmn"])
    value = table.evaluate("accountability_aggravation", {**NOTHING, **circumstances}).value
    rows = [value] if isinstance(value, dict) else value or []
    assert isinstance(rows, list)
    return [row["effect"] for row in rows if isinstance(row, dict)]


@pytest.mark.parametrize("name", ["concealed", "retaliated", "uncorrected", "other_aggravating"])
def test_each_of_the_five_aggravates(name: str) -> None:
    assert weighed(**{name: True}) == ["从重"]


@pytest.mark.parametrize("recent,effects", [(0, []), (1, []), (2, ["从重"]), (3, ["从重"])])
def test_two_cases_within_the_year_aggravate_one_does_not(recent: int, effects: list[str]) -> None:
    assert weighed(recent=Decimal(recent)) == effects


def test_every_circumstance_is_listed_for_the_history() -> None:
    assert weighed(concealed=True, recent=Decimal(2), corrected_early=True) == [
        "从重",
        "从重",
        "从轻",
    ]


@pytest.mark.parametrize(
    "serious,weak,criticism,scope",
    [
        (True, False, False, "公开"),
        (False, True, False, "公开"),
        (False, False, True, "公开"),
        (False, False, False, "内部"),
    ],
)
def test_what_is_serious_or_badly_rectified_is_published(
    serious: bool,
    weak: bool,
    criticism: bool,
    scope: str,
) -> None:
    table = read_decisions(SHIPPED.tables["accountability_publicity.dmn"])
    asked: dict[str, Value] = {
        "serious": serious,
        "rectification_weak": weak,
        "public_form": criticism,
    }
    value = table.evaluate("accountability_publicity", asked).value
    assert isinstance(value, dict)
    assert value["scope"] == scope
