"""Work is urged by hand: counted, limited, in the history, and told to whoever is to act."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import commands
from engine.commands import WorkUrged
from engine.commands.reading.works import read_work
from engine.model.case import Actor
from engine.model.errors import EngineError, InvalidState, NotPermitted
from engine.model.message_words import words_of
from engine.store.rows import OutboxRow
from engine.store.settings import StoredSetting, store_setting
from tests.cases.desk import local, refusal
from tests.faults.test_races import act, at_once
from tests.notifications.spread.post import Post
from tests.notifications.spread.test_spreading import to_approve
from tests.user_tasks.diagrams import APPROVAL


@pytest.fixture
def approval(post: Post) -> str:
    """A case that waits for a leader or director."""
    post.desk.deploy(APPROVAL)
    case_id = post.desk.open("approval").case_id
    to_approve(post, case_id)
    post.spread()
    return case_id


def urge(post: Post, case_id: str, person: str = "li", **more: object) -> WorkUrged:
    work = post.desk.one(case_id, "approve")
    return post.desk.give(commands.urge_work, person, work_id=work.id, **more)


def said(post: Post, case_id: str) -> OutboxRow:
    (message,) = [each for each in post.desk.outbox(case_id) if each.kind == "urged"]
    return message


def may_urge(post: Post, case_id: str, person: str = "li") -> tuple[bool, int]:
    with post.store.begin() as session:
        found = read_work(
            session,
            engine=post.desk.engine,
            clock=post.desk.clock,
            actor=Actor(person),
            work_id=post.desk.one(case_id, "approve").id,
        )
    return "urge_work" in found.work.may, found.work.urges


def test_candidates_are_urged_with_words_and_the_history_says_so(post: Post, approval: str) -> None:
    post.reach("wang", "zhao")
    assert may_urge(post, approval) == (True, 0)
    done = urge(post, approval, words=" 家长在等答复。 ")
    assert (done.number, done.most) == (1, 3)
    assert may_urge(post, approval) == (False, 1)
    (event,) = post.desk.events(approval, "task_urged")
    assert event["person"] == "li"
    assert event["data"] == {
        "aid": post.desk.one(approval, "approve").aid,
        "name": "approve",
        "number": 1,
        "words": "家长在等答复。",
    }
    message = said(post, approval)
    kind = post.desk.engine.message_kinds.kind("urged")
    words = words_of(kind, "urged", message.body, case="食堂", reference=None)
    assert words.zh == "li某催办“approve”，期限2026年3月10日（星期二）（食堂）：家长在等答复。"
    assert words.en.startswith("li某 urges you to do “approve”, due on 10 March 2026.")
    post.spread()
    assert [each.person for each in post.rows(kind="urged")] == ["wang", "zhao"]


def test_the_holder_alone_is_urged_and_not_by_themselves(post: Post, approval: str) -> None:
    post.desk.claim("wang", post.desk.one(approval, "approve").id)
    assert refusal(lambda: urge(post, approval, "wang")).code == "own_work"
    urge(post, approval, "zhao")
    assert said(post, approval).audience == {"people": ["wang"]}


def test_an_urge_waits_for_no_digest_but_for_the_morning(post: Post, approval: str) -> None:
    post.reach("wang")
    post.choose("wang", digest_at=17)
    post.desk.clock.move_to(local("2026-03-03 22:00"))
    urge(post, approval)
    post.spread()
    row = post.row(kind="urged")
    assert (row.status, row.next_at) == ("pending", local("2026-03-04 08:00"))


def test_urges_are_a_working_day_apart_and_no_more_than_three(post: Post, approval: str) -> None:
    urge(post, approval)
    lately = refusal(lambda: urge(post, approval, "zhao"))
    assert isinstance(lately, InvalidState)
    assert lately.message == "“approve”2026年3月3日已经催办过，2026年3月4日起可以再次催办。"
    post.desk.clock.move_to(local("2026-03-06 09:00"))
    assert urge(post, approval, "chen").number == 2
    post.desk.clock.move_to(local("2026-03-08 09:00"))  # a Sunday
    assert refusal(lambda: urge(post, approval)).code == "urged_lately"
    post.desk.clock.move_to(local("2026-03-09 09:00"))
    assert urge(post, approval).number == 3
    post.desk.clock.advance(timedelta(days=30))
    enough = refusal(lambda: urge(post, approval))
    assert enough.code == "urged_enough"
    assert "达到上限3次" in enough.message
    assert may_urge(post, approval) == (False, 3)


def test_an_office_may_allow_more_urges(post: Post, approval: str) -> None:
    for key, value in (("urge.working_days", 0), ("urge.most", 2)):
        with post.store.begin() as session:
            store_setting(session, StoredSetting(key, value, post.desk.clock(), "guan"))
    assert urge(post, approval).number == 1
    assert urge(post, approval).most == 2
    assert refusal(lambda: urge(post, approval)).code == "urged_enough"


@pytest.mark.parametrize("person", ["xiao", "qian", "guan"])
def test_who_does_not_handle_the_case_urges_nobody(post: Post, approval: str, person: str) -> None:
    assert isinstance(refusal(lambda: urge(post, approval, person)), NotPermitted)
    assert post.desk.events(approval, "task_urged") == []


def test_nobody_is_urged_while_the_clocks_stand_still_or_when_it_is_done(
    post: Post, approval: str
) -> None:
    work = post.desk.one(approval, "approve")
    post.desk.give(commands.suspend_case, "wang", case_id=approval, reason="案外事由")
    assert refusal(lambda: urge(post, approval)).code == "case_suspended"
    post.desk.give(commands.resume_case, "wang", case_id=approval, reason="事由消失")
    post.desk.complete("wang", work.id, {"approved": True})
    over = refusal(lambda: post.desk.give(commands.urge_work, "li", work_id=work.id))
    assert "不是该环节的候选" in over.message or "办结" in over.message


def test_words_are_short(post: Post, approval: str) -> None:
    assert refusal(lambda: urge(post, approval, words="快" * 201)).code == "too_long"
    assert urge(post, approval, words="快" * 200).number == 1


def test_of_two_who_urge_at_once_one_does(post: Post, approval: str) -> None:
    work = post.desk.one(approval, "approve")
    answers = at_once(
        *(
            lambda person=person: act(post.desk, commands.urge_work, person, work_id=work.id)
            for person in ("li", "chen", "zhao")
        )
    )
    lost = [each for each in answers if isinstance(each, EngineError)]
    assert [each.code for each in lost] == ["urged_lately"] * 2
    assert len(post.desk.events(approval, "task_urged")) == 1
    post.desk.check(approval)
