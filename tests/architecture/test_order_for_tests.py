"""What takes long is begun first by each process, and no test is lost on the way."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.order import LONG, arranged

ROOM = {"a/test_slow.py": 30, "b/test_slower.py::test_year": 50, "c/test_some.py": 20}


@dataclass(frozen=True)
class Named:
    nodeid: str


TESTS = [
    Named(each)
    for each in (
        *(f"a/test_quick.py::test_{number}" for number in range(5)),
        "a/test_slow.py::test_1",
        "a/test_slow.py::test_2",
        "b/test_slower.py::test_other",
        "b/test_slower.py::test_year",
        *(f"c/test_quick.py::test_{number}" for number in range(4)),
        "c/test_some.py::test_1",
    )
]


def test_each_of_two_begins_with_a_part_of_what_takes_long() -> None:
    made = [each.nodeid for each in arranged(TESTS, 2, ROOM)]
    assert made[0] == "b/test_slower.py::test_year"
    assert made[7:10] == [
        "a/test_slow.py::test_1",
        "a/test_slow.py::test_2",
        "c/test_some.py::test_1",
    ]


def test_the_others_keep_their_order() -> None:
    long = tuple(ROOM)
    made = [each for each in arranged(TESTS, 2, ROOM) if not each.nodeid.startswith(long)]
    assert made == [each for each in TESTS if not each.nodeid.startswith(long)]


@given(tests=st.permutations(TESTS), count=st.integers(0, len(TESTS)), shares=st.integers(1, 20))
def test_no_test_is_lost_and_none_comes_twice(tests: list[Named], count: int, shares: int) -> None:
    made = arranged(tests[:count], shares, ROOM)
    assert sorted(each.nodeid for each in made) == sorted(each.nodeid for each in tests[:count])


def test_every_name_in_the_table_is_that_of_a_test(pytestconfig: pytest.Config) -> None:
    for each in LONG:
        place, _, name = each.partition("::")
        found = pytestconfig.rootpath / place
        if name:
            assert f"def {name.partition('[')[0]}" in found.read_text("utf-8"), each
        else:
            assert found.is_dir() if place.endswith("/") else found.is_file(), each
