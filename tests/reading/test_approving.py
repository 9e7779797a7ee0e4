"""Who could approve an extension, what one may not do and why, and what processes are called."""

from __future__ import annotations

import pytest

from engine import commands
from engine.commands.reading.approving import read_approvers
from engine.commands.reading.definitions import name_processes
from engine.commands.reading.states import read_diagram
from engine.commands.reading.views import CaseView
from engine.model.errors import NotPermitted
from tests.cases.desk import refusal
from tests.reading.house import House


def why_not(house: House, person: str, case_id: str) -> dict[str, str]:
    view = house.ask(commands.read_case, person, case_id=case_id)
    assert isinstance(view, CaseView)
    return {each.command: each.zh for each in view.why_not}


def test_everybody_named_as_approver_is_accepted_and_nobody_else(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    work = house.work_of(case_id, "submit_plan", 1)
    named = {each.id for each in house.ask(read_approvers, "in_leader", case_id=case_id)}
    assert {"wang", "in_director"} <= named
    assert "in_leader" not in named
    extend = {"work_id": work, "term": "1个工作日", "reason": "等待材料"}
    for each in ("wang", "in_director", "li", "out_leader", "in_leader"):
        answered = house.answer(commands.extend_deadline, "in_leader", approver=each, **extend)
        assert (answered == "ok" or "extension" in answered) == (each in named), each


def test_only_who_may_extend_is_told_who_approves(house: House) -> None:
    case_id = house.rectify()
    refused = refusal(lambda: house.ask(read_approvers, "in_auditor", case_id=case_id))
    assert isinstance(refused, NotPermitted)


@pytest.mark.parametrize("command", ["suspend_case", "cancel_case"])
def test_what_is_missing_among_the_commands_is_explained(house: House, command: str) -> None:
    case_id = house.rectify()
    for person in ("li", "wang", "in_auditor", "in_inspector"):
        view = house.ask(commands.read_case, person, case_id=case_id)
        assert (command in view.may) != (command in why_not(house, person, case_id)), person


def test_a_suspended_case_says_that_it_is(house: House) -> None:
    case_id = house.rectify()
    assert why_not(house, "li", case_id) == {}
    house.give(commands.suspend_case, "li", case_id=case_id, reason="等待鉴定")
    said = why_not(house, "li", case_id)
    assert set(said) == {"suspend_case", "extend_deadline"}
    assert "已中止" in said["suspend_case"]


def test_the_reduced_view_says_nothing_of_what_others_may_do(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    assert why_not(house, "xiao", case_id) == {}


def test_a_diagram_says_what_the_steps_that_were_done_are_called(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    view = house.ask(read_diagram, "li", case_id=case_id)
    assert view.names["draft_notice"] == "起草整改通知书"
    assert view.names.keys() == view.done.keys()


def test_anybody_registered_is_told_what_processes_are_called(house: House) -> None:
    found = house.ask(name_processes, "xiao")
    assert [(each.id, each.name) for each in found] == [("rectification", "责令限期整改")]
    assert isinstance(refusal(lambda: house.ask(name_processes, "nobody")), NotPermitted)
