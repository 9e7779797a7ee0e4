"""The handlers of the case type: measures in words, the ceiling of a hearing, earlier cases."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.surroundings import ActivityFailed, Call
from engine.model.values import Value
from workflows.accountability.handlers import count_before, set_out

Row = Mapping[str, Value]
OFFICE: Row = {"way": "直接作出", "severity": Decimal(2), "authority": "教育督导委员会办公室"}
PARTY: Row = {"way": "建议移送", "severity": Decimal(4), "authority": "组织部门"}
TALK: Row = {
    "target": "单位",
    "unit": None,
    "person": None,
    "form": "约谈",
    "content": "约谈主要负责人。",
}
ORDER: Row = {
    "target": "个人",
    "unit": "430621",
    "person": "某甲",
    "post": "局长",
    "form": "组织处理",
    "content": "诫勉",
}


def call(**inputs: Value) -> Call:
    return Call("handler", 1, "node", 1, None, inputs, {})


def found(*measures: tuple[Row, Row]) -> Mapping[str, Value]:
    return set_out(
        call(
            measures=[measure for measure, _ in measures],
            powers=[power for _, power in measures],
            units=["岳阳县" for _ in measures],
            unit="430621",
        )
    )


def test_one_measure_is_written_without_a_number() -> None:
    assert found((TALK, OFFICE))["measures_text"] == "约谈（约谈主要负责人）"


def test_several_are_numbered_with_whom_they_concern_and_what_is_only_recommended() -> None:
    said = found((TALK, OFFICE), (ORDER, PARTY))
    assert said["measures_text"] == (
        "（一）岳阳县：约谈（约谈主要负责人）；"
        "（二）岳阳县局长某甲：建议组织部门依照权限作出组织处理（诫勉）"
    )
    assert said["subject_name"] == "岳阳县、岳阳县局长某甲"


@pytest.mark.parametrize(
    "count,last",
    [(9, "（九）"), (10, "（十）"), (11, "（十一）"), (20, "（二十）"), (21, "（二十一）")],
)
def test_numbers_beyond_nine_are_written_as_officials_write_them(count: int, last: str) -> None:
    text = str(found(*[(TALK, OFFICE)] * count)["measures_text"])
    assert text.rsplit("；", maxsplit=1)[-1].startswith(last + "岳阳县")


def test_a_row_without_a_unit_means_the_unit_of_the_case() -> None:
    ceilings = found((TALK, OFFICE), ({**TALK, "unit": "430621"}, PARTY))["ceilings"]
    assert ceilings == [{"subject": "单位||430621", "severities": [Decimal(4), Decimal(2)]}]


def test_unit_and_person_have_ceilings_of_their_own() -> None:
    ceilings = found((TALK, OFFICE), (ORDER, PARTY))["ceilings"]
    assert ceilings == [
        {"subject": "单位||430621", "severities": [Decimal(2)]},
        {"subject": "个人|某甲|430621", "severities": [Decimal(4)]},
    ]


@given(st.lists(st.integers(1, 99), min_size=1, max_size=12))
def test_the_ceiling_lists_the_heaviest_form_first_whatever_their_order(
    severities: list[int],
) -> None:
    rows = [(TALK, {**OFFICE, "severity": Decimal(each)}) for each in severities]
    ordered = [Decimal(each) for each in sorted(severities, reverse=True)]
    expected = [{"subject": "单位||430621", "severities": ordered}]
    assert found(*rows)["ceilings"] == expected


@pytest.mark.parametrize(
    "wrong",
    [
        {"measures": "约谈"},
        {"measures": [1]},
        {"powers": []},
        {"powers": [{"way": "直接作出", "severity": None}]},
        {"units": None},
    ],
)
def test_what_is_no_list_of_measures_fails_and_sets_no_ceiling(wrong: Mapping[str, Value]) -> None:
    right: Mapping[str, Value] = {
        "measures": [TALK],
        "powers": [OFFICE],
        "units": ["岳阳县"],
        "unit": "430621",
    }
    with pytest.raises(ActivityFailed):
        set_out(call(**{**right, **wrong}))


def entry(case: str, code: str = "accountability:约谈") -> Value:
    return {"case": case, "code": code}


def test_several_measures_of_one_case_count_once() -> None:
    assert count_before(call(records=[[entry("a"), entry("a"), entry("b")]])) == {"recent": 2}


def test_what_is_no_accountability_does_not_count() -> None:
    records: Value = [[entry("a", "interviewed:集体约谈"), entry("b", "rectified")]]
    assert count_before(call(records=records)) == {"recent": 0}


def test_subjects_are_not_added_up_the_one_with_most_decides() -> None:
    records: Value = [[entry("a")], [entry("b"), entry("c")], []]
    assert count_before(call(records=records)) == {"recent": 2}


def test_nobody_has_had_nothing() -> None:
    assert count_before(call(records=[])) == {"recent": 0}


@pytest.mark.parametrize("wrong", [None, "a", ["a"], [1]])
def test_records_that_are_none_fail_and_are_not_counted_as_nothing(wrong: Value) -> None:
    with pytest.raises(ActivityFailed):
        count_before(call(records=wrong))
