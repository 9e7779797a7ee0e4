"""Timers fire once, in order, however late, however many workers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import URL, make_url, select, text, update

from engine.commands import fire_timer, move_timer, suspend_case, sweep
from engine.commands.sweeping import TOGETHER
from engine.model.errors import InvalidArgument, InvalidState, NotPermitted
from engine.store import Session, Store
from engine.store.tables import case_file, history_event
from engine.store.timers import claim_due
from tests.cases.desk import Desk, local, refusal
from tests.cases.drawing import (
    boundary,
    catch,
    diagram,
    end,
    flow,
    gateway,
    message,
    path,
    service,
    start,
    timer,
    user,
)

LADDER = diagram(
    "ladder",
    start(),
    user("report", groups="respondent", due="10工作日"),
    boundary("weekly", "report", timer("R/P7D", "timeCycle"), interrupting=False),
    boundary("reminder", "report", timer("P10D"), interrupting=False),
    boundary("overdue", "report", timer("10工作日"), interrupting=False),
    boundary("gave_up", "report", timer("P30D")),
    service("urge", "notify", to="respondent", kind="urge", text="请尽快报告"),
    end("reported"),
    end("urged"),
    end("reminded"),
    end("late"),
    user("decide", groups="leader"),
    end("decided"),
    path("start", "report", "reported"),
    path("weekly", "urge", "urged"),
    path("reminder", "reminded"),
    path("overdue", "late"),
    path("gave_up", "decide", "decided"),
)


def fired(desk: Desk, case_id: str) -> list[tuple[str, str]]:
    return [
        (str(event["node"]), str(event["data"]["due_at"]["v"])[:10])  # type: ignore[index]
        for event in desk.events(case_id, "timer_fired")
    ]


def test_each_timer_fires_when_it_is_due(desk: Desk) -> None:
    desk.deploy(LADDER)
    case_id = desk.open("ladder").case_id
    assert len(desk.timers(case_id)) == 4
    assert desk.advance(days=7, seconds=-1).fired == 0
    assert desk.advance(seconds=1).fired == 1
    assert desk.advance(days=3).fired == 1
    assert [node for node, _ in fired(desk, case_id)] == ["weekly", "reminder"]
    kinds = [row.kind for row in desk.outbox(case_id)]
    assert kinds.count("urge") == 1


def test_a_legal_deadline_ends_at_midnight(desk: Desk) -> None:
    desk.deploy(LADDER)
    case_id = desk.open("ladder").case_id
    desk.clock.move_to(local("2026-03-16T23:59:59"))
    desk.sweep()
    assert "overdue" not in [node for node, _ in fired(desk, case_id)]
    desk.clock.move_to(local("2026-03-17T00:00:00"))
    desk.sweep()
    assert "overdue" in [node for node, _ in fired(desk, case_id)]


def test_after_an_outage_all_that_was_missed_fires_in_order(desk: Desk) -> None:
    desk.deploy(LADDER)
    case_id = desk.open("ladder").case_id
    desk.advance(days=90)
    assert fired(desk, case_id) == [
        ("weekly", "2026-03-09"),
        ("reminder", "2026-03-12"),
        ("weekly", "2026-03-16"),
        ("overdue", "2026-03-16"),  # 16:00 UTC is midnight in Shanghai
        ("weekly", "2026-03-23"),
        ("weekly", "2026-03-30"),
        ("gave_up", "2026-04-01"),
    ]
    at = {event["data"]["fired_at"]["v"] for event in desk.events(case_id, "timer_fired")}  # type: ignore[index]
    assert len(at) == 1
    assert desk.nodes(case_id) == ["decide"]
    assert desk.timers(case_id) == []


def test_a_completed_task_takes_its_timers_with_it(desk: Desk) -> None:
    desk.deploy(LADDER)
    case_id = desk.open("ladder").case_id
    assert desk.complete("xiao", desk.one(case_id, "report").id).status == "closed"
    assert desk.advance(days=90).fired == 0


def test_a_cycle_counts_its_firings(desk: Desk) -> None:
    desk.deploy(
        diagram(
            "thrice",
            start(),
            user("a", groups="leader"),
            boundary("tick", "a", timer("R3/P1D", "timeCycle"), interrupting=False),
            end(),
            end("ticked"),
            path("start", "a", "end"),
            path("tick", "ticked"),
        )
    )
    case_id = desk.open("thrice").case_id
    assert desk.timers(case_id)[0].remaining == 3
    desk.advance(days=365)
    assert [day for _, day in fired(desk, case_id)] == ["2026-03-03", "2026-03-04", "2026-03-05"]


RACE = diagram(
    "race",
    start(),
    gateway("first", "eventBased"),
    catch("answered", message("answer")),
    catch("silent", timer("P3D")),
    user("thank", groups="leader"),
    user("ask_again", groups="leader"),
    end(),
    end("end2"),
    path("start", "first", "answered", "thank", "end"),
    flow("first", "silent"),
    path("silent", "ask_again", "end2"),
    messages=("answer",),
)


def test_of_a_message_and_a_timer_the_first_one_decides(desk: Desk) -> None:
    desk.deploy(RACE)
    heard, unheard = desk.open("race").case_id, desk.open("race").case_id
    desk.send("li", heard, "answer")
    desk.advance(days=4)
    assert (desk.nodes(heard), desk.nodes(unheard)) == (["thank"], ["ask_again"])


def test_firing_what_is_not_due_does_nothing(desk: Desk) -> None:
    desk.deploy(LADDER)
    case_id = desk.open("ladder").case_id
    version = desk.case(case_id).version
    with desk.store.begin() as session:
        done = fire_timer(session, engine=desk.engine, clock=desk.clock, case_id=case_id)
    assert (done.fired, done.version) == (False, version)
    assert desk.case(case_id).version == version


def test_several_workers_fire_each_timer_once(desk: Desk) -> None:
    desk.deploy(LADDER)
    cases = [desk.open("ladder").case_id for _ in range(6)]
    desk.clock.advance(timedelta(days=15))
    together = threading.Barrier(4)
    counts: list[int] = []

    def work(name: str) -> None:
        together.wait()
        for _ in range(3):
            swept = sweep(desk.store, engine=desk.engine, clock=desk.clock, worker=name, limit=4)
            assert swept.failed == ()
            counts.append(swept.fired)

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.sweep()
    for case_id in cases:
        desk.check(case_id)
        nodes = [node for node, _ in fired(desk, case_id)]
        assert nodes == ["weekly", "reminder", "weekly", "overdue"]


def test_cases_that_share_a_unit_of_work_fire_all_that_was_missed_in_order(desk: Desk) -> None:
    desk.deploy(LADDER)
    cases = [desk.open("ladder").case_id for _ in range(2 * TOGETHER + 1)]
    desk.clock.advance(timedelta(days=20))
    assert desk.sweep().fired == 4 * len(cases)
    for case_id in cases:
        desk.check(case_id)
        nodes = [node for node, _ in fired(desk, case_id)]
        assert nodes == ["weekly", "reminder", "weekly", "overdue"]


class BetweenClaimAndFiring(Store):
    """A store with which something happens after its first unit of work, the claim of a sweep."""

    def __init__(self, url: URL, happens: Callable[[], object]) -> None:
        super().__init__(url.render_as_string(hide_password=False))
        self._happens = iter((lambda: None, happens))

    def begin(self) -> AbstractContextManager[Session]:
        next(self._happens, lambda: None)()
        return super().begin()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_case_that_somebody_is_at_work_on_holds_up_no_other(
    desk: Desk, database_url: str
) -> None:
    """On PostgreSQL alone: the writers of SQLite take turns."""
    desk.deploy(LADDER)
    busy, *others = (desk.open("ladder").case_id for _ in range(4))
    desk.clock.advance(timedelta(days=7))
    impatient = make_url(database_url).update_query_dict(
        {"options": "-c timezone=UTC -c lock_timeout=300ms"}
    )
    change = update(case_file).where(case_file.c.id == busy).values(title="在办")
    with desk.store.begin() as session:
        store = BetweenClaimAndFiring(impatient, lambda: session.execute(change))
        swept = sweep(store, engine=desk.engine, clock=desk.clock)
        store.close()
    assert (swept.fired, swept.failed) == (3, ())
    assert all(len(fired(desk, each)) == 1 for each in others)
    wrote = select(text("xmin::text")).where(
        history_event.c.type == "timer_fired", history_event.c.case_id.in_(others)
    )
    with desk.store.read() as session:
        assert len(set(session.execute(wrote).all())) == 1  # together, without the busy one
    assert desk.sweep().fired == 1  # given back, not left to its lease
    assert len(fired(desk, busy)) == 1


def test_a_worker_killed_after_its_claim_loses_nothing(desk: Desk) -> None:
    desk.deploy(LADDER)
    case_id = desk.open("ladder").case_id
    desk.clock.advance(timedelta(days=7))
    with desk.store.begin() as session:
        claimed = claim_due(
            session,
            now=desk.clock(),
            limit=10,
            worker="dead",
            lease=timedelta(minutes=2),
        )
    assert len(claimed) == 1
    assert desk.sweep(worker="alive").fired == 0  # still leased
    assert desk.advance(minutes=3).fired == 1
    assert [node for node, _ in fired(desk, case_id)] == ["weekly"]


def test_a_live_timer_is_moved_with_a_reason(desk: Desk) -> None:
    desk.deploy(LADDER)
    case_id = desk.open("ladder").case_id
    row = next(row for row in desk.timers(case_id) if row.node == "reminder")
    to = local("2026-03-05T09:00:00")
    desk.give(move_timer, "wang", case_id=case_id, aid=row.aid, due_at=to, reason="提前督促")
    assert next(r for r in desk.timers(case_id) if r.node == "reminder").due_at == to
    (event,) = desk.events(case_id, "timer_moved")
    assert event["data"] == {"aid": row.aid, "reason": "提前督促"}
    assert event["before"] != event["after"]
    desk.advance(days=3)
    assert [node for node, _ in fired(desk, case_id)] == ["reminder"]


def test_moving_a_timer_is_refused_where_it_makes_no_sense(desk: Desk) -> None:
    desk.deploy(LADDER)
    case_id = desk.open("ladder").case_id
    row = desk.timers(case_id)[0]

    def move(person: str = "wang", **more: object) -> object:
        arguments = {
            "case_id": case_id,
            "aid": row.aid,
            "due_at": local("2026-03-05T09:00:00"),
            "reason": "提前",
            **more,
        }
        return desk.give(move_timer, person, **arguments)

    assert isinstance(refusal(lambda: move("li")), NotPermitted)
    assert isinstance(refusal(lambda: move(aid=999)), InvalidState)
    assert refusal(lambda: move(reason="")).code == "reason_required"
    naive = refusal(lambda: move(due_at=local("2026-03-05T09:00:00").replace(tzinfo=None)))
    assert isinstance(naive, InvalidArgument)


def test_a_timer_moved_while_its_case_is_suspended_is_due_when_resumed(desk: Desk) -> None:
    from engine.commands import resume_case  # noqa: PLC0415 - only here

    desk.deploy(LADDER)
    case_id = desk.open("ladder").case_id
    row = next(row for row in desk.timers(case_id) if row.node == "reminder")
    desk.give(suspend_case, "li", case_id=case_id, reason="等待")
    desk.clock.advance(timedelta(days=2))
    to = desk.clock() + timedelta(days=1)
    desk.give(move_timer, "wang", case_id=case_id, aid=row.aid, due_at=to, reason="提前")
    desk.clock.advance(timedelta(days=5))
    desk.give(resume_case, "li", case_id=case_id)
    moved = next(row for row in desk.timers(case_id) if row.node == "reminder")
    assert moved.due_at == desk.clock() + timedelta(days=1)


@pytest.mark.parametrize("text", ["half a day", "-P1D", "P0D", "${1 + 1}", "${missing}"])
def test_a_timer_without_an_instant_is_an_incident(desk: Desk, text: str) -> None:
    from engine.model.errors import EngineError  # noqa: PLC0415 - only here

    drawn = diagram(
        "broken", start(), catch("wait", timer(text)), end(), path("start", "wait", "end")
    )
    try:
        desk.deploy(drawn)
    except EngineError:
        return  # the linter saw it first
    case_id = desk.open("broken").case_id
    assert [row.node for row in desk.incidents(case_id)] == ["wait"]
