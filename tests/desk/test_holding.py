"""Who held a case how long: spans without gap or overlap, each with the event that began it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import commands
from engine.model.calendar import WorkCalendar
from engine.model.deadlines import local_day
from engine.model.history import SealedEvent
from engine.model.holding import HeldSpan, HoldingState, holdings_of
from engine.store.case_reads import history_of
from tests.properties.test_rectification_walks import Walker
from tests.reading.house import House
from tests.support.clock import HandClock

CALENDAR = WorkCalendar.published()


def expect_partition(spans: tuple[HeldSpan, ...], opened_at: datetime, until: datetime) -> None:
    """Expect spans that begin where the one before ended, and sums that are those of the whole."""
    assert [each.until_at for each in spans[:-1]] == [each.from_at for each in spans[1:]]
    assert all(each.from_at < each.until_at for each in spans)
    assert sum((each.elapsed for each in spans), timedelta()) == until - opened_at
    first, last = local_day(opened_at), local_day(until)
    assert sum(each.natural_days for each in spans) == (last - first).days
    working = CALENDAR.working_days_between(first, last)
    assert sum(each.working_days for each in spans) == working
    if spans:
        assert (spans[0].from_at, spans[-1].until_at) == (opened_at, until)


def state_of(walk: Walker) -> HoldingState:
    """How the case stands, as its rows say it."""
    desk, case_id = walk.desk, walk.case_id
    if desk.case(case_id).status == "suspended":
        return HoldingState.SUSPENDED
    work = desk.work(case_id)
    if any(row.assignee for row in work):
        return HoldingState.WORKING
    if work:
        return HoldingState.TO_BE_TAKEN
    failed = any(row.ended_at is None for row in desk.incidents(case_id))
    return HoldingState.FAILED if failed else HoldingState.WAITING


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_whatever_happens_the_spans_are_a_partition_and_the_last_is_the_present(
    clock: HandClock, seed: int
) -> None:
    walk = Walker(seed, clock)
    try:
        for _ in range(25):
            if not walk.is_open:
                break
            walk.step()
            if walk.choice.random() < 0.3 and walk.is_open:
                take(walk)
            clock.advance(timedelta(hours=walk.choice.randint(1, 30)))
            check(walk, clock)
    finally:
        walk.desk.store.close()


def take(walk: Walker) -> None:
    """Let a leader give a random piece of work to somebody who may have it."""
    row = walk.choice.choice([*walk.desk.work(walk.case_id), None])
    if row is not None and row.groups == ("case_officer",):
        walk.desk.give(commands.assign, "wang", work_id=row.id, person="li")


def check(walk: Walker, clock: HandClock) -> None:
    desk, case = walk.desk, walk.desk.case(walk.case_id)
    until = case.ended_at or clock()
    with desk.store.read() as session:
        spans = holdings_of(history_of(session, case.id), until=until, calendar=CALENDAR)
    expect_partition(spans, case.opened_at, until)
    if case.ended_at is None:
        assert spans[-1].holding.state is state_of(walk)
        people = {row.assignee for row in desk.work(case.id) if row.assignee}
        if case.status == "open":
            assert set(spans[-1].holding.people) == people


def test_holders_are_named_with_the_events_that_began_and_ended_their_time(house: House) -> None:
    house.clock.move_to(datetime(2026, 9, 24, 1, tzinfo=UTC))
    case_id = house.rectify()
    house.clock.advance(timedelta(days=1))
    work = house.one(case_id, "draft_notice").id
    house.give(commands.assign, "wang", work_id=work, person="chen", reason="另有任务")
    house.clock.advance(timedelta(days=5))
    house.complete("chen", work, {"notice_text": "请整改"})
    house.clock.advance(timedelta(hours=2))
    house.give(commands.suspend_case, "wang", case_id=case_id, reason="等待核实")
    house.clock.advance(timedelta(days=10))
    page = house.ask(commands.read_holding, "li", case_id=case_id)
    told = [
        (
            each.holding.state.value,
            [person.name for person in each.holding.people],
            [group.name for group in each.holding.groups],
            each.holding.work,
            each.natural_days,
            each.working_days,
        )
        for each in page.spans
    ]
    assert told == [
        ("working", ["li某"], [], ("起草整改通知书",), 1, 0),
        ("working", ["chen某"], [], ("起草整改通知书",), 5, 3),
        ("to_be_taken", [], ["分管领导"], ("审批整改通知书",), 0, 0),
        ("suspended", [], [], (), 10, 3),
    ]
    types = {each.seq: each.type for each in house.history(case_id)}
    assert [types[each.began_by] for each in page.spans] == [
        "task_created",
        "task_assigned",
        "task_created",
        "case_suspended",
    ]
    assert page.spans[-1].ended_by is None
    assert (page.natural_days, page.working_days) == (16, 6)
    assert page.seconds == sum(each.seconds for each in page.spans)
    assert page.totals[0].zh == "中止"
    assert sum(each.seconds for each in page.totals) == page.seconds


def test_it_ends_with_the_case(house: House) -> None:
    case_id = house.rectify()
    house.clock.advance(timedelta(days=2))
    house.give(commands.cancel_case, "wang", case_id=case_id, reason="与另案重复")
    house.clock.advance(timedelta(days=9))
    page = house.ask(commands.read_holding, "li", case_id=case_id)
    assert page.is_ended
    assert page.natural_days == 2


def test_it_tells_of_the_inner_file(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    assert house.answer(commands.read_holding, "xiao", case_id=case_id) == "not_permitted"


def test_a_redacted_event_is_passed_over() -> None:
    event = SealedEvent(
        "c", 1, datetime(2026, 9, 1, tzinfo=UTC), "task_created", None, None, None, None, None,
        b"", b"", None, None,
    )  # fmt: skip
    until = event.at + timedelta(days=1)
    (span,) = holdings_of([event], until=until, calendar=CALENDAR)
    assert span.holding.state is HoldingState.WAITING
