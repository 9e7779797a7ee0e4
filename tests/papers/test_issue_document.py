"""A document is composed, numbered and kept in the step that issues it, or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import orjson
import pytest

from engine import commands
from engine.model.canonical_json import canonical_json
from engine.store.number_checks import check_series
from engine.store.number_registers import register
from tests.cases.drawing import diagram, end, path, service, start, user
from tests.papers.office import SERIES, PaperDesk


def test_signing_issues_a_numbered_document_and_names_the_case(desk: PaperDesk) -> None:
    document = desk.issued()
    assert (document.number, document.serial, document.year) == ("岳教督整〔2026〕1号", 1, 2026)
    assert (document.title, document.template, document.template_version) == (
        "责令限期整改通知书",
        "notice",
        1,
    )
    assert desk.case(document.case_id).reference == document.number
    assert (document.issued_by, document.status, document.visibility) == ("wang", "issued", "unit")


def test_the_template_sees_variables_inputs_and_its_number(desk: PaperDesk) -> None:
    content = orjson.loads(desk.issued().content)
    assert content["text"] == "责令限期整改通知书：某甲县食堂留样不全（岳教督整〔2026〕1号）"


def test_the_history_proves_the_content(desk: PaperDesk) -> None:
    document = desk.issued()
    (event,) = desk.events(document.case_id, "document_issued")
    assert event["data"] == {
        "document": document.id,
        "number": document.number,
        "title": document.title,
        "template": "notice@1",
        "content_hash": hashlib.sha256(document.content.encode()).hexdigest(),
        "visibility": "unit",
    }
    assert canonical_json(orjson.loads(document.content)) == document.content


def test_it_sets_the_document_and_its_number(desk: PaperDesk) -> None:
    document = desk.issued()
    variables = desk.variables(document.case_id)
    assert variables["document"] == document.id
    assert variables["document_number"] == document.number


def test_a_missing_field_is_an_incident_that_names_it_and_takes_no_number(desk: PaperDesk) -> None:
    case_id = desk.opened(problem=None)
    desk.complete("wang", desk.one(case_id, "sign").id)
    (incident,) = desk.incidents(case_id)
    assert "缺少problem" in incident.zh
    assert desk.documents(case_id) == []
    assert desk.read(lambda session: register(session, SERIES, year=2026)) == []
    assert desk.issued().number == "岳教督整〔2026〕1号"


def test_a_missing_template_is_an_incident_that_names_it(bare: PaperDesk) -> None:
    bare.publish("another", "别的")
    flow = diagram(
        "rectify",
        start(),
        service("issue", "issue_document", template="nowhere"),
        user("wait", groups="leader"),
        end(),
        path("start", "issue", "wait", "end"),
    )
    bare.deploy(flow)
    case_id = bare.open("rectify").case_id
    (incident,) = bare.incidents(case_id)
    assert incident.zh == "没有发布公文模板“nowhere”。"


def test_an_engine_without_a_composer_says_so(desk: PaperDesk) -> None:
    desk.engine = replace(desk.engine, compose=None)
    case_id = desk.opened()
    desk.complete("wang", desk.one(case_id, "sign").id)
    assert desk.incidents(case_id)[0].zh == "本安装没有配置公文生成程序，不能签发公文。"


def test_a_retry_after_a_later_failure_gives_the_same_document(bare: PaperDesk) -> None:
    bare.publish()
    outputs = {"bad": "${deadline(problem)}"}  # no term: fails after the handler has run
    flow = diagram(
        "rectify",
        start("problem:string"),
        service("issue", "issue_document", outputs, template="notice", series=SERIES, unit="某校"),
        user("wait", groups="leader"),
        end(),
        path("start", "issue", "wait", "end"),
    )
    bare.deploy(flow)
    case_id = bare.open("rectify", {"problem": "留样"}).case_id
    (first,) = bare.documents(case_id)
    (incident,) = bare.incidents(case_id)
    bare.give(commands.retry_incident, "guan", incident_id=incident.id)
    assert bare.documents(case_id) == [first]


def test_the_number_of_another_document_may_be_borne_but_is_not_taken(bare: PaperDesk) -> None:
    bare.publish()
    bare.publish("closing", "销号单：{number}")
    flow = diagram(
        "rectify",
        start("problem:string"),
        service("issue", "issue_document", template="notice", series=SERIES, unit="某校"),
        service("close", "issue_document", template="closing", number="${case.reference}"),
        user("wait", groups="leader"),
        end(),
        path("start", "issue", "close", "wait", "end"),
    )
    bare.deploy(flow)
    case_id = bare.open("rectify", {"problem": "留样"}).case_id
    notice, closing = bare.documents(case_id)
    assert notice.number == closing.number == "岳教督整〔2026〕1号"
    assert (closing.series, closing.serial) == (None, None)
    bare.give(commands.void_document, "wang", document_id=closing.id, reason="填错")
    assert bare.read(lambda session: check_series(session, SERIES, year=2026).flaws) == ()
    (line,) = bare.read(lambda session: register(session, SERIES, year=2026))
    assert (line.document_id, line.voided_at) == (notice.id, None)


@pytest.mark.parametrize("series", ["", "岳教督"])
def test_a_document_of_a_later_template_version_says_so(desk: PaperDesk, series: str) -> None:
    first = desk.issued()
    desk.publish(source=f"{series}通知书：{{unit}}{{number}}")
    second = desk.issued()
    assert (first.template_version, second.template_version) == (1, 2)
    assert second.title == f"{series}通知书"


def test_another_body_may_issue_a_document(desk: PaperDesk) -> None:
    desk.publish("decision", "申诉处理决定书：{office}")
    flow = diagram(
        "rectify",
        start(),
        service("ours", "issue_document", template="decision"),
        service("theirs", "issue_document", template="decision", office="某省教育督导机构"),
        user("wait", groups="leader"),
        end(),
        path("start", "ours", "theirs", "wait", "end"),
    )
    desk.deploy(flow)
    ours, theirs = desk.documents(desk.open("rectify").case_id)
    assert "某省教育督导机构" not in ours.content
    assert "某省教育督导机构" in theirs.content
