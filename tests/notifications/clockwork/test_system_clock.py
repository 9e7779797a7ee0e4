"""The system clock of a real worker is set, on and back, and the worker is stopped meanwhile."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from api.readiness import Readiness
from engine.store.heartbeats import living_workers
from tests.cases.drawing import boundary, diagram, end, path, start, timer, user
from tests.notifications.clockwork.conftest import Works
from tests.notifications.clockwork.processes import SystemClock, running_worker, wait_until
from tests.support.clock import HandClock

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def reminding(key: str, when: str, kind: str = "timeDuration") -> bytes:
    return diagram(
        key,
        start(),
        user("a", assignee="${case.opened_by}", due="1工作日"),
        boundary("reminder", "a", timer(when, kind), interrupting=False),
        end("end"),
        end("reminded"),
        path("start", "a", "end"),
        path("reminder", "reminded"),
    )


DIAGRAMS = (
    reminding("hourly", "R/PT1H", "timeCycle"),
    reminding("later", "PT20H"),
    reminding("in_an_hour", "PT1H"),
    reminding("at_once", "PT1S"),
)


@pytest.fixture
def machine(tmp_path: Path, clock: HandClock) -> SystemClock:
    return SystemClock(tmp_path / "clock", clock)


@pytest.fixture
def office(works: Works, tmp_path: Path) -> Works:
    (tmp_path / "data").mkdir()
    works.deploy(*DIAGRAMS)
    return works


def fired(works: Works, case_id: str) -> list[str]:
    """When each timer of a case was due that fired, in order."""
    return [str(each["data"]["due_at"]) for each in works.events(case_id, "timer_fired")]  # type: ignore[index]


def counts(works: Works, cases: Sequence[str]) -> list[int]:
    return [len(fired(works, each)) for each in cases]


def living(works: Works) -> int:
    with works.store.read() as session:
        return living_workers(session, now=works.clock())


def marks(works: Works, case_id: str) -> list[str]:
    return [each.kind for each in works.outbox(case_id) if each.kind in ("near_due", "due")]


def troubles(works: Works, data: Path) -> list[str]:
    """What whoever watches the machinery sees."""
    ready = Readiness.of(works.store, clock=works.clock, data=data)
    return [each.code for each in (*ready.troubles(), *ready.warnings())]


def expect_whole(works: Works, cases: Sequence[str]) -> None:
    """The record is whole, and nothing in it happened before it was due."""
    for case_id in cases:
        works.check(case_id)
        for each in works.history(case_id):
            if each.type == "timer_fired":
                due = cast("dict[str, dict[str, str]]", each.members()["data"])["due_at"]["v"]
                assert datetime.fromisoformat(due) <= each.at


def test_a_worker_stopped_for_a_day_does_all_of_that_day_once(
    office: Works, database_url: str, tmp_path: Path, machine: SystemClock
) -> None:
    with running_worker(database_url, tmp_path, **machine.environment()) as worker:
        wait_until(lambda: living(office) == 1, what=worker.said)
        hourly = office.open("hourly").case_id
        later = [office.open("later").case_id for _ in range(5)]
        worker.send(signal.SIGSTOP)
        wait_until(worker.is_stopped)
        machine.step(DAY)
        assert counts(office, [hourly, *later]) == [0] * 6
        assert living(office) == 0
        worker.send(signal.SIGCONT)
        wait_until(lambda: counts(office, [hourly, *later]) == [24, 1, 1, 1, 1, 1])
        wait_until(lambda: all(marks(office, each) for each in [hourly, *later]))
        wait_until(lambda: not troubles(office, tmp_path / "data"))
        last = office.open("at_once").case_id
        wait_until(lambda: counts(office, [last]) == [1])
        worker.stop()
    cases = [hourly, *later]
    assert counts(office, cases) == [24, 1, 1, 1, 1, 1]
    assert fired(office, hourly) == sorted(set(fired(office, hourly)))
    assert [marks(office, each) for each in cases] == [["due"]] * 6
    assert office.alerts() == []
    expect_whole(office, cases)


def test_a_clock_set_back_and_on_an_hour_while_a_worker_sweeps_does_nothing_twice(
    office: Works, database_url: str, tmp_path: Path, machine: SystemClock
) -> None:
    cases = [office.open("in_an_hour").case_id for _ in range(40)]
    hourly = office.open("hourly").case_id
    with running_worker(database_url, tmp_path, **machine.environment()) as worker:
        wait_until(lambda: living(office) == 1, what=worker.said)
        machine.step(HOUR)
        wait_until(lambda: sum(counts(office, cases)) > 0)
        machine.step(-HOUR)
        some = sum(counts(office, cases))
        first = office.open("at_once").case_id
        wait_until(lambda: counts(office, [first]) == [1], what=worker.said)
        wait_until(lambda: not troubles(office, tmp_path / "data"), what=worker.said)
        machine.step(HOUR)
        wait_until(lambda: counts(office, [*cases, hourly]) == [1] * 41, what=worker.said)
        second = office.open("at_once").case_id
        wait_until(lambda: counts(office, [second]) == [1], what=worker.said)
        worker.stop()
    assert 0 < some
    assert counts(office, [*cases, hourly, first, second]) == [1] * 43
    assert office.alerts() == []
    expect_whole(office, [*cases, hourly, first, second])
