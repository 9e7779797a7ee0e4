"""The system clock of a real worker is set, on and back, and the worker is stopped meanwhile."""

from __future__ import annotations

import signal
from datetime import timedelta
from pathlib import Path

import pytest

from api.readiness import Readiness
from tests.cases.drawing import boundary, diagram, end, path, start, timer, user
from tests.notifications.clockwork.conftest import Works
from tests.notifications.clockwork.machine import (
    SystemClock,
    WorkerProcess,
    running_worker,
    wait_until,
)
from tests.notifications.clockwork.record import counts, expect_whole, fired, firings, living
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


def marks(works: Works, case_id: str) -> list[str]:
    return [each.kind for each in works.outbox(case_id) if each.kind in ("near_due", "due")]


def troubles(works: Works, data: Path) -> list[str]:
    """What whoever watches the machinery sees."""
    ready = Readiness.of(works.store, clock=works.clock, data=data)
    return [each.code for each in (*ready.troubles(), *ready.warnings())]


def fired_at_once(works: Works, worker: WorkerProcess) -> str:
    """Open a case with a timer of a second and wait until a turn of the worker has fired it."""
    case_id = works.open("at_once").case_id
    wait_until(lambda: counts(works, [case_id]) == [1], what=worker.said)
    return case_id


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
        fired_at_once(office, worker)
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
        wait_until(lambda: firings(office) > 0, what=worker.said)
        machine.step(-HOUR)
        meanwhile = [fired_at_once(office, worker) for _ in range(3)]  # a turn or more for each
        wait_until(lambda: not troubles(office, tmp_path / "data"), what=worker.said)
        machine.step(HOUR)
        wait_until(lambda: counts(office, [*cases, hourly]) == [1] * 41, what=worker.said)
        last = fired_at_once(office, worker)
        worker.stop()
    everything = [*cases, hourly, *meanwhile, last]
    assert counts(office, everything) == [1] * len(everything)
    assert office.alerts() == []
    expect_whole(office, everything)
