"""Numbers have no gaps, whoever fails and however many take them at once."""

from __future__ import annotations

import threading

import pytest

from engine.model.errors import AlreadyExists, InvalidArgument
from engine.store import Store
from engine.store.numbers import VoidNumber, last_number, take_number, void, void_numbers
from tests.store.samples import NOW

SERIES = "岳教督整"


def take(store: Store, year: int = 2026, series: str = SERIES) -> int:
    with store.begin() as session:
        return take_number(session, series, year=year)


def test_each_series_starts_each_year_with_one(store: Store) -> None:
    assert [take(store), take(store), take(store, 2027), take(store, series="岳教督")] == [
        1,
        2,
        1,
        1,
    ]
    with store.read() as session:
        assert last_number(session, SERIES, year=2026) == 2
        assert last_number(session, SERIES, year=2028) == 0


def test_a_step_that_fails_takes_no_number(store: Store) -> None:
    take(store)
    with pytest.raises(ZeroDivisionError):
        take_and_fail(store)
    assert take(store) == 2


def take_and_fail(store: Store) -> float:
    with store.begin() as session:
        return take_number(session, SERIES, year=2026) / 0


def test_many_at_once_take_each_number_once_without_gaps(store: Store) -> None:
    taken: list[int] = []

    def work() -> None:
        taken.extend(take(store) for _ in range(10))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 41))


def test_a_void_number_is_logged_once_and_never_taken_again(store: Store) -> None:
    take(store)
    row = VoidNumber(SERIES, 2026, 1, "重复发文", NOW, "u-1")
    with store.begin() as session:
        void(session, row)
    assert take(store) == 2
    with store.read() as session:
        assert void_numbers(session, SERIES, year=2026) == [row]
    with pytest.raises(AlreadyExists), store.begin() as session:
        void(session, row)


def test_a_number_not_taken_cannot_be_void(store: Store) -> None:
    with pytest.raises(InvalidArgument), store.begin() as session:
        void(session, VoidNumber(SERIES, 2026, 1, "误", NOW, "u-1"))
