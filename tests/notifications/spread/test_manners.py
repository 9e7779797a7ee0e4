"""Nobody is told at night or on a day off, and who wants all at once is told at their hour."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.calendar import SHANGHAI, WorkCalendar
from notifications.contacts.addresses import masked
from notifications.delivering.backoff import Patience
from notifications.spreading.manners import Manners
from tests.cases.desk import local

MANNERS = Manners(WorkCalendar.published())


@pytest.mark.parametrize(
    "said, told",
    [
        ("2026-03-03 10:00", "2026-03-03 10:00"),
        ("2026-03-03 19:59", "2026-03-03 19:59"),
        ("2026-03-03 20:00", "2026-03-04 08:00"),
        ("2026-03-03 07:59", "2026-03-03 08:00"),
        ("2026-03-03 00:30", "2026-03-03 08:00"),
        ("2026-03-06 20:30", "2026-03-09 08:00"),  # a Friday evening
        ("2026-03-07 10:00", "2026-03-09 08:00"),
        ("2026-10-01 09:00", "2026-10-08 08:00"),  # the National Day holiday
        ("2026-02-14 09:00", "2026-02-14 09:00"),  # a Saturday that is worked instead
    ],
)
def test_what_is_said_is_told_when_people_may_be_told(said: str, told: str) -> None:
    assert MANNERS.opening(local(said)) == local(told)


@pytest.mark.parametrize(
    "said, hour, told",
    [
        ("2026-03-03 10:00", 17, "2026-03-03 17:00"),
        ("2026-03-03 17:00", 17, "2026-03-04 17:00"),
        ("2026-03-06 18:00", 9, "2026-03-09 09:00"),
        ("2026-03-08 08:00", 9, "2026-03-09 09:00"),
    ],
)
def test_a_digest_goes_at_the_chosen_hour_of_a_working_day(said: str, hour: int, told: str) -> None:
    assert MANNERS.digest(local(said), hour) == local(told)


def test_an_office_may_have_no_quiet_hours_or_quiet_ones_at_noon() -> None:
    loud = Manners(MANNERS.calendar, quiet_from=8, quiet_until=8)
    assert loud.opening(local("2026-03-03 23:00")) == local("2026-03-03 23:00")
    assert loud.opening(local("2026-03-07 23:00")) == local("2026-03-09 00:00")
    siesta = Manners(MANNERS.calendar, quiet_from=12, quiet_until=14, working_days_only=False)
    assert siesta.opening(local("2026-03-07 12:30")) == local("2026-03-07 14:00")
    assert siesta.digest(local("2026-03-07 12:30"), 9) == local("2026-03-08 09:00")


@given(
    st.datetimes(
        min_value=local("2025-01-01 00:00").replace(tzinfo=None),
        max_value=local("2026-12-31 00:00").replace(tzinfo=None),
    ),
    st.integers(0, 24),
    st.integers(0, 23),
    st.booleans(),
)
def test_people_are_never_told_early_nor_in_quiet_hours(
    said: object, quiet_from: int, quiet_until: int, working_days_only: bool
) -> None:
    manners = Manners(MANNERS.calendar, quiet_from, quiet_until, working_days_only)
    at = said.replace(tzinfo=SHANGHAI)  # type: ignore[attr-defined]  # a datetime
    told = manners.opening(at)
    assert told >= at
    assert manners.opening(told) == told
    day = told.astimezone(SHANGHAI).date()
    assert not working_days_only or manners.calendar.is_working(day)
    assert day - at.date() <= timedelta(days=10)
    assert isinstance(day, date)


def test_failures_are_waited_for_longer_and_longer_up_to_a_bound() -> None:
    patience = Patience()
    waits = [patience.wait("d1", attempt) for attempt in range(1, 12)]
    for attempt, wait in enumerate(waits):
        whole = min(timedelta(minutes=1) * 2**attempt, timedelta(hours=4))
        assert whole / 2 <= wait <= whole
    assert waits == [patience.wait("d1", attempt) for attempt in range(1, 12)]
    assert len({patience.wait(f"d{number}", 1) for number in range(20)}) == 20


def test_what_the_other_side_asks_for_is_honoured_up_to_a_day() -> None:
    patience = Patience()
    assert patience.wait("d1", 1, after=timedelta(hours=6)) == timedelta(hours=6)
    assert patience.wait("d1", 1, after=timedelta(days=30)) == timedelta(days=1)
    assert patience.rest("mail", 1, after=timedelta(hours=2)) == timedelta(hours=2)


@pytest.mark.parametrize(
    "address, shown",
    [
        ("liming@example.cn", "l***@example.cn"),
        ("13812345678", "138****78"),
        ("abc", "a***"),
        ("", ""),
    ],
)
def test_an_address_is_masked_in_evidence(address: str, shown: str) -> None:
    assert masked(address) == shown
