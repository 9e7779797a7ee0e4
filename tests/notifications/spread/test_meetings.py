"""Who is called to an interview gets it into their calendar; it moves there, and goes when it is off."""

from __future__ import annotations

import pytest

from bpmn.catalogue import catalogue
from engine import commands
from engine.store import Store
from notifications.channel import Invitation
from tests.cases.desk import Desk, local
from tests.notifications.spread.post import Post
from tests.support.clock import HandClock
from workflows.interview import SETTINGS


@pytest.fixture
def post(store: Store, clock: HandClock) -> Post:
    """A post office of a desk with the product's own interview."""
    clock.move_to(local("2026-09-01 09:00"))
    made = Post(Desk(store, clock, settings=SETTINGS))
    made.desk.furnish()
    shipped = catalogue()["interview"]
    made.desk.deploy(*shipped.tables.values())
    made.desk.deploy(*shipped.diagrams.values())
    made.reach("xiao")
    return made


@pytest.fixture
def interview(post: Post) -> str:
    """An interview whose notice was signed for."""
    desk = post.desk
    form = {
        "source": "督导检查",
        "grounds": "T6 安全问题较多",
        "facts": "暑期检查发现食堂留样不全、台账缺失、校车超载三项问题。",
        "facts_on": "2026-08-28",
        "articles": "第二十五条",
    }
    case_id = desk.open("interview", form, title="约谈某甲县").case_id
    sheet = {"problem_count": 3, "severity": "一般", "target_kind": "县级党委政府"}
    desk.complete("li", desk.one(case_id, "draft_sheet").id, sheet)
    desk.complete("wang", desk.one(case_id, "approve_sheet").id, {"approval": "同意约谈"})
    arrange(post, case_id, "2026-09-10T09:00:00+08:00", "督导室")
    return case_id


def arrange(post: Post, case_id: str, at: str, place: str) -> None:
    form = {
        "meeting_at": at,
        "meeting_place": place,
        "summoned": [
            {"person": name, "post": "校长", "identity": "事业"} for name in ("刘某", "孙某")
        ],
        "materials": [{"name": "自查报告"}],
        "contact": "李某",
        "contact_phone": "0730-8000000",
    }
    for person, node, filled in (
        ("li", "arrange_meeting", form),
        ("wang", "sign_notice", {"signed": True}),
        ("li", "deliver_notice", {"delivery_mode": "电子"}),
        ("xiao", "sign_receipt", {"receipt_signer": "肖某"}),
    ):
        post.desk.complete(person, post.desk.one(case_id, node).id, filled)


def invitations(post: Post) -> list[Invitation]:
    while post.spread():
        pass
    post.deliver()
    return [each.invitation for each in post.mail.carried if each.invitation is not None]


def test_who_is_called_is_invited_and_what_moves_is_the_same_meeting(
    post: Post, interview: str
) -> None:
    (first,) = invitations(post)
    assert first.uid == f"interview-{interview}@dudao"
    assert (first.starts_at, first.ends_at) == (
        local("2026-09-10 09:00"),
        local("2026-09-10 11:00"),
    )
    assert (first.summary, first.place, first.is_cancelled) == ("约谈：约谈某甲县", "督导室", False)
    answer = {"reply": "申请改期", "reply_reason": "与考试冲突"}
    post.desk.complete("xiao", post.desk.one(interview, "answer_notice").id, answer)
    decide = post.desk.one(interview, "decide_postponement")
    post.desk.complete("wang", decide.id, {"granted": True})
    arrange(post, interview, "2026-09-15T15:00:00+08:00", "三楼会议室")
    _, second = invitations(post)
    assert (second.uid, second.starts_at) == (first.uid, local("2026-09-15 15:00"))
    assert second.sequence > first.sequence


def test_a_meeting_that_is_off_leaves_the_calendar(post: Post, interview: str) -> None:
    (first,) = invitations(post)
    post.desk.give(commands.cancel_case, "wang", case_id=interview, reason="情况变化")
    _, off = invitations(post)
    assert (off.uid, off.is_cancelled) == (first.uid, True)
    assert off.sequence > first.sequence
