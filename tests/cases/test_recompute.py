"""Provisional deadlines are computed again when their year's calendar arrives."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.commands import Recomputed, import_calendar, recompute_provisional
from engine.model.calendar import Override
from engine.model.case import SYSTEM, Actor
from engine.model.errors import NotPermitted
from tests.cases.desk import Desk, local
from tests.cases.drawing import boundary, diagram, end, path, start, timer, user

LONG = diagram(
    "long",
    start(),
    '<manualTask id="clock"><extensionElements><camunda:inputOutput>'
    '<camunda:outputParameter name="term">${deadline("15工作日")}</camunda:outputParameter>'
    "</camunda:inputOutput></extensionElements></manualTask>",
    user("report", groups="respondent", due="${term}"),
    boundary("overdue", "report", timer("${term}", "timeDate"), interrupting=False),
    boundary("own", "report", timer("P1D"), interrupting=False),
    user("check", groups="case_officer", due="15工作日"),
    end(),
    end("e2"),
    end("e3"),
    path("start", "clock", "report", "end"),
    path("overdue", "e2"),
    path("own", "check", "e3"),
)


def again(desk: Desk, person: str | None = None) -> Recomputed:
    actor = SYSTEM if person is None else Actor(person)
    return recompute_provisional(desk.store, engine=desk.engine, clock=desk.clock, actor=actor)


def test_only_who_may_import_a_calendar_computes_deadlines_again(desk: Desk) -> None:
    with pytest.raises(NotPermitted):
        again(desk, "li")
    assert again(desk, "wang") == Recomputed(0, 0, 0)


def test_a_provisional_deadline_moves_and_the_history_says_so(desk: Desk) -> None:
    desk.clock.move_to(local("2027-01-04T09:00:00"))  # nothing is published for 2027
    desk.deploy(LONG)
    case_id = desk.open("long").case_id
    desk.advance(days=1)
    report, check = desk.one(case_id, "report"), desk.one(case_id, "check")
    assert report.deadline is not None
    assert report.deadline["provisional"] is True
    rows = [Override(date(2027, 1, 13), working=False, name="假日")]
    desk.give(import_calendar, "wang", rows=rows)
    assert again(desk) == Recomputed(cases=1, changed=1, left=0)
    desk.check(case_id)
    for before in (report, check):
        after = desk.one(case_id, before.node)
        assert before.due_at is not None
        assert after.due_at == before.due_at + timedelta(days=1)
        assert after.deadline is not None
        assert after.deadline["provisional"] is False
    changes = [str(event["data"]) for event in desk.events(case_id, "deadline_changed")]
    assert any("推后1天" in change for change in changes)
    assert again(desk, "wang").changed == 0
