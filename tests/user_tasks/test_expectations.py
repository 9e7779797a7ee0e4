"""What a form must say beyond its fields is checked before anything happens."""

from __future__ import annotations

import pytest

from engine.definitions import DeploymentRefused
from engine.model.errors import FieldError
from tests.cases.desk import Desk, refusal
from tests.cases.drawing import diagram, end, path, start, user

MEETING = diagram(
    "meet",
    start("from:date", **{"expect:from": "from >= today()", "message:from": "不得早于今天。"}),
    user(
        "invite",
        "on:date!",
        "place:string",
        groups="case_officer",
        **{
            "expect:on": "on >= from",
            "message:on": "约谈日期不得早于立案时商定的日期。",
            "expect:place": 'place != "办公室" or performer("start") = null',
            "message:place": "请写明具体地点。",
        },
    ),
    end(),
    path("start", "invite", "end"),
)


def test_a_form_that_does_not_fit_is_refused_at_its_field(desk: Desk) -> None:
    desk.deploy(MEETING)
    case = desk.open("meet", {"from": "2026-10-01"}).case_id
    work = desk.one(case, "invite")
    before = desk.types(case)
    refused = refusal(lambda: desk.complete("li", work.id, {"on": "2026-09-30", "place": "会议室"}))
    assert refused.code == "invalid_form"
    assert [(each.path, each.zh) for each in refused.errors] == [
        ("on", "约谈日期不得早于立案时商定的日期。")
    ]
    assert desk.types(case) == before
    desk.complete("li", work.id, {"on": "2026-10-08", "place": "会议室"})
    assert desk.case(case).status == "closed"


def test_everything_that_does_not_fit_is_said_at_once(desk: Desk) -> None:
    desk.deploy(MEETING)
    case = desk.open("meet", {"from": "2026-10-01"}).case_id
    work = desk.one(case, "invite")
    refused = refusal(lambda: desk.complete("li", work.id, {"on": "2026-09-30", "place": "办公室"}))
    assert [each.path for each in refused.errors] == ["on", "place"]


def test_the_form_that_opens_a_case_is_checked_too(desk: Desk) -> None:
    desk.deploy(MEETING)
    refused = refusal(lambda: desk.open("meet", {"from": "2000-01-01"}))
    assert refused.errors == (FieldError("from", "不得早于今天。", "Expected from >= today()"),)


def test_what_cannot_be_checked_is_refused(desk: Desk) -> None:
    asks = {"expect:basis": 'decide("none", {}).ok', "message:basis": "依据应有效。"}
    desk.deploy(diagram("meet", start("basis:string", **asks), end(), path("start", "end")))
    (wrong,) = refusal(lambda: desk.open("meet", {"basis": "甲法"})).errors
    assert wrong.path == "basis"
    assert "没有发布决策表" in wrong.zh


def test_the_sentence_may_name_what_was_found(desk: Desk) -> None:
    asks = {
        "expect:note": "personal_data(note) = []",
        "message:note": '${"请删去" + personal_data(note)[1].word + "。"}',
    }
    desk.deploy(diagram("meet", start("note:text", **asks), end(), path("start", "end")))
    (wrong,) = refusal(lambda: desk.open("meet", {"note": "请拨13800138000。"})).errors
    assert (wrong.path, wrong.zh) == ("note", "请删去13800138000。")


def test_a_sentence_that_cannot_be_made_says_so(desk: Desk) -> None:
    asks = {"expect:note": "false", "message:note": "${half(note)}"}
    desk.deploy(diagram("meet", start("note:text", **asks), end(), path("start", "end")))
    (wrong,) = refusal(lambda: desk.open("meet", {"note": "一"})).errors
    assert "无法说明" in wrong.zh


@pytest.mark.parametrize(
    "properties, code",
    [
        ({"expect:nothing": "true", "message:nothing": "应有。"}, "expectation_without_field"),
        ({"expect:on": "on >"}, "bad_expression"),
        ({"expect:on": "on > 1"}, "expectation_without_message"),
        ({"message:on": "应有。"}, "message_without_expectation"),
        ({"expect:on": "on > 1", "message:on": "${on +}"}, "bad_expression"),
    ],
)
def test_the_linter_names_expectations_that_cannot_hold(
    desk: Desk, properties: dict[str, str], code: str
) -> None:
    drawn = diagram("meet", start("on:date", **properties), end(), path("start", "end"))
    try:
        findings = desk.deploy(drawn).findings
    except DeploymentRefused as refused:
        findings = refused.findings
    assert code in [finding.code for finding in findings]
