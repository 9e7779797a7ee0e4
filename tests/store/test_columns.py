"""Instants and values come back from both stores as they went in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from engine.model.values import Value
from engine.store import Store
from engine.store.columns import instant_text
from engine.store.statements import Statement
from engine.store.step_statements import inserting
from engine.store.tables import setting
from tests.store.samples import NOW

INSTANTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=st.just(UTC))  # noqa: DTZ001 - aware by timezones
ALL = Statement(select(setting))
INSERT = inserting(setting)


@given(INSTANTS, INSTANTS)
def test_the_text_of_instants_sorts_as_they_do(one: datetime, other: datetime) -> None:
    assert (instant_text(one) < instant_text(other)) == (one < other)
    assert datetime.fromisoformat(instant_text(one)) == one


@pytest.mark.parametrize(
    "at",
    [
        NOW,
        NOW.replace(microsecond=1),
        NOW.astimezone(timezone(timedelta(hours=8))),
        datetime(1, 1, 2, tzinfo=UTC),
        datetime(9999, 12, 30, 23, 59, 59, 999999, tzinfo=UTC),
    ],
    ids=str,
)
def test_an_instant_comes_back_as_it_went_in(store: Store, at: datetime) -> None:
    with store.begin() as session:
        session.execute(insert(setting), [row("core", 1, at)])
        session.run(INSERT, "driver", 1, at, "u")
    with store.read() as session:
        by_driver = [cells[2] for cells in session.rows(ALL)]
        by_core = [cells[2] for cells in session.execute(select(setting))]
    assert by_driver == by_core == [at, at]
    assert all(isinstance(each, datetime) and each.utcoffset() == timedelta(0) for each in by_core)


def row(key: str, value: Value, at: datetime) -> dict[str, object]:
    return {"key": key, "value": value, "changed_at": at, "changed_by": "u"}


def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    with store.begin() as session, pytest.raises(ValueError, match="aware"):
        session.run(INSERT, "k", 1, NOW.replace(tzinfo=None), "u")


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        2**53 - 1,
        Decimal("1.50"),
        date(2026, 3, 2),
        NOW,
        "意见 😀 \x00 “引号”",
        ["a", [1, None]],
        {"@": 1, "乙": 2, "甲": {"b": 1, "a": 2}},
    ],
    ids=repr,
)
def test_a_value_comes_back_as_it_went_in(store: Store, value: Value) -> None:
    with store.begin() as session:
        session.execute(insert(setting), [row("core", value, NOW)])
        session.run(INSERT, "driver", value, NOW, "u")
    with store.read() as session:
        found = [cells[1] for cells in session.rows(ALL)]
        found += [cells[1] for cells in session.execute(select(setting))]
    assert found == [value] * 4
    assert [type(each) for each in found] == [type(value)] * 4
    if isinstance(value, dict):
        assert [list(each) for each in found if isinstance(each, dict)] == [list(value)] * 4
