"""Due dates and timers from texts and values."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.definitions.deadline_context import context_of
from engine.definitions.due import due_of
from engine.feel import YearsMonthsDuration
from engine.model.calendar import WorkCalendar
from engine.model.deadlines import compute_deadline, parse_term
from engine.model.durations import parse_elapsed
from engine.model.errors import InvalidArgument
from engine.model.surroundings import ActivityFailed, Due
from engine.model.values import Value
from tests.cases.desk import local

START = local("2026-09-24T10:00:00")


def due(text: str, value: Value = None) -> Due | None:
    return due_of(
        text,
        since=START,
        calendar=WorkCalendar.published,
        evaluate=lambda _: value,
    )


def instant(found: Due | None) -> datetime:
    assert found is not None
    return found.at


@pytest.mark.parametrize(
    "text, at",
    [
        ("P10D", "2026-10-04T10:00:00"),
        ("PT24H", "2026-09-25T10:00:00"),
        ("P1M", "2026-10-24T10:00:00"),
        ("P1Y2M3DT4H5M6S", "2027-11-27T14:05:06"),
        ("P2W", "2026-10-08T10:00:00"),
        ("PT0.5H", "2026-09-24T10:30:00"),
        (" p1d ", "2026-09-25T10:00:00"),
        ("5工作日", "2026-10-09T23:59:59"),
        ("5个工作日", "2026-10-09T23:59:59"),
        ("P5WD", "2026-10-09T23:59:59"),
        ("7日", "2026-10-08T23:59:59"),
        ("24小时", "2026-09-25T10:00:00"),
        ("3个月", "2026-12-24T23:59:59"),
        ("2026-10-01T09:00:00+08:00", "2026-10-01T09:00:00"),
        ("2026-10-01T09:00:00", "2026-10-01T09:00:00"),
        ("2026-10-01T01:00:00Z", "2026-10-01T09:00:00"),
        ("2026-10-01", "2026-10-01T23:59:59"),
    ],
)
def test_texts_of_a_diagram(text: str, at: str) -> None:
    assert instant(due(text)) == local(at)


def test_a_month_ends_on_the_last_day_of_a_shorter_one() -> None:
    elapsed = parse_elapsed("P1M")
    assert elapsed.after(local("2026-01-31T09:00:00")) == local("2026-02-28T09:00:00")
    assert elapsed.after(local("2026-01-31T09:00:00"), 2) == local("2026-03-31T09:00:00")


def test_values_of_expressions() -> None:
    deadline = compute_deadline(parse_term("15日"), START, calendar=WorkCalendar.published())
    context = context_of(deadline)
    found = due("${x}", context)
    assert found is not None
    assert (found.at, found.expires_at) == (deadline.due_at, deadline.expires_at)
    assert found.deadline == context["record"]
    assert instant(due("= x", timedelta(days=1))) == START + timedelta(days=1)
    assert instant(due("#{x}", YearsMonthsDuration(1))) == local("2026-10-24T10:00:00")
    assert instant(due("${x}", date(2026, 10, 1))) == local("2026-10-01T23:59:59")
    assert instant(due("${x}", datetime(2026, 10, 1, 9))) == local("2026-10-01T09:00:00")  # noqa: DTZ001 - FEEL has such
    assert instant(due("${x}", "P1D")) == START + timedelta(days=1)
    assert due("${x}", None) is None
    assert due("  ") is None


def test_an_expression_needs_no_wrapper() -> None:
    assert instant(due("x", "P1D")) == START + timedelta(days=1)
    assert due("soon") is None


@pytest.mark.parametrize(
    "text", ["P", "PT", "-P1D", "P0D", "P1S", "2026-13-01", "2026-10-01T25:00", "0日"]
)
def test_anything_else_fails(text: str) -> None:
    with pytest.raises(ActivityFailed) as failed:
        due(text)
    assert failed.value.zh
    assert failed.value.en


@pytest.mark.parametrize("value", [1, True, [], {}, {"record": 1}, timedelta(days=-1)])
def test_values_that_are_no_time_fail(value: Value) -> None:
    with pytest.raises(ActivityFailed):
        due("${x}", value)


def test_a_record_that_was_tampered_with_fails() -> None:
    broken: Mapping[str, Value] = {"record": {"term": "15日"}, "due": START}
    with pytest.raises(ActivityFailed):
        due("${x}", broken)


@given(
    st.integers(0, 50),
    st.integers(0, 600),
    st.integers(0, 1_000),
    st.integers(0, 1_000),
    st.integers(0, 1_000),
)
def test_durations_read_what_was_written(
    years: int, months: int, days: int, hours: int, seconds: int
) -> None:
    text = f"P{years}Y{months}M{days}DT{hours}H{seconds}S"
    if not (years or months or days or hours or seconds):
        with pytest.raises(InvalidArgument):
            parse_elapsed(text)
        return
    try:
        elapsed = parse_elapsed(text)
    except InvalidArgument:
        assert (years * 12 + months) * 30 + days > 365 * 99
        return
    assert elapsed.months == years * 12 + months
    assert elapsed.seconds == days * 86_400 + hours * 3_600 + seconds
    assert elapsed.after(START) > START


@given(st.text(alphabet="PTYMWDHS0123456789.,-R/工作日", max_size=12))
def test_no_text_raises_anything_else(text: str) -> None:
    with contextlib.suppress(ActivityFailed):
        due(text)
