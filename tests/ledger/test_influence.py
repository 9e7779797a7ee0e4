"""Influence periods, alone and combined: each rule as it is cited, and what must always hold."""

from __future__ import annotations

import itertools
import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.deadline_arithmetic import add_months
from engine.model.deadlines import parse_term
from engine.model.errors import InvalidArgument
from engine.model.influence import (
    CAP_MONTHS,
    Executed,
    Sanction,
    combined_range,
    end_of,
    execute,
    expect_in_range,
)
from engine.model.spans import Span, joined

DAY = timedelta(days=1)


def sanction(
    id_: str, on: str, months: int, *, decision: str = "", weight: int = 0, is_set: bool = False
) -> Sanction:
    effective_on = date.fromisoformat(on)
    until_on = add_months(effective_on, months)
    return Sanction(id_, decision, effective_on, until_on, weight, is_set)


@pytest.mark.parametrize(
    "term, last",
    [
        ("6个月", "2026-09-10"),
        ("12个月", "2027-03-10"),
        ("24个月", "2028-03-10"),
        ("P30D", "2026-04-09"),
    ],
)
def test_a_period_ends_on_the_corresponding_day(term: str, last: str) -> None:
    assert end_of(date(2026, 3, 10), parse_term(term)) == date.fromisoformat(last)


def test_a_period_from_the_last_of_a_month_ends_on_the_last_of_a_shorter_one() -> None:
    assert end_of(date(2026, 8, 31), parse_term("6个月")) == date(2027, 2, 28)


@pytest.mark.parametrize("term", ["15工作日", "24小时"])
def test_a_period_is_in_months_or_days(term: str) -> None:
    with pytest.raises(InvalidArgument, match="应以月或日计"):
        end_of(date(2026, 3, 10), parse_term(term))


def test_of_several_kinds_decided_together_the_heaviest_is_executed() -> None:
    # 《公职人员政务处分法》第十五条
    light = sanction("a", "2026-03-10", 6, decision="d", weight=0)
    heavy = sanction("b", "2026-03-10", 12, decision="d", weight=1)
    assert execute([light, heavy]) == (Executed("a", None), Executed("b", date(2027, 3, 10)))


@pytest.mark.parametrize(
    "months, expected",
    [([6, 6], (6, 12)), ([12, 12, 12], (12, 36)), ([24, 24, 24], (24, 48)), ([6], (6, 6))],
)
def test_equal_sanctions_decided_together_give_the_authority_a_range(
    months: list[int], expected: tuple[int, int]
) -> None:
    # 《公职人员政务处分法》第十五条：一个政务处分期以上、多个政务处分期之和以下，不超过48个月
    assert combined_range(months) == expected
    assert expect_in_range(expected[1], months) == expected[1]
    with pytest.raises(InvalidArgument, match="第十五条"):
        expect_in_range(expected[1] + 1, months)
    with pytest.raises(InvalidArgument, match="第十五条"):
        expect_in_range(expected[0] - 1, months)


def test_what_remains_of_an_old_period_is_added_to_a_new_one() -> None:
    old = sanction("a", "2026-03-10", 12)
    new = sanction("b", "2026-09-10", 6)
    remaining = date(2027, 3, 10) - date(2026, 9, 10)
    assert execute([old, new]) == (
        Executed("a", date(2027, 3, 10)),
        Executed("b", date(2027, 3, 10) + remaining),
    )


def test_a_new_period_after_an_old_one_stands_alone() -> None:
    old, new = sanction("a", "2026-03-10", 6), sanction("b", "2026-09-10", 6)
    assert execute([old, new])[1] == Executed("b", date(2027, 3, 10))


def test_together_they_never_exceed_forty_eight_months() -> None:
    old, new = sanction("a", "2026-03-10", 48), sanction("b", "2026-04-10", 24)
    assert execute([old, new])[1] == Executed("b", date(2030, 4, 10))


def test_a_period_that_the_authority_set_itself_stays_as_it_is() -> None:
    old, new = sanction("a", "2026-03-10", 12), sanction("b", "2026-09-10", 12, is_set=True)
    assert execute([old, new])[1] == Executed("b", date(2027, 9, 10))


sanctions = st.lists(
    st.builds(
        lambda day, months, decision, weight: (day, months, decision, weight),
        st.integers(0, 900),
        st.sampled_from([6, 12, 18, 24]),
        st.sampled_from(["", "d1", "d2"]),
        st.integers(0, 4),
    ),
    min_size=1,
    max_size=7,
)


def made(rows: list[tuple[int, int, str, int]]) -> list[Sanction]:
    first = date(2026, 1, 1)
    return [
        sanction(f"s{n}", (first + day * DAY).isoformat(), months, decision=decision, weight=weight)
        for n, (day, months, decision, weight) in enumerate(rows)
    ]


@given(sanctions, st.randoms(use_true_random=False))
def test_the_order_of_recording_makes_no_difference(
    rows: list[tuple[int, int, str, int]], chance: random.Random
) -> None:
    given_ = made(rows)
    shuffled = list(given_)
    chance.shuffle(shuffled)
    assert execute(shuffled) == execute(given_)


@given(sanctions)
def test_an_executed_period_is_never_shorter_than_its_own_nor_over_the_cap(
    rows: list[tuple[int, int, str, int]],
) -> None:
    by_id = {each.id: each for each in made(rows)}
    for done in execute(by_id.values()):
        own = by_id[done.id]
        if done.until_on is not None:
            assert done.until_on >= own.until_on
            assert done.until_on <= add_months(own.effective_on, CAP_MONTHS)


@given(sanctions)
def test_a_heaviest_sanction_is_executed_of_every_decision(
    rows: list[tuple[int, int, str, int]],
) -> None:
    given_ = made(rows)
    done = {each.id: each.until_on for each in execute(given_)}
    assert set(done) == {each.id for each in given_}
    for each in given_:
        together = [
            other
            for other in given_
            if each.decision
            and (other.decision, other.effective_on) == (each.decision, each.effective_on)
        ] or [each]
        heaviest = max(other.weight for other in together)
        assert (done[each.id] is not None) == (each.weight == heaviest)


@given(sanctions)
def test_overlapping_periods_leave_no_gap(rows: list[tuple[int, int, str, int]]) -> None:
    by_id = {each.id: each for each in made(rows)}
    spans = [
        Span(by_id[done.id].effective_on, done.until_on)
        for done in execute(by_id.values())
        if done.until_on is not None
    ]
    whole = joined(spans)
    covered = {span.from_on + n * DAY for span in spans for n in range(_days(span))}
    assert {span.from_on + n * DAY for span in whole for n in range(_days(span))} == covered
    for one, other in itertools.pairwise(whole):
        assert one.until_on is not None
        assert one.until_on + DAY < other.from_on


def _days(span: Span) -> int:
    assert span.until_on is not None
    return (span.until_on - span.from_on).days + 1


def test_a_span_without_an_end_takes_in_all_that_follow() -> None:
    first, second = Span(date(2026, 1, 1), None), Span(date(2027, 1, 1), date(2027, 2, 1))
    assert joined([second, first]) == (first,)
