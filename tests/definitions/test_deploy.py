"""Publishing diagrams and decision tables."""

from __future__ import annotations

import pytest

from engine.definitions import Candidate, DeploymentRefused, FileFinding, SourceFile, deploy
from engine.model.case import Actor
from engine.model.history import verify_chain
from engine.store.definitions import (
    definition_by_id,
    list_decision_tables,
    list_definitions,
    newest_definition,
)
from tests.cases.desk import Desk, refusal
from tests.cases.drawing import diagram, end, path, rule, start, user

SIMPLE = diagram("simple", start(), user("a", groups="leader"), end(), path("start", "a", "end"))
TERM = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="terms"
  namespace="http://example.org/tests">
  <decision id="term_of" name="整改期限"><decisionTable id="t" hitPolicy="UNIQUE">
    <input id="i"><inputExpression id="ie"><text>severity</text></inputExpression></input>
    <output id="o" name="term" typeRef="string"/>
    <rule id="r1"><inputEntry id="a1"><text>"重大"</text></inputEntry>
      <outputEntry id="b1"><text>"7日"</text></outputEntry></rule>
    <rule id="r2"><inputEntry id="a2"><text>not("重大")</text></inputEntry>
      <outputEntry id="b2"><text>"30日"</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>""".encode()
DECIDING = diagram(
    "deciding",
    start("severity:string"),
    rule("decide", "term_of", "term"),
    user("report", groups="respondent", due="${deadline(term)}"),
    end(),
    path("start", "decide", "report", "end"),
)
CALLED = diagram(
    "called", start(), user("inner", groups="leader"), end(), path("start", "inner", "end")
)
CALLER = diagram(
    "caller",
    start(),
    '<callActivity id="call" calledElement="called"/>',
    end(),
    path("start", "call", "end"),
)


def test_what_is_published_is_kept_byte_for_byte(desk: Desk) -> None:
    odd = SIMPLE.replace(b"<process", b"<!-- \xe5\xaf\xbc -->\r\n\t<process")
    (row,) = desk.deploy(odd).definitions
    assert (row.key, row.version, row.source) == ("simple", 1, odd)
    assert desk.read(lambda session: definition_by_id(session, row.id)).source == odd


def test_unchanged_content_makes_no_version(desk: Desk) -> None:
    desk.deploy(SIMPLE)
    again = desk.deploy(SIMPLE)
    assert (again.definitions, again.unchanged) == ((), ("simple",))
    (row,) = desk.deploy(SIMPLE + b"\n").definitions
    assert row.version == 2
    assert len(desk.read(lambda session: list_definitions(session, "simple"))) == 2


def test_a_change_of_what_is_called_makes_a_new_version_of_the_caller(desk: Desk) -> None:
    desk.deploy(CALLER, CALLED)
    case_id = desk.open("caller").case_id
    assert desk.nodes(case_id) == ["inner"]
    desk.deploy(CALLED.replace(b'name="inner"', b'name="changed"'))
    again = desk.deploy(CALLER)
    assert [(row.key, row.version) for row in again.definitions] == [("caller", 2)]
    new = desk.open("caller").case_id
    assert [desk.one(each, "inner").name for each in (case_id, new)] == ["inner", "changed"]


def test_errors_are_refused_with_findings_and_nothing_is_stored(desk: Desk) -> None:
    broken = SIMPLE.replace(b'candidateGroups="leader"', b'candidateGroups="leeder"')
    refused = refusal(lambda: desk.deploy(CALLED, broken))
    assert isinstance(refused, DeploymentRefused)
    assert refused.code == "deployment_refused"
    errors = [finding for finding in refused.findings if finding.severity == "error"]
    assert [(error.file, error.element_id) for error in errors] == [("file1", "a")]
    assert refused.errors[0].zh == errors[0].zh
    assert desk.read(list_definitions) == []


@pytest.mark.parametrize("data", [b"", b"<x/>", b"\x00" * 10, SIMPLE[:-30], b"<!DOCTYPE a>" * 3])
def test_what_is_no_diagram_is_refused(desk: Desk, data: bytes) -> None:
    assert isinstance(refusal(lambda: desk.deploy(data)), DeploymentRefused)
    assert isinstance(refusal(desk.deploy), DeploymentRefused)


def test_a_decision_table_is_used_in_its_newest_version(desk: Desk) -> None:
    desk.deploy(DECIDING, TERM)
    case_id = desk.open("deciding", {"severity": "重大"}).case_id
    (event,) = desk.events(case_id, "decision_made")
    assert event["data"] == {
        "aid": 3,
        "decision": "term_of",
        "table": "term_of@1",
        "inputs": {"severity": "重大"},
        "rules": [1],
        "result": "7日",
    }
    desk.deploy(TERM.replace("7日".encode(), "10日".encode()))
    again = desk.open("deciding", {"severity": "重大"}).case_id
    assert desk.events(again, "decision_made")[0]["data"]["table"] == "term_of@2"  # type: ignore[index]
    assert desk.one(again, "report").due_at > desk.one(case_id, "report").due_at  # type: ignore[operator]
    assert [each.version for each in desk.read(list_decision_tables)] == [2]


def test_an_unknown_table_or_process_is_refused(desk: Desk) -> None:
    for drawn in (DECIDING, CALLER):
        assert isinstance(refusal(lambda drawn=drawn: desk.deploy(drawn)), DeploymentRefused)  # type: ignore[misc]


def test_what_two_files_define_is_refused(desk: Desk) -> None:
    refused = refusal(lambda: desk.deploy(SIMPLE, SIMPLE + b"\n"))
    assert isinstance(refused, DeploymentRefused)
    assert {finding.code for finding in refused.findings} >= {"defined_twice"}


def test_another_check_may_refuse_too(desk: Desk) -> None:
    seen: list[Candidate] = []

    def check(candidate: Candidate) -> list[FileFinding]:
        seen.append(candidate)
        return [FileFinding("a.yml", "error", "scenario", "", "第3步不符。", "Step 3 fails.", 9)]

    def act() -> object:
        with desk.store.begin() as session:
            return deploy(
                session,
                [SourceFile("a.bpmn", SIMPLE)],
                clock=desk.clock,
                actor=Actor("guan"),
                known=desk.known(),
                new_id=desk.engine.new_id,
                new_salt=desk.engine.new_salt,
                check=check,
            )

    refused = refusal(act)
    assert "第3步不符。" in [error.zh for error in refused.errors]
    assert list(seen[0].processes) == ["simple"]
    assert desk.read(lambda session: newest_definition(session, "simple")) is None


def test_deployments_are_in_the_history_of_the_system(desk: Desk) -> None:
    desk.deploy(SIMPLE)
    desk.deploy(DECIDING, TERM)
    events = desk.history()
    assert [event.type for event in events] == [
        "definition_deployed",
        "decision_table_deployed",
        "definition_deployed",
    ]
    assert verify_chain(events, case_id="system") is None
