"""The handlers of the case type: the cap of an extension, and which problems came back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.calendar import WorkCalendar
from engine.model.deadlines import (
    Unit,
    compute_deadline,
    deadline_record,
    extend,
    parse_term,
)
from engine.model.surroundings import ActivityFailed, BusinessError, Call
from engine.model.values import Value
from workflows.rectification.handlers import check_extension, choose_relapsed

PUBLISHED = WorkCalendar.published()
OPENED = datetime(2026, 9, 1, 1, tzinfo=UTC)


def call(**inputs: Value) -> Call:
    return Call("handler", 1, "node", 1, None, inputs, {})


def running(term: str, *extensions: str) -> Value:
    """Return a deadline as variables hold it, already extended by these terms."""
    deadline = compute_deadline(parse_term(term), OPENED, calendar=PUBLISHED)
    for extension in extensions:
        deadline = extend(deadline, parse_term(extension), cap=None, calendar=PUBLISHED)
    return {"record": cast("Value", deadline_record(deadline))}


def check(term: Value, deadline: Value, share: Value = "1/2", times: Value = 1) -> None:
    check_extension(call(term=term, deadline=deadline, share=share, times=times))


def is_allowed(term: str, deadline: Value, share: str = "1/2") -> bool:
    try:
        check(term, deadline, share)
    except BusinessError as error:
        return error.code != "extension_not_allowed"
    return True


@pytest.mark.parametrize("term", ["1日", "7日", "七日", "P7D"])
def test_an_extension_of_at_most_half_passes(term: str) -> None:
    assert is_allowed(term, running("15日"))


@pytest.mark.parametrize("term", ["8日", "15日", "5工作日", "24小时", "1个月"])
def test_a_longer_one_or_one_that_cannot_be_compared_does_not(term: str) -> None:
    assert not is_allowed(term, running("15日"))


def test_the_refusal_names_the_original_term_and_the_cap() -> None:
    with pytest.raises(BusinessError, match="原期限15日，至多延长7日"):
        check("8日", running("15日"))


def test_a_second_extension_does_not_pass_unless_the_office_allows_two() -> None:
    with pytest.raises(BusinessError, match="已延期1次"):
        check("1日", running("15日", "3日"))
    check("1日", running("15日", "3日"), times=2)


@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(Unit), st.sampled_from([2, 3, 4]))
def test_what_passes_never_exceeds_its_share(asked: int, whole: int, unit: Unit, part: int) -> None:
    passed = is_allowed(f"{asked}{unit.zh}", running(f"{whole}{unit.zh}"), f"1/{part}")
    assert passed == (asked * part <= whole)


@pytest.mark.parametrize(
    "wrong",
    [
        {"term": "不久"},
        {"term": None},
        {"deadline": "15日"},
        {"deadline": {}},
        {"share": "half"},
        {"share": "1/0"},
        {"times": "once"},
    ],
)
def test_what_is_no_term_or_rule_fails_and_does_not_pass(wrong: Mapping[str, Value]) -> None:
    right = {"term": "3日", "deadline": running("15日"), "share": "1/2", "times": 1}
    with pytest.raises(ActivityFailed):
        check_extension(call(**{**right, **wrong}))


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
