"""Diagrams and tables over HTTP: checked, tried by their scenarios, published, read again."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest
from werkzeug.test import TestResponse

from api.deploying import MAX_FILE
from bpmn.catalogue import shared_tables
from engine.identity import Membership, PersonEntry, upsert_people
from tests.api.office import Interface, problem
from tests.cases.drawing import diagram, end, path, start, user
from tests.user_tasks.diagrams import APPROVAL

PLAIN = diagram(
    "plain",
    start("reason:string!"),
    user("check", groups="leader"),
    end(),
    path("start", "check", "end"),
)
SCENARIO = """\
scenario: 核对
process: plain
clock: 2026-09-01T09:00:00+08:00
people:
  li: {name: 李某, groups: [case_officer], unit: 430600}
  wang: {name: 王某, groups: [leader], unit: 430600}
steps:
  - open: {as: li, unit: 430621, title: 核对, form: {reason: 有}}
  - complete: {as: wang, task: check, form: {}}
  - expect: {status: closed}
"""
BOMB = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"><process id="&b;"/></definitions>"""
Files = Mapping[str, bytes | str]


def sent(
    office: Interface,
    person: str,
    path: str,
    files: Files,
    headers: Mapping[str, str] | None = None,
) -> TestResponse:
    data = {
        "files": [
            (io.BytesIO(each.encode() if isinstance(each, str) else each), name)
            for name, each in files.items()
        ]
    }
    return office.send(person, "POST", path, data=data, headers=headers)


def deploy(office: Interface, files: Files, person: str = "guan", key: str = "") -> TestResponse:
    return sent(office, person, "/definitions", files, {"Idempotency-Key": key} if key else None)


def keys(office: Interface) -> list[str]:
    return [each["key"] for each in office.get("guan", "/definitions").get_json()["items"]]


def test_files_that_pass_are_published_once(office: Interface) -> None:
    files: Files = {"plain.bpmn": PLAIN, "核对.yml": SCENARIO}
    done = deploy(office, files, key="k")
    assert done.status_code == 201, done.get_json()
    said = done.get_json()
    assert said["definitions"] == [{"key": "plain", "version": 1, "name": "plain"}]
    assert said["scenarios"] == 1
    assert deploy(office, files, key="k").get_json() == said
    again = deploy(office, files).get_json()
    assert (again["definitions"], again["unchanged"]) == ([], ["plain"])
    (version,) = office.get("guan", "/definitions?key=plain").get_json()["items"]
    assert (version["version"], version["deployed_by"]) == (1, "guan")
    other: Files = {**files, "核对.yml": SCENARIO.replace("核对", "再核对")}
    problem(deploy(office, other, key="k"), 409, "idempotency_mismatch")


def test_a_scenario_that_fails_leaves_nothing_behind(office: Interface) -> None:
    wrong = SCENARIO.replace("closed", "open")
    files: Files = {"approval.bpmn": APPROVAL, "plain.bpmn": PLAIN, "a.yml": wrong}
    refused = problem_with_findings(deploy(office, files))
    (finding,) = [each for each in refused if each["severity"] == "error"]
    assert (finding["code"], finding["file"], finding["line"]) == ("scenario_failed", "a.yml", 10)
    assert keys(office) == []


def test_every_error_of_every_file_is_named(office: Interface) -> None:
    files: Files = {
        "plain.bpmn": PLAIN.replace(b"leader", b"nobody_known"),
        "bad.bpmn": BOMB,
        "bad.dmn": BOMB.replace(b"BPMN/20100524/MODEL", b"DMN/20191111/MODEL/"),
        "a.yml": "scenario: x\nprocess: plain\nclock: gestern\nsteps: []\n",
    }
    errors = [e for e in problem_with_findings(deploy(office, files)) if e["severity"] == "error"]
    assert {each["file"] for each in errors} == set(files)
    assert "unknown_group" in {each["code"] for each in errors}
    assert keys(office) == []
    checked = sent(office, "guan", "/definitions/check", files).get_json()
    assert [each for each in checked["findings"] if each["severity"] == "error"] == errors


