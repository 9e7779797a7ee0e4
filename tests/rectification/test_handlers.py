"""The handlers of the case type: the cap of an extension, and which problems came back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.deadlines import Unit
from engine.model.surroundings import ActivityFailed, BusinessError, Call
from engine.model.values import Value
from workflows.rectification.handlers import check_extension, choose_relapsed


def call(**inputs: Value) -> Call:
    return Call("handler", 1, "node", 1, None, inputs, {})


def granted(term: str, original: str = "15日", share: str = "1/2") -> bool:
    try:
        check_extension(call(term=term, original=original, share=share))
    except BusinessError as error:
        return error.code != "extension_above_cap"
    return True


@pytest.mark.parametrize("term", ["1日", "7日", "七日", "P7D"])
def test_an_extension_of_at_most_half_passes(term: str) -> None:
    assert granted(term)


@pytest.mark.parametrize("term", ["8日", "15日", "5工作日", "24小时", "1个月"])
def test_a_longer_one_or_one_that_cannot_be_compared_does_not(term: str) -> None:
    assert not granted(term)


def test_the_refusal_names_the_original_term_and_the_cap() -> None:
    with pytest.raises(BusinessError, match="原期限15日，至多延长7日"):
        check_extension(call(term="8日", original="15日", share="1/2"))


@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(Unit), st.sampled_from([2, 3, 4]))
def test_what_passes_never_exceeds_its_share(asked: int, whole: int, unit: Unit, part: int) -> None:
    passed = granted(f"{asked}{unit.zh}", f"{whole}{unit.zh}", f"1/{part}")
    assert passed == (asked * part <= whole)


@pytest.mark.parametrize(
    "wrong",
    [{"term": "不久"}, {"term": None}, {"original": 15}, {"share": "half"}, {"share": "1/0"}],
)
def test_what_is_no_term_or_share_fails_and_does_not_pass(wrong: Mapping[str, Value]) -> None:
    inputs = {"term": "3日", "original": "15日", "share": "1/2", **wrong}
    with pytest.raises(ActivityFailed):
        check_extension(call(**inputs))


ITEMS: list[Value] = [{"title": "甲", "severity": "较大"}, {"title": "乙", "severity": "一般"}]


def test_a_relapsed_problem_keeps_what_is_known_about_it() -> None:
    found = choose_relapsed(call(items=ITEMS, relapsed=[{"title": "乙"}]))
    assert found == {"items": [{"title": "乙", "severity": "一般"}]}


def test_a_problem_seen_for_the_first_time_is_added() -> None:
    found = choose_relapsed(call(items=ITEMS, relapsed=[{"title": "丙"}]))
    assert found == {"items": [{"title": "丙"}]}


@pytest.mark.parametrize("relapsed", [None, [], "甲"])
def test_a_relapse_without_rows_means_every_problem(relapsed: Value) -> None:
    assert choose_relapsed(call(items=ITEMS, relapsed=relapsed)) == {"items": ITEMS}
