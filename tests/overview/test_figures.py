"""Every figure is the length of the list behind it, whatever there is and whoever asks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.model.errors import InvalidArgument
from engine.model.items import ItemStatus
from engine.model.overview import OverviewFilter
from engine.model.registers import Days
from tests.cases.desk import UNITS, refusal
from tests.overview.world import NOW, World, figures_of

CODES = [unit.code for unit in UNITS]
DAY = timedelta(days=1)
LONG_AGO = st.integers(-800 * 24 * 3600, 0).map(lambda s: NOW + timedelta(seconds=s))
MONTH_ENDS = st.integers(1, 12).flatmap(
    lambda month: st.sampled_from(
        [datetime(2026, month, 1, tzinfo=UTC) - timedelta(hours=8, seconds=each) for each in (0, 1)]
    )
)
PAST = (LONG_AGO | MONTH_ENDS).filter(lambda at: at <= NOW)
AROUND = st.integers(-40 * 24 * 3600, 40 * 24 * 3600).map(lambda s: NOW + timedelta(seconds=s))
CLOSED = {
    "status": st.just("closed"),
    "ended_at": PAST,
    "on_time": st.sampled_from([None, True, False]),
}
CASE = {
    "unit": st.none() | st.sampled_from(CODES),
    "key": st.sampled_from(["p", "q", "rectification"]),
    "opened_at": PAST,
}
CASES = st.lists(
    st.fixed_dictionaries(
        {
            **CASE,
            "status": st.sampled_from(["open", "open", "suspended"]),
            "due_at": st.none() | AROUND,
        }
    )
    | st.fixed_dictionaries({**CASE, **CLOSED})
    | st.fixed_dictionaries({**CASE, "status": st.just("canceled"), "ended_at": PAST}),
    max_size=8,
)
ITEM = {
    "case": st.integers(0, 7),
    "owner": st.none() | st.sampled_from(CODES),
    "kind": st.none() | st.sampled_from(["安全隐患", "其他"]),
}
ITEMS = st.lists(
    st.fixed_dictionaries({**ITEM, **CLOSED})
    | st.fixed_dictionaries(
        {**ITEM, "status": st.sampled_from([s.value for s in ItemStatus if s.value != "closed"])}
    ),
    max_size=8,
)
WORKS = st.lists(
    st.fixed_dictionaries(
        {
            "case": st.integers(0, 7),
            "due_at": st.none() | AROUND,
            "created_at": PAST,
            "assignee": st.none() | st.sampled_from(["li", "xiao"]),
            "groups": st.sampled_from([(), ("leader",), ("leader", "director")]),
            "users": st.sampled_from([(), ("wang",)]),
        }
    ),
    max_size=8,
)
SOME_DAY = st.none() | st.dates(date(2024, 7, 1), date(2026, 12, 30))
WANTED = st.builds(
    OverviewFilter,
    unit=st.none() | st.sampled_from(CODES),
    process=st.none() | st.sampled_from(["p", "rectification"]),
    period=st.just(Days())
    | st.tuples(SOME_DAY, SOME_DAY).map(
        lambda d: Days(*(sorted(d) if None not in d else d))  # type: ignore[type-var]  # none is None
    ),
    months=st.sampled_from([12, 24]),
)
property_test = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@property_test
@given(
    cases=CASES, items=ITEMS, works=WORKS, wanted=WANTED, person=st.sampled_from(["wang", "yue"])
)
def test_every_figure_is_the_length_of_the_list_behind_it(
    world: World,
    cases: list[dict[str, object]],
    items: list[dict[str, object]],
    works: list[dict[str, object]],
    wanted: OverviewFilter,
    person: str,
) -> None:
    world.count_every_time()
    world.lay_out(cases, items, works)
    overview = world.overview(person, wanted)
    for where, figure in figures_of(overview):
        assert figure.count == len(world.behind(person, figure)), where
    for load in overview.work:
        assert load.oldest_at == min(row.created_at for row in world.behind(person, load.open))
    overdue = sorted(world.behind(person, overview.cases.red), key=lambda row: (row.due_at, row.id))
    assert [each.id for each in overview.longest] == [row.id for row in overdue][:10]


@property_test
@given(cases=CASES, items=ITEMS, wanted=WANTED, person=st.sampled_from(["wang", "yue"]))
def test_no_case_is_in_two_lines_and_none_is_left_out(
    world: World,
    cases: list[dict[str, object]],
    items: list[dict[str, object]],
    wanted: OverviewFilter,
    person: str,
) -> None:
    world.count_every_time()
    world.lay_out(cases, items)
    overview = world.overview(person, wanted)
    whole = {where: figure.count for where, figure in figures_of(overview.cases)}
    for lines in (overview.by_unit, overview.by_process):
        for where, count in whole.items():
            parts = [dict(figures_of(line.cases))[where].count for line in lines]
            assert sum(parts) == count
    for punctual in (overview.closed_by_unit, overview.closed_by_process):
        for where, figure in figures_of(overview.closed):
            parts = [dict(figures_of(line.closed))[where].count for line in punctual]
            assert sum(parts) == figure.count


def test_the_lines_are_counties_and_within_one_what_is_directly_below_it(world: World) -> None:
    world.lay_out([{"unit": code} for code in CODES])
    world.count_every_time()

    def lines(person: str, unit: str | None = None) -> list[tuple[str, bool, int]]:
        found = world.overview(person, OverviewFilter(unit=unit)).by_unit
        return [(line.subject.id, line.subject.is_alone, line.cases.green.count) for line in found]

    counties = [("430600", True, 1), ("430621", False, 2), ("430623", False, 1)]
    assert lines("wang") == counties
    assert lines("wang", "430600") == counties
    assert lines("yue") == [("430621", True, 1), ("430621-1", False, 1)]
    assert lines("wang", "430621") == lines("yue")
    assert lines("wang", "430621-1") == [("430621-1", True, 1)]
    assert lines("yue", "430623") == []


def test_the_rate_leaves_out_what_had_no_due_day(world: World) -> None:
    closed = {"status": "closed", "ended_at": NOW - DAY}
    world.lay_out([{**closed, "on_time": each} for each in (True, True, False, None)])
    found = world.overview("wang", OverviewFilter()).closed
    assert (found.on_time.count, found.late.count, found.closed.count) == (2, 1, 4)
    assert found.rate is not None
    assert round(float(found.rate), 3) == 0.667
    world.lay_out([{**closed, "on_time": None}])
    world.office.clock.advance(DAY)
    assert world.overview("wang", OverviewFilter()).closed.rate is None


def test_what_was_counted_is_kept_for_a_minute_and_says_so(world: World) -> None:
    world.lay_out([{}])
    first = world.overview("wang", OverviewFilter())
    world.lay_out([{}, {}])
    clock = world.office.clock
    clock.advance(timedelta(seconds=59))
    again = world.overview("zhao", OverviewFilter())
    assert (again.as_of, again.cases.green.count) == (first.as_of, 1)
    assert world.overview("yue", OverviewFilter()).cases.green.count == 2
    clock.advance(timedelta(seconds=1))
    later = world.overview("wang", OverviewFilter())
    assert (later.as_of, later.cases.green.count) == (clock(), 2)


def test_it_is_for_those_whose_register_reaches_below(world: World) -> None:
    assert refusal(lambda: world.overview("xiao", OverviewFilter())).code == "not_permitted"
    assert refusal(lambda: world.overview("nobody", OverviewFilter())).code == "not_permitted"
    assert refusal(lambda: world.overview("wang", OverviewFilter(unit="9"))).code == "not_found"
    with pytest.raises(InvalidArgument):
        OverviewFilter(months=13)


def test_a_period_in_the_future_has_no_month(world: World) -> None:
    world.lay_out([{}])
    found = world.overview("wang", OverviewFilter(period=Days(date(2030, 1, 1), None)))
    assert (found.months, found.cases.green.count) == ((), 0)
