"""A second person publishes or refuses; whoever proposed takes back."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from engine import commands
from engine.model.deadlines import local_day
from tests.api.office import Interface, problem
from tests.cases.drawing import diagram, end, path, start, user
from tests.proposals.requests import (
    MISDRAWN,
    PLAIN,
    SCENARIO,
    expect,
    proposed,
    publish,
    read,
    refuse,
    send,
    state,
    versions,
    withdraw,
)
from tests.support.diagrams import call

CALLING = diagram(
    "plain", start("reason:string!"), call("check", "inner"), end(), path("start", "check", "end")
)


def inner(group: str, task: str = "check") -> bytes:
    return diagram("inner", start(), user(task, groups=group), end(), path("start", task, "end"))


def processes(said: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Return the versions of processes; with the first one come the tables that all have."""
    return [(each["key"], each["version"]) for each in said["made"] if each["kind"] == "process"]


def test_a_second_person_publishes_and_hears_the_version(office: Interface) -> None:
    proposal = proposed(office)
    said = expect(publish(office, "guan", proposal), 200)
    assert said["state"] == "published"
    assert processes(said) == [("plain", 1)]
    (version,) = office.get("li", "/definitions?key=plain").get_json()["items"]
    assert (version["version"], version["deployed_by"]) == (1, "guan")
    assert office.get("li", "/definitions/plain/diagram").data == PLAIN
    line = read(office, proposal)["proposal"]
    assert (line["state_zh"], line["closed_by"]["id"]) == ("已发布", "guan")
    assert line["made"] == said["made"]
    (event,) = office.desk.events("system", "proposal_published")
    data = event["data"]
    assert isinstance(data, dict)
    assert (event["person"], data["proposed_by"], data["proposal"]) == ("guan", "li", proposal)
    assert processes(data) == [("plain", 1)]


@pytest.mark.parametrize("person", ["guan", "wang", "zhao"])
def test_nobody_publishes_or_refuses_what_they_proposed(office: Interface, person: str) -> None:
    proposal = proposed(office, person=person)
    said = problem(publish(office, person, proposal), 403, "own_proposal")
    assert said["detail"] == "提交人不能发布自己的申请，须由另一人发布。"
    problem(refuse(office, person, proposal, "不要了"), 403, "own_proposal")
    assert (state(office, proposal), versions(office)) == ("awaiting", [])


def test_the_proposer_does_not_publish_in_the_place_of_somebody_absent(
    office: Interface,
) -> None:
    today = local_day(office.desk.clock())
    for absent, substitute in (("guan", "wang"), ("zhao", "guan")):
        office.desk.give(
            commands.substitute, absent, absent=absent, substitute=substitute, from_on=today,
            until_on=today + timedelta(days=3), reason="出差",
        )  # fmt: skip
    proposal = proposed(office, person="wang")
    away = {"On-Behalf-Of": "guan"}
    problem(publish(office, "wang", proposal, headers=away), 403, "not_by_substitute")
    # nor does somebody else, in whatever place: publishing is no work of an absent person
    away = {"On-Behalf-Of": "zhao"}
    problem(publish(office, "guan", proposal, headers=away), 403, "not_by_substitute")
    assert expect(publish(office, "guan", proposal), 200)["state"] == "published"


def test_who_may_not_publish_is_refused(office: Interface) -> None:
    proposal = proposed(office, person="guan")
    for person in ("li", "qian", "xiao"):
        problem(publish(office, person, proposal), 403, "not_permitted")
        problem(refuse(office, person, proposal, "不同意"), 403, "not_permitted")
    problem(publish(office, "wang", "x"), 404, "not_found")
    assert versions(office) == []


def test_what_is_faulty_is_published_by_nobody_and_may_be_withdrawn(office: Interface) -> None:
    files = {"plain.bpmn": MISDRAWN}
    proposal = expect(send(office, "li", files), 201)["proposal"]
    problem(publish(office, "guan", proposal), 409, "proposal_faulty")
    problem(refuse(office, "guan", proposal, "有误"), 409, "proposal_faulty")
    assert expect(withdraw(office, "li", proposal), 200)["state"] == "withdrawn"


def test_a_refusal_has_a_reason_that_the_proposer_reads(office: Interface) -> None:
    proposal = proposed(office)
    problem(refuse(office, "guan", proposal, " "), 422, "reason_required")
    assert expect(refuse(office, "wang", proposal, "期限不对"), 200)["state"] == "refused"
    line = read(office, proposal)["proposal"]
    assert (line["state_zh"], line["reason"], line["closed_by"]["id"]) == (
        "已退回", "期限不对", "wang",
    )  # fmt: skip
    problem(publish(office, "guan", proposal), 409, "proposal_closed")
    problem(withdraw(office, "li", proposal), 409, "proposal_closed")
    (event,) = office.desk.events("system", "proposal_refused")
    data = event["data"]
    assert isinstance(data, dict)
    assert data["reason"] == "期限不对"


