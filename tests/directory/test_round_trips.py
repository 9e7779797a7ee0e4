"""What is exported imports again without a change, whatever it is, and twice is once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dudao.groups import GROUPS
from engine.commands.directory.merging import merged
from engine.identity import Membership, PersonEntry, Unit, UnitTree, post_key, tidied
from engine.model.deadlines import local_day
from registers.comma_separated import write_separated
from registers.directory import (
    PEOPLE,
    UNITS,
    ListKind,
    check_people,
    check_units,
    people_lines,
    read_list,
    unit_lines,
)
from registers.sheets import Heading
from registers.wording import Say, chinese, english
from registers.workbook import write_register
from tests.support.clock import START

CODES = tuple(f"u{number}" for number in range(6))
NAMED = st.text("甲乙丙丁某县=+-@'\",;（）·Az0 9", min_size=1, max_size=12).map(
    lambda text: " ".join(f"名{text}".split())
)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@st.composite
def units(draw: st.DrawFn) -> tuple[Unit, ...]:
    """A forest: each unit lies below an earlier one or below none."""
    made: list[Unit] = []
    for code in CODES:
        parent = draw(st.sampled_from([None, *(unit.code for unit in made)]))
        made.append(Unit(code, draw(NAMED), parent, draw(st.sampled_from(["", "school", "县"]))))
    return tuple(made)


@st.composite
def posts(draw: st.DrawFn) -> Membership:
    begins = draw(st.just(date.min) | DAYS)
    ends = draw(st.none() | DAYS.filter(lambda day: day >= begins))
    unit = draw(st.none() | st.sampled_from(CODES))
    return Membership(draw(st.sampled_from(sorted(GROUPS))), begins, ends, unit)


@st.composite
def people(draw: st.DrawFn) -> tuple[PersonEntry, ...]:
    made = []
    for number in range(draw(st.integers(0, 4))):
        unit = draw(st.sampled_from(CODES))
        held = {post_key(each, unit): each for each in draw(st.lists(posts(), max_size=3))}
        made.append(
            tidied(
                PersonEntry(
                    f"p{number}", draw(NAMED), unit, tuple(held.values()), draw(st.booleans())
                )
            )
        )
    return tuple(made)


def written(kind: ListKind, lines: Iterator[tuple[str, ...]], suffix: str, say: Say) -> bytes:
    rows = tuple(lines)
    if suffix == ".csv":
        return write_separated([kind.headings(say), *rows])
    file, heading = io.BytesIO(), Heading(say(*kind.title), say("全部", "everything"), START)
    write_register(file, heading, kind.columns, rows, say=say)
    return file.getvalue()


@pytest.mark.parametrize("say", [chinese, english])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@given(made=units())
@settings(max_examples=25, deadline=None)
def test_units_come_back_as_they_were(suffix: str, say: Say, made: tuple[Unit, ...]) -> None:
    rows = read_list(written(UNITS, unit_lines(UnitTree(made)), suffix, say))
    assert set(check_units(rows, {})) == set(made)


@pytest.mark.parametrize("say", [chinese, english])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@given(made=people())
@settings(max_examples=25, deadline=None)
def test_people_come_back_as_they_were(
    suffix: str, say: Say, made: tuple[PersonEntry, ...]
) -> None:
    rows = read_list(written(PEOPLE, people_lines(made, GROUPS, say=say), suffix, say))
    read = check_people(rows, groups=GROUPS, units=dict.fromkeys(CODES, "单位"))
    assert tuple(tidied(each) for each in read) == made


@given(before=people(), listed=people(), days=st.integers(0, 400))
@settings(max_examples=60, deadline=None)
def test_a_list_merged_twice_is_merged_once_and_deletes_nothing_held(
    before: tuple[PersonEntry, ...], listed: tuple[PersonEntry, ...], days: int
) -> None:
    today = local_day(START)
    later = date.fromordinal(today.toordinal() + days)
    for old, new in zip(before, listed, strict=False):
        once = merged(old, new, on=today)
        assert merged(once, new, on=later) == once
        held = {post_key(post, old.unit) for post in old.memberships if post.from_on <= today}
        assert held <= {post_key(post, once.unit) for post in once.memberships}