def test_checking_publishes_nothing_and_says_how_many_people(office: Interface) -> None:
    checked = sent(office, "wang", "/definitions/check", {"approval.bpmn": APPROVAL})
    assert checked.status_code == 200, checked.get_json()
    said = checked.get_json()
    assert said["is_sound"] is True
    (fact,) = said["people"]
    assert (fact["process"], fact["least"]) == ("approval", 3)
    assert keys(office) == []
    misdrawn = {"p.bpmn": PLAIN.replace(b"leader", b"nobody_known")}
    checked = sent(office, "wang", "/definitions/check", misdrawn)
    (finding,) = [e for e in checked.get_json()["findings"] if e["severity"] == "error"]
    assert (finding["file"], finding["element"], finding["code"]) == (
        "p.bpmn", "check", "unknown_group",
    )  # fmt: skip
    assert finding["line"] > 0
    assert finding["zh"]
    assert finding["en"]


@pytest.mark.parametrize("person", ["li", "xiao", "qian"])
def test_only_administrators_and_leaders_publish(office: Interface, person: str) -> None:
    problem(deploy(office, {"plain.bpmn": PLAIN}, person), 403, "not_permitted")
    allowed = sent(office, person, "/definitions/check", {"plain.bpmn": PLAIN}).status_code
    assert allowed == (403 if person == "xiao" else 200)


def test_what_is_sent_is_bounded(office: Interface) -> None:
    many = {f"{number}.bpmn": PLAIN for number in range(25)}
    problem(deploy(office, many), 413, "too_large")
    problem(deploy(office, {"a.bpmn": b"<" * (MAX_FILE + 1)}), 422, "invalid_files")
    long = {f"{number}.bpmn": b"<" + b" " * MAX_FILE for number in range(5)}
    problem(deploy(office, long), 413, "too_large")
    problem(deploy(office, {"a/x.bpmn": PLAIN, "b/x.bpmn": PLAIN}), 422, "invalid_files")
    problem(deploy(office, {"a.txt": b"text"}), 422, "unknown_file")
    problem(deploy(office, {"a.yml": SCENARIO}), 422, "nothing_to_deploy")


def test_scenarios_that_take_too_long_are_stopped(office: Interface) -> None:
    seconds = iter(range(0, 10_000, 25))
    slow = Interface(office.desk, elapsed=lambda: float(next(seconds)))
    refused = deploy(slow, {"plain.bpmn": PLAIN, "a.yml": SCENARIO})
    problem(refused, 422, "scenarios_too_slow")
    assert keys(office) == []
    assert deploy(office, {"plain.bpmn": PLAIN, "a.yml": SCENARIO}).status_code == 201


def test_one_deployment_runs_at_a_time(office: Interface) -> None:
    answers: list[int] = []

    def meanwhile() -> float:
        if len(answers) < 1:
            answers.append(0)
            response = deploy(both, {"approval.bpmn": APPROVAL})
            answers.append(response.status_code)
            problem(response, 409, "busy")
        return 0.0

    both = Interface(office.desk, elapsed=meanwhile)
    both.sign_in("guan")
    assert deploy(both, {"plain.bpmn": PLAIN, "a.yml": SCENARIO}).status_code == 201
    assert answers == [0, 409]
    assert deploy(both, {"approval.bpmn": APPROVAL}).status_code == 201


def test_a_scenario_reads_no_file_of_the_server(office: Interface) -> None:
    reading = SCENARIO.replace(
        "  - complete", "  - import_calendar: {as: wang, file: /etc/hostname}\n  - complete"
    )
    errors = problem_with_findings(deploy(office, {"plain.bpmn": PLAIN, "a.yml": reading}))
    assert any("不能读取" in str(each["zh"]) for each in errors)


