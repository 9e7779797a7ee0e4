"""The shipped table `outcome_effects`, row by row, and what a typing mistake in it becomes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest

from engine.decisions import lint_decisions, read_decisions
from engine.definitions import FUNCTION_NAMES
from engine.model.errors import InvalidArgument
from engine.model.ledger import EffectKind, LiftMode
from engine.model.outcome_effects import TABLE as KEY
from engine.model.outcome_effects import Outlook, outlook_of
from engine.model.values import Value
from tests.ledger.office import TABLE

DECISIONS = read_decisions(TABLE)
ON = date(2026, 3, 10)
YEAR_END = date(2026, 12, 31)


def asked(form: str, identity: str | None) -> object:
    return DECISIONS.evaluate(KEY, {"形式": form, "身份": identity}).value


def outlook(form: str, identity: str | None) -> Outlook:
    result = asked(form, identity)
    assert isinstance(result, Mapping)
    return outlook_of(result, form=form, identity=identity or "", effective_on=ON)


def ends(found: Outlook) -> dict[EffectKind, date]:
    return {each.kind: each.until_on for each in found.effects}


@pytest.mark.parametrize(
    "form, identity, months",
    [
        # 《公职人员政务处分法》第八条
        ("警告", "公务员", 6),
        ("记过", "公务员", 12),
        ("记大过", "参公", 18),
        ("降级", "公务员", 24),
        ("撤职", "公务员", 24),
        # 《事业单位人事管理条例》第二十九条
        ("警告", "事业", 6),
        ("记过", "事业", 12),
        ("降低岗位", "事业", 24),
        ("撤职", "事业", 24),
        # 党纪
        ("警告", "党员", 12),
        ("党内警告", "公务员", 12),
        ("严重警告", "党员", 18),
        ("党内严重警告", None, 18),
        ("撤销党内职务", "党员", 24),
        # 组织处理
        ("诫勉", "公务员", 6),
        ("停职检查", "公务员", 6),
        ("调整职务", "公务员", 12),
        ("责令辞职", "公务员", 24),
        ("免职", "事业", 24),
        ("降职", None, 24),
    ],
)
def test_the_influence_period_of_each_form(form: str, identity: str | None, months: int) -> None:
    found = outlook(form, identity)
    assert found.period == f"{months}个月"
    assert ends(found)[EffectKind.PROMOTION_BAN] == found.until_on


@pytest.mark.parametrize(
    "form, banned", [("警告", False), ("记过", True), ("记大过", True), ("撤职", True)]
)
def test_from_a_demerit_on_there_is_no_rise_of_the_pay_step(form: str, *, banned: bool) -> None:
    assert (EffectKind.PAY_STEP_BAN in ends(outlook(form, "公务员"))) is banned


def test_an_administrative_sanction_is_lifted_by_itself_and_one_of_an_institution_in_writing() -> (
    None
):
    # 《公职人员政务处分法》第二十六条，《事业单位人事管理条例》第三十一条
    assert outlook("记过", "公务员").lift is LiftMode.AUTOMATIC
    assert outlook("记过", "事业").lift is LiftMode.IN_WRITING


def test_a_warning_talk_costs_this_years_awards_and_bans_promotion_for_half_a_year() -> None:
    found = ends(outlook("诫勉", "公务员"))
    assert found[EffectKind.AWARD_BAN] == YEAR_END
    assert found[EffectKind.PROMOTION_BAN] == date(2026, 9, 10)


def test_who_was_made_to_resign_holds_no_lead_post_for_a_year_and_no_higher_one_for_two() -> None:
    found = ends(outlook("责令辞职", "公务员"))
    assert found[EffectKind.POST_RESTRICTION] == date(2027, 3, 10)
    assert found[EffectKind.PROMOTION_BAN] == date(2028, 3, 10)


@pytest.mark.parametrize("form", ["责令检查", "约谈", "通报批评"])
@pytest.mark.parametrize("identity", ["公务员", "民办", None])
def test_the_forms_of_the_office_have_no_period_and_cost_this_years_awards(
    form: str, identity: str | None
) -> None:
    found = outlook(form, identity)
    assert found.until_on is None
    assert ends(found) == {EffectKind.AWARD_BAN: YEAR_END}


@pytest.mark.parametrize("form", ["公开批评", "约谈", "督导通报", "通报批评"])
def test_the_forms_for_units(form: str) -> None:
    found = outlook(form, "单位")
    assert (found.category.value, ends(found)) == ("单位问责", {EffectKind.AWARD_BAN: YEAR_END})


def test_resources_of_a_unit_are_limited_and_a_veto_holds_for_the_year() -> None:
    assert ends(outlook("资源调整", "单位"))[EffectKind.RESOURCE_LIMIT] == date(2027, 3, 10)
    found = outlook("一票否决", "单位")
    assert ends(found)[EffectKind.VETO] == YEAR_END
    (cap,) = [each for each in found.effects if each.kind is EffectKind.GRADE_CAP]
    assert (cap.value, cap.follows) == ("不合格", False)


@pytest.mark.parametrize(
    "form, identity", [("训诫", "公务员"), ("警告", None), ("警告", "民办"), ("警告", "单位")]
)
def test_a_form_that_the_table_does_not_know_has_no_answer(form: str, identity: str | None) -> None:
    with pytest.raises(InvalidArgument, match="没有形式“") as refused:
        outlook_of(asked(form, identity), form=form, identity=identity or "", effective_on=ON)  # type: ignore[arg-type]
    assert refused.value.code == "unknown_form"


def test_every_row_names_its_source_or_says_that_there_is_none() -> None:
    last = re.compile(rb'_out_11"><text>"(.*?)"</text>')
    sources = [found.decode() for found in last.findall(TABLE)]
    assert len(sources) == TABLE.count(b"<rule ") > 0
    named = ("《", "无法定依据，建议值", "影响期的通行")
    assert [each for each in sources if not any(word in each for word in named)] == []


def test_the_table_has_no_errors() -> None:
    found = lint_decisions(TABLE, functions=FUNCTION_NAMES)
    assert [each for each in found if each.severity == "error"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"影响期": 12},
        {"影响期": "一阵子"},
        {"影响期": "15工作日"},
        {"考核等次上限": "还行"},
        {"提拔限制": "永远"},
        {"提拔限制": "影响期", "影响期": None},
        {"评优限制": True},
        {"解除方式": "口头"},
        {"类别": "其他"},
        {"类别": None},
    ],
)
def test_a_cell_that_says_something_else_is_refused(wrong: Mapping[str, Value]) -> None:
    right: Mapping[str, Value] = {"类别": "政务处分", "影响期": "12个月"}
    assert outlook_of(right, form="记过", identity="公务员", effective_on=ON).effects == ()
    with pytest.raises(InvalidArgument):
        outlook_of({**right, **wrong}, form="记过", identity="公务员", effective_on=ON)
