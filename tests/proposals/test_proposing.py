"""What somebody hands in is judged and kept, faulty or not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.api.office import Interface, problem
from tests.proposals.requests import (
    GOOD,
    MISDRAWN,
    PLAIN,
    SCENARIO,
    expect,
    proposed,
    read,
    send,
    versions,
)


def test_what_passes_waits_and_publishes_nothing(office: Interface) -> None:
    said = expect(send(office, "li", GOOD, note=" 改由领导核对 "), 201)
    assert (said["state"], said["errors"], said["scenarios"], said["failed"]) == (
        "awaiting", 0, 1, 0,
    )  # fmt: skip
    assert versions(office) == []
    found = read(office, said["proposal"])
    line = found["proposal"]
    assert (line["state"], line["state_zh"], line["note"]) == ("awaiting", "待发布", "改由领导核对")
    assert line["proposed_by"] == {"id": "li", "name": "li某"}
    assert line["keys"] == [
        {
            "kind": "process", "key": "plain", "name": "plain",
            "based_on": None, "newest": None, "has_moved": False,
        }
    ]  # fmt: skip
    assert [(each["name"], each["kind"]) for each in found["files"]] == [
        ("plain.bpmn", "diagram"), ("核对.yml", "scenario"),
    ]  # fmt: skip
    (result,) = found["results"]
    assert (result["name"], result["outcome"], result["steps"]) == ("核对", "passed", 3)


def test_a_faulty_diagram_is_kept_with_its_findings_at_their_elements(office: Interface) -> None:
    said = expect(send(office, "li", {"plain.bpmn": MISDRAWN, "核对.yml": SCENARIO}), 201)
    assert (said["state"], said["errors"]) == ("faulty", 1)
    found = read(office, said["proposal"])
    (error,) = [each for each in found["findings"] if each["severity"] == "error"]
    assert (error["file"], error["element"], error["code"]) == (
        "plain.bpmn", "check", "unknown_group",
    )  # fmt: skip
    assert error["line"] > 0
    assert error["zh"]
    assert error["en"]
    (result,) = found["results"]
    assert (result["outcome"], result["failures"]) == ("not_run", [])
    source = office.get("li", f"/proposals/{said['proposal']}/files/plain.bpmn")
    assert source.data == MISDRAWN
    assert source.mimetype == "application/octet-stream"


def test_a_diagram_that_cannot_even_be_read_is_kept_byte_for_byte(office: Interface) -> None:
    broken = PLAIN[:-20]
    said = expect(send(office, "li", {"断 开.bpmn": broken}), 201)
    assert said["state"] == "faulty"
    found = read(office, said["proposal"])
    assert found["findings"][0]["file"] == "断 开.bpmn"
    assert found["proposal"]["keys"] == []
    assert office.get("li", f"/proposals/{said['proposal']}/files/断 开.bpmn").data == broken


def test_a_scenario_that_fails_says_what_was_expected_and_where(office: Interface) -> None:
    wrong = SCENARIO.replace("closed", "open")
    said = expect(send(office, "li", {**GOOD, "错.yml": wrong}), 201)
    assert (said["state"], said["errors"], said["scenarios"], said["failed"]) == (
        "faulty", 0, 2, 1,
    )  # fmt: skip
    right, failed = read(office, said["proposal"])["results"]
    assert (right["file"], right["outcome"]) == ("核对.yml", "passed")
    assert (failed["file"], failed["outcome"]) == ("错.yml", "failed")
    (failure,) = failed["failures"]
    assert (failure["step"], failure["line"], failure["code"]) == (3, 10, "scenario_failed")
    assert (failure["expected"], failure["found"]) == ("open", "closed")
    assert "open" in failure["zh"]
    assert failure["en"]


def test_scenarios_that_take_too_long_are_kept_as_a_fault(office: Interface) -> None:
    seconds = iter(range(0, 10_000, 25))
    slow = office.beside(lambda: float(next(seconds)))
    said = expect(send(slow, "li", {**GOOD, "又.yml": SCENARIO}), 201)
    assert (said["state"], said["failed"]) == ("faulty", 2)
    first, second = read(office, said["proposal"])["results"]
    assert [each["code"] for each in first["failures"]] == ["scenarios_too_slow"]
    assert second["outcome"] == "not_run"


def test_the_same_request_is_kept_once_whatever_is_found_the_second_time(
    office: Interface,
) -> None:
    key = {"Idempotency-Key": "k"}
    files = {"plain.bpmn": PLAIN}
    first = expect(send(office, "li", files, headers=key), 201)
    office.desk.deploy(PLAIN)  # now it is judged over another version
    assert expect(send(office, "li", files, headers=key), 201) == first
    assert len(office.get("li", "/proposals").get_json()["items"]) == 1
    problem(send(office, "li", GOOD, headers=key), 409, "idempotency_mismatch")
    problem(send(office, "li", files, note="别的说明", headers=key), 409, "idempotency_mismatch")


@pytest.mark.parametrize(
    "person, status",
    [("li", 201), ("wang", 201), ("zhao", 201), ("guan", 201), ("qian", 403), ("xiao", 403)],
)
def test_the_people_of_the_office_propose(office: Interface, person: str, status: int) -> None:
    response = send(office, person, {"plain.bpmn": PLAIN})
    assert response.status_code == status
    if status != 201:
        problem(response, 403, "not_permitted")


def test_nobody_proposes_in_the_place_of_somebody_absent(office: Interface) -> None:
    response = send(office, "li", GOOD, headers={"On-Behalf-Of": "chen"})
    problem(response, 403, "not_by_substitute")


def test_a_note_is_needed_and_files_are_bounded(office: Interface) -> None:
    problem(send(office, "li", GOOD, note="  "), 422, "note_required")
    problem(send(office, "li", GOOD, note="长" * 1001), 422, "invalid_request")
    problem(send(office, "li", {"a.txt": b"text"}), 422, "unknown_file")
    problem(send(office, "li", {"a.yml": SCENARIO}), 422, "nothing_to_deploy")
    problem(send(office, "li", {"a/x.bpmn": PLAIN, "b/x.bpmn": PLAIN}), 422, "invalid_files")
    assert office.get("li", "/proposals").get_json()["items"] == []


def test_what_was_handed_in_is_in_the_history_with_the_digest_of_its_files(
    office: Interface,
) -> None:
    proposal = proposed(office)
    (event,) = office.desk.events("system", "proposal_made")
    data = event["data"]
    assert isinstance(data, dict)
    assert (event["person"], data["proposal"], data["note"]) == ("li", proposal, "改由领导核对")
    files = read(office, proposal)["files"]
    assert data["files"] == [{"name": each["name"], "sha256": each["sha256"]} for each in files]


def test_proposals_are_listed_newest_first_and_by_state(office: Interface) -> None:
    first = proposed(office)
    office.desk.clock.advance(timedelta(hours=1))
    second = expect(send(office, "wang", {"plain.bpmn": MISDRAWN}), 201)["proposal"]
    office.desk.clock.advance(timedelta(hours=1))
    third = proposed(office, person="zhao")
    listed = office.get("li", "/proposals?limit=2").get_json()
    assert [each["id"] for each in listed["items"]] == [third, second]
    rest = office.get("li", f"/proposals?limit=2&after={listed['next']}").get_json()
    assert ([each["id"] for each in rest["items"]], rest["next"]) == ([first], None)
    faulty = office.get("li", "/proposals?state=faulty").get_json()["items"]
    assert [each["id"] for each in faulty] == [second]
    several = office.get("li", "/proposals?state=faulty,awaiting&descending=false").get_json()
    assert [each["id"] for each in several["items"]] == [first, second, third]
    problem(office.get("xiao", "/proposals"), 403, "not_permitted")


def test_auditors_read_and_respondents_do_not(office: Interface) -> None:
    proposal = proposed(office)
    assert read(office, proposal, "qian")["proposal"]["id"] == proposal
    for path in ("", "/files/plain.bpmn"):
        problem(office.get("xiao", f"/proposals/{proposal}{path}"), 403, "not_permitted")
    problem(office.get("li", f"/proposals/{proposal}/files/x.bpmn"), 404, "not_found")
    problem(office.get("li", "/proposals/x"), 404, "not_found")
    problem(office.get("li", "/proposals/x/files/plain.bpmn"), 404, "not_found")