def test_only_the_proposer_withdraws(office: Interface) -> None:
    proposal = proposed(office)
    problem(withdraw(office, "guan", proposal), 403, "not_the_proposer")
    problem(withdraw(office, "xiao", proposal), 403, "not_permitted")
    assert expect(withdraw(office, "li", proposal), 200)["state"] == "withdrawn"
    problem(publish(office, "guan", proposal), 409, "proposal_closed")
    assert "proposal_withdrawn" in office.desk.types("system")


def test_what_one_may_do_is_said_with_why_not(office: Interface) -> None:
    proposal = proposed(office, person="guan")

    def actions(person: str) -> dict[str, bool]:
        found = read(office, proposal, person)["actions"]
        assert all(each["is_allowed"] != bool(each["why_not"]) for each in found)
        return {each["command"]: each["is_allowed"] for each in found}

    assert actions("guan") == {
        "publish_proposal": False, "refuse_proposal": False, "withdraw_proposal": True,
    }  # fmt: skip
    assert actions("wang") == {
        "publish_proposal": True, "refuse_proposal": True, "withdraw_proposal": False,
    }  # fmt: skip
    assert set(actions("li").values()) == {False}


def test_a_newer_version_of_the_same_process_is_never_overwritten(office: Interface) -> None:
    proposal = proposed(office)
    office.desk.deploy(PLAIN.replace(b'name="check"', b'name="again"'))
    said = problem(publish(office, "guan", proposal), 409, "base_moved")
    assert said["errors"] == [
        {
            "path": "plain",
            "detail": "提交时为尚未发布，现为第1版。",
            "detail_en": "Expected version 0, found 1.",
        }
    ]
    (key,) = read(office, proposal)["proposal"]["keys"]
    assert (key["based_on"], key["newest"], key["has_moved"]) == (None, 1, True)
    allowed = read(office, proposal, "guan")["actions"][0]
    assert (allowed["command"], allowed["is_allowed"]) == ("publish_proposal", False)
    assert state(office, proposal) == "awaiting"
    again = proposed(office)
    assert expect(publish(office, "guan", again), 200)["made"][0]["version"] == 2


def test_what_does_not_pass_any_more_is_not_published(office: Interface) -> None:
    office.desk.deploy(inner("leader"))
    proposal = proposed(office, {"plain.bpmn": CALLING, "核对.yml": SCENARIO})
    office.desk.deploy(inner("leader", "decide"))  # the scenario's task is gone
    refused = publish(office, "guan", proposal)
    said = expect(refused, 422)
    assert said["code"] == "deployment_refused"
    (finding,) = [each for each in said["findings"] if each["severity"] == "error"]
    assert (finding["code"], finding["file"]) == ("scenario_failed", "核对.yml")
    assert (state(office, proposal), versions(office)) == ("awaiting", [])
    assert "proposal_published" not in office.desk.types("system")


def test_what_changes_while_it_is_checked_stops_the_publication(office: Interface) -> None:
    office.desk.deploy(inner("leader"))
    proposal = proposed(office, {"plain.bpmn": CALLING, "核对.yml": SCENARIO})
    changed: list[bool] = []

    def meanwhile() -> float:
        if not changed:
            changed.append(True)
            office.desk.deploy(inner("director"))
        return 0.0

    both = office.beside(meanwhile)
    problem(publish(both, "guan", proposal), 409, "base_moved")
    assert versions(office) == []


def test_the_same_request_is_answered_the_same_and_publishes_once(office: Interface) -> None:
    proposal = proposed(office)
    key = {"Idempotency-Key": "k"}
    first = expect(publish(office, "guan", proposal, headers=key), 200)
    assert expect(publish(office, "guan", proposal, headers=key), 200) == first
    assert versions(office) == [1]
    other = proposed(office)
    problem(publish(office, "guan", other, headers=key), 409, "idempotency_mismatch")
    problem(publish(office, "guan", proposal), 409, "proposal_closed")


def test_nothing_is_kept_of_a_publication_that_fails_half_way(office: Interface) -> None:
    """The state, the version and the events are one unit of work."""
    proposal = proposed(office)
    office.sign_in("guan")
    before = office.desk.types("system")
    office.desk.deploy(PLAIN)
    problem(publish(office, "guan", proposal), 409, "base_moved")
    assert office.desk.types("system") == [*before, "definition_deployed"]


def test_where_two_are_needed_nobody_publishes_alone(office: Interface) -> None:
    def alone() -> int:
        data = {"files": [(io.BytesIO(PLAIN), "plain.bpmn")]}
        return office.send("guan", "POST", "/definitions", data=data).status_code

    assert alone() == 403
    assert versions(office) == []
    office.desk.give(commands.change_setting, "wang", key="definitions.second_person", value=False)
    assert alone() == 201
    assert expect(publish(office, "guan", proposed(office)), 200)["unchanged"] == ["plain"]


def test_several_files_are_published_together(office: Interface) -> None:
    proposal = proposed(
        office, {"a.bpmn": CALLING, "b.bpmn": inner("leader"), "核对.yml": SCENARIO}
    )
    said = expect(publish(office, "wang", proposal), 200)
    assert set(processes(said)) == {("plain", 1), ("inner", 1)}
