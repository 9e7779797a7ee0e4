"""What is published stays as it was published; only its state changes."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from engine.commands import cancel_case
from engine.commands.publications import withdraw_publications_of
from engine.commands.turn import Turn
from engine.model.canonical_json import canonical_json
from engine.model.case import Actor
from engine.model.errors import NotFound
from engine.model.publications import PublicationKind, PublicationState
from tests.cases.desk import Desk, refusal
from tests.cases.drawing import catch, diagram, end, message, path, service, start, user
from tests.publications.office import close, listed, publish, read, row

ONE, TWO = "某示〔2026〕1号", "某示〔2026〕2号"


def test_everybody_reads_what_was_published(desk: Desk) -> None:
    publish(desk, text="拟认定三所幼儿园。")
    view = read(desk)
    assert (view.kind, view.state) == (PublicationKind.PUBLICITY, PublicationState.PUBLISHED)
    assert view.text == "拟认定三所幼儿园。"
    assert view.objections_until == date(2026, 3, 9)
    assert view.takes_objections
    assert view.basis == "《中华人民共和国政府信息公开条例》"


def test_the_history_holds_the_hash_of_what_everybody_reads(desk: Desk) -> None:
    case_id = publish(desk)
    kept = row(desk)
    content = canonical_json(
        {
            "number": kept.number,
            "kind": kept.kind,
            "title": kept.title,
            "text": kept.body,
            "basis": kept.basis,
            "published_at": kept.published_at,
            "objection_until": kept.objection_until,
        }
    )
    (event,) = desk.events(case_id, "published")
    data = event["data"]
    assert isinstance(data, dict)
    assert data["hash"] == hashlib.sha256(content.encode()).hexdigest() == kept.content_hash
    assert "名单如下" not in str(data)


def test_a_correction_is_a_new_publication_and_the_old_words_stand(desk: Desk) -> None:
    first = publish(desk)
    before = row(desk)
    second = publish(desk, TWO, kind="更正", text="更正后的名单。", target=ONE)
    desk.check(first)
    after = row(desk)
    assert (after.body, after.content_hash) == (before.body, before.content_hash)
    view = read(desk)
    assert view.state is PublicationState.CORRECTED
    assert view.superseded_by == TWO
    assert view.text == "名单如下。"
    assert not view.takes_objections
    assert row(desk, TWO).supersedes == before.id
    assert desk.case(first).end_code == "taken_down"
    assert desk.case(second).status == "open"
    assert set(listed(desk)) == {ONE, TWO}


def test_a_newer_one_supersedes(desk: Desk) -> None:
    publish(desk)
    desk.advance(hours=1)
    publish(desk, TWO, kind="公告", days=None, target=ONE)
    assert read(desk).state is PublicationState.SUPERSEDED
    assert listed(desk) == [TWO, ONE]


def test_a_withdrawn_one_leaves_number_day_and_reason_only(desk: Desk) -> None:
    case_id = publish(desk, text="原来的正文。")
    closing = close(desk, ONE, reason="问责决定经复核撤销。")
    view = read(desk)
    assert (view.number, view.state) == (ONE, PublicationState.WITHDRAWN)
    assert (view.title, view.text, view.basis) == (None, None, None)
    assert view.closed_reason == "问责决定经复核撤销。"
    assert view.closed_at == desk.clock()
    assert row(desk).body == "原来的正文。"  # the case file keeps it
    desk.check(case_id)
    (event,) = desk.events(case_id, "publication_closed")
    assert event["before"] == {"state": "published"}
    assert event["after"] == {"state": "withdrawn"}
    assert event["data"]["case"] == closing  # type: ignore[index]
    assert event["data"]["by"] == "wang"  # type: ignore[index]


def test_the_case_that_waits_for_objections_hears_of_it(desk: Desk) -> None:
    case_id = publish(desk)
    close(desk, ONE)
    assert desk.case(case_id).end_code == "taken_down"
    assert "message_received" in desk.types(case_id)


def test_the_case_is_not_disturbed_by_what_becomes_of_another_one(desk: Desk) -> None:
    publish(desk)
    other = publish(desk, TWO)
    close(desk, ONE)
    assert desk.nodes(other) == ["wait"]


def test_personal_data_in_the_reason_are_masked(desk: Desk) -> None:
    publish(desk)
    close(desk, ONE, reason="应13800138000机主要求。")
    assert read(desk).closed_reason == "应" + "＊" * 11 + "机主要求。"


@pytest.mark.parametrize(
    "how, then",
    [
        ("withdrawn", "withdrawn"),
        ("withdrawn", "ended"),
        ("ended", "ended"),
        ("superseded", "ended"),
    ],
)
def test_a_state_that_cannot_follow_is_an_incident(desk: Desk, how: str, then: str) -> None:
    publish(desk)
    close(desk, ONE, how)
    (incident,) = desk.incidents(close(desk, ONE, then))
    assert "不能改为" in incident.zh
    assert read(desk).state.value == how


def test_what_was_never_published_cannot_be_closed(desk: Desk) -> None:
    (incident,) = desk.incidents(close(desk, "某示〔2026〕9号"))
    assert "没有公布过" in incident.zh
    assert isinstance(refusal(lambda: read(desk, "某示〔2026〕9号")), NotFound)


@pytest.mark.parametrize("field", ["text", "headline"])
def test_personal_data_are_never_published(desk: Desk, field: str) -> None:
    case_id = publish(desk, **{field: "联系电话１３８-0013-8000"})
    (incident,) = desk.incidents(case_id)
    assert "手机号码" in incident.zh
    assert "13800" not in incident.zh
    assert listed(desk) == []
    assert "published" not in desk.types(case_id)


def test_a_number_is_published_once(desk: Desk) -> None:
    publish(desk)
    (incident,) = desk.incidents(publish(desk, text="另一份。"))
    assert "已经公布过" in incident.zh
    assert read(desk).text == "名单如下。"


def test_a_kind_that_does_not_exist_is_an_incident(desk: Desk) -> None:
    (incident,) = desk.incidents(publish(desk, kind="布告"))
    assert "公示、公告、更正、撤回" in incident.zh


def test_canceling_the_case_withdraws_what_still_takes_objections(desk: Desk) -> None:
    case_id = publish(desk)
    desk.give(cancel_case, "li", case_id=case_id, reason="申报单位退出")
    assert read(desk).state is PublicationState.WITHDRAWN
    assert read(desk).closed_reason == "案件撤销：申报单位退出"


PARENT = diagram(
    "decide",
    start(),
    service("announce", "open_linked_case", process="notice", number=ONE, days="5工作日"),
    catch("heard", message("case_closed")),
    end(),
    path("start", "announce", "heard", "end"),
    messages=("case_closed",),
)


def test_a_reversal_withdraws_what_was_published_for_the_decision(desk: Desk) -> None:
    desk.deploy(PARENT)
    decision = desk.open("decide").case_id
    (child,) = desk.linked(decision)
    named = publish(desk, TWO, kind="公告", days=None, source="某决〔2026〕1号")
    publish(desk, "某示〔2026〕3号", kind="公告", target=TWO, days=None)
    other = publish(desk, "某示〔2026〕4号")
    with desk.store.begin() as session:
        turn = Turn(session, engine=desk.engine, clock=desk.clock, actor=Actor("zhao"))
        numbers = [
            number
            for each in (decision, named)
            for number in withdraw_publications_of(
                turn.case(each), reason="决定撤销。", decision="某撤〔2026〕1号"
            )
        ]
        turn.finish()
    for case_id in (decision, child.id, named, other):
        desk.check(case_id)
    assert sorted(numbers) == [ONE, TWO]
    assert read(desk).state is PublicationState.WITHDRAWN
    assert read(desk, TWO).state is PublicationState.WITHDRAWN  # superseded ones too
    assert read(desk, "某示〔2026〕4号").state is PublicationState.PUBLISHED
    (event,) = desk.events(child.id, "publication_closed")
    assert event["data"]["decision"] == "某撤〔2026〕1号"  # type: ignore[index]
    assert desk.case(child.id).end_code == "taken_down"
    assert desk.case(decision).status == "closed"  # it heard that the linked case ended


def test_a_reversal_reaches_what_a_grandchild_published(desk: Desk) -> None:
    desk.deploy(PARENT)
    desk.deploy(GRANDPARENT)
    root = desk.open("root").case_id
    assert read(desk).state is PublicationState.PUBLISHED
    desk.complete("zhao", desk.one(root, "revoke").id, {})
    assert desk.incidents(root) == []
    assert read(desk).state is PublicationState.WITHDRAWN
    (event,) = desk.events(root, "outcomes_reversed")
    assert event["data"]["withdrawn"] == [ONE]  # type: ignore[index]


def test_a_reversal_reaches_what_the_same_step_published(desk: Desk) -> None:
    desk.deploy(
        diagram(
            "hasty",
            start(),
            service("publish", "publish", kind="公告", title="题", text="文", number=ONE),
            service("reverse", "reverse_outcomes", reason="错发"),
            end(),
            path("start", "publish", "reverse", "end"),
        )
    )
    case_id = desk.open("hasty").case_id
    assert desk.incidents(case_id) == []
    assert read(desk).state is PublicationState.WITHDRAWN


GRANDPARENT = diagram(
    "root",
    start(),
    service("next", "open_linked_case", process="decide"),
    user("revoke", groups="director"),
    service("reverse", "reverse_outcomes", reason="撤销"),
    end(),
    path("start", "next", "revoke", "reverse", "end"),
)


def test_a_second_reversal_finds_nothing_left(desk: Desk) -> None:
    case_id = publish(desk)
    close(desk, ONE)
    with desk.store.begin() as session:
        turn = Turn(session, engine=desk.engine, clock=desk.clock, actor=Actor("zhao"))
        step = turn.case(case_id)
        assert withdraw_publications_of(step, reason="撤销。", decision="一") == ()


def test_what_comes_from_a_case_names_it(desk: Desk) -> None:
    desk.deploy(PARENT)
    decision = desk.open("decide").case_id
    assert row(desk).source_case == decision
