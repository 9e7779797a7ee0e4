"""Demo cases: scenario files played through the real commands, with a clock that starts in the past.

Each file says how many days ago it began. Time passes as the file says, but never beyond the
present; from the last step on, timers fire up to now. So the cases stand in different states.
Dates in forms are written from the day of opening: `立案前30日`, `立案后12日9时`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from importlib.resources import files
from pathlib import Path

from dudao.composition import CaseTypes, build_engine
from dudao.desk import Desk
from dudao.directory.units import PEOPLE
from dudao.failures import Stop
from dudao.scenarios.instants import parse_advance, passed
from dudao.scenarios.model import Advance, Player, Scenario
from dudao.scenarios.reader import read_scenario
from dudao.scenarios.runner import run_scenario
from dudao.scenarios.world import World
from dudao.simulation import SimulatedClock
from engine.model.calendar import SHANGHAI, WorkCalendar
from engine.store import Store

_AGO = re.compile(r"(\d+) 天前")
_DAY = re.compile(r"立案([前后])(\d+)日(?:(\d+)时)?")


@dataclass(frozen=True, slots=True)
class DemoCase:
    """One demo case as written, and how many days ago it began."""

    file: str
    text: str
    days_ago: int

    def scenario(self, started: datetime | None = None) -> Scenario:
        """Read the case, its dates counted from the day on which it was opened."""
        text = self.text
        if started is not None:
            text = _DAY.sub(lambda said: _dated(said, started), text)
        return read_scenario(self.file, text.encode())


def _dated(said: re.Match[str], started: datetime) -> str:
    """Return a date, or an instant where an hour is named."""
    days = timedelta(days=int(said[2]))
    day = started.date() + (days if said[1] == "后" else -days)
    if said[3] is None:
        return day.isoformat()
    return datetime.combine(day, time(int(said[3])), SHANGHAI).isoformat()


def demo_cases() -> Iterator[DemoCase]:
    """Read the demo cases, the one that began first first."""
    found = []
    for file in files("dudao.demo").joinpath("cases").iterdir():
        if file.name.endswith(".yml"):
            text = file.read_text("utf-8")
            ago = _AGO.search(text)
            found.append(DemoCase(file.name, text, int(ago[1]) if ago else 0))
    return iter(sorted(found, key=lambda case: -case.days_ago))


def play_case(case: DemoCase, store: Store, types: CaseTypes, now: datetime) -> None:
    """Play a demo case on a store; raise Stop when one of its steps cannot be done."""
    calendar = WorkCalendar.published()
    started = _morning(now, case, calendar)
    clock = SimulatedClock(started)
    desk = Desk(store, build_engine(types), clock)
    world = World(desk, clock, people=players(), folder=Path())
    scenario = _until(case.scenario(started), started, now, calendar)
    for step in run_scenario(scenario, world):
        for failure in step.failures:
            raise Stop(
                f"演示案件 {scenario.file}:{failure.line} 没有办成：{failure.zh}",
                en=f"The demo case {scenario.file} failed at line {failure.line}.",
                code="demo_failed",
            )
    world.advance(now)


def players() -> dict[str, Player]:
    """Return the people of the demo directory."""
    return {each.id: Player(each.id, each.name, each.unit, each.groups) for each in PEOPLE}


def _morning(now: datetime, case: DemoCase, calendar: WorkCalendar) -> datetime:
    """Return the time of day of the file on the last working day so many days ago."""
    day = (now.astimezone(SHANGHAI) - timedelta(days=case.days_ago)).date()
    if not calendar.is_working(day):
        day = calendar.working_day_before(day, 1)
    return datetime.combine(day, case.scenario().clock.astimezone(SHANGHAI).time(), SHANGHAI)


def _until(
    scenario: Scenario, started: datetime, now: datetime, calendar: WorkCalendar
) -> Scenario:
    """Leave out the steps that would happen after the present."""
    at, kept = started, []
    for step in scenario.steps:
        if isinstance(step.action, Advance):
            at = passed(parse_advance(step.action.until), at, calendar)
        if at > now:
            break
        kept.append(step)
    return replace(scenario, clock=started, steps=tuple(kept))
