"""Problem items cost nothing where there are none, and little where a step touches none."""

from __future__ import annotations

import pytest

from engine.store import Session, Store
from engine.store.statements import Cell, Cursor, Statement
from tests.registers.office import Office
from tests.support import diagrams as draw
from tests.support.clock import HandClock

PLAIN = draw.bpmn(
    draw.start(),
    draw.user("a", groups="case_officer"),
    draw.user("b", groups="case_officer"),
    draw.end(),
    draw.path("start", "a", "b", "end"),
)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that were prepared and run, as they are written for the store."""
    found: list[str] = []
    run, rows = Session.run, Session.rows

    def running(self: Session, statement: Statement, *arguments: Cell) -> Cursor:
        found.append(statement.on(self.kind).sql)
        return run(self, statement, *arguments)

    def reading(self: Session, statement: Statement, *arguments: Cell) -> list[list[Cell]]:
        found.append(statement.on(self.kind).sql)
        return rows(self, statement, *arguments)

    monkeypatch.setattr(Session, "run", running)
    monkeypatch.setattr(Session, "rows", reading)
    return found


def test_a_step_that_touches_no_item_says_nothing_about_items(
    clock: HandClock, said: list[str]
) -> None:
    office = Office(Store.memory(), clock)
    office.deploy(PLAIN)
    plain = office.open("p", {}).case_id
    office.complete("li", office.one(plain, "a").id, {})
    assert said
    assert not [each for each in said if "problem_item" in each]
    case_id = office.rectify()
    office.deliver(case_id)
    office.send("li", case_id, "objection_filed")
    work = office.one(case_id, "review_objection").id
    said.clear()
    office.complete("zhao", work, {"upheld": False, "reply": "维持"})
    assert said
    assert not [each for each in said if "problem_item" in each]
    office.complete("xiao", office.work_of(case_id, "submit_plan", 1), {"plan": "换人"})
    assert len([each for each in said if "INSERT INTO problem_item" in each]) == 1