def test_a_diagram_is_given_out_byte_for_byte_in_its_own_encoding(office: Interface) -> None:
    text = PLAIN.decode().replace("plain", "gb").replace('name="check"', 'name="核对"')
    text = text[text.index("<definitions") :]
    source = f'<?xml version="1.0" encoding="GB18030"?>{text}'.encode("gb18030")
    assert deploy(office, {"gb.bpmn": source}).status_code == 201
    given = office.get("li", "/definitions/gb/diagram")
    assert given.mimetype == "application/xml"
    assert given.data == source
    assert "核对" in office.get("li", "/definitions/gb").get_json()["xml"]
    problem(office.get("li", "/definitions/gb/diagram?version=9"), 404, "not_found")
    problem(office.get("xiao", "/definitions/gb/diagram"), 403, "not_permitted")


def test_a_table_is_given_out_byte_for_byte(office: Interface) -> None:
    text = next(iter(shared_tables().values())).decode().replace("UTF-8", "EUC-CN", 1)
    source = text.encode("gb2312", "xmlcharrefreplace")
    done = deploy(office, {"table.dmn": source})
    assert done.status_code == 201, done.get_json()
    key = done.get_json()["tables"][0]["key"]
    given = office.get("li", f"/decisions/{key}/table")
    assert given.mimetype == "application/xml"
    assert given.data == source
    assert "出处" in office.get("li", f"/decisions/{key}").get_json()["xml"]


def test_everybody_sees_what_they_may_start_with_its_form(office: Interface) -> None:
    own = PLAIN.replace(
        b'<process id="plain"',
        b'<process id="plain" xmlns:c="http://camunda.org/schema/1.0/bpmn" '
        b'c:candidateStarterGroups="case_officer"',
    )
    assert b"candidateStarterGroups" in own
    assert deploy(office, {"plain.bpmn": own}).status_code == 201
    (found,) = office.get("li", "/definitions?startable=true").get_json()["items"]
    assert found["key"] == "plain"
    assert found["start_form"]["required"] == ["reason"]
    assert office.get("xiao", "/definitions?startable=true").get_json()["items"] == []
    problem(office.get("xiao", "/definitions"), 403, "not_permitted")
    anybody = PLAIN.replace(b'id="plain"', b'id="free"')  # names no starters
    assert deploy(office, {"free.bpmn": anybody}).status_code == 201
    found = office.get("li", "/definitions?startable=true").get_json()["items"]
    assert [each["key"] for each in found] == ["free", "plain"]
    assert office.get("xiao", "/definitions?startable=true").get_json()["items"] == []


def test_staffing_says_who_could_and_what_is_short(office: Interface) -> None:
    office.desk.deploy(APPROVAL)
    found = office.get("li", "/definitions/approval/staffing?unit=430621").get_json()
    assert found["is_enough"] is True
    who = {each["activity"]: each["person"]["id"] for each in found["assignment"]}
    assert who["respond"] == "xiao"
    lacking = office.get("li", "/definitions/approval/staffing?unit=430600").get_json()
    assert lacking["is_enough"] is False
    assert [each["needed"] for each in lacking["shortages"]] == [1]
    problem(office.get("li", "/definitions/approval/staffing?unit=x"), 404, "not_found")
    problem(office.get("yue", "/definitions/approval/staffing?unit=430623"), 403, "not_permitted")
    problem(office.get("xiao", "/definitions/approval/staffing?unit=430621"), 403, "not_permitted")


def problem_with_findings(response: TestResponse) -> list[Mapping[str, object]]:
    said = response.get_json()
    assert (response.status_code, said.get("code")) == (422, "deployment_refused"), said
    assert len(said["errors"]) == sum(each["severity"] == "error" for each in said["findings"])
    found: list[Mapping[str, object]] = said["findings"]
    return found


def test_a_deployment_sent_again_is_told_whether_there_are_people_today(office: Interface) -> None:
    files: Files = {"plain.bpmn": PLAIN.replace(b"leader", b"secrecy_officer")}
    (lacking,) = deploy(office, files, key="k").get_json()["too_few"]
    assert "流程“plain”" in lacking
    with office.desk.store.begin() as session:
        entry = PersonEntry("bao", "鲍某", "430000", (Membership("secrecy_officer"),))
        upsert_people(session, [entry])
    again = deploy(office, files, key="k").get_json()
    assert (again["definitions"][0]["key"], again["too_few"]) == ("plain", [])
