"""What was spread goes out once: looked at again, tried again, given up, and kept as evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from engine import commands
from engine.identity import Membership, PersonEntry, upsert_people
from engine.store.contacts import contacts_of
from engine.store.deliveries import rest_of
from engine.store.inbox import ReadMark, mark_read
from engine.store.return_secrets import read_return_secret
from notifications.channel import Deferred, Parcel, Refused
from notifications.rules.model import Rule
from notifications.seals import seal_of
from tests.cases.desk import local
from tests.notifications.spread.post import TO_ALL, Carriers, Post, World
from tests.notifications.spread.test_spreading import MONDAY, substitute, to_approve
from tests.user_tasks.diagrams import APPROVAL


def raising(error: Exception, *, times: int = 1_000) -> Callable[[Parcel], None]:
    """Fail so often, then let everything pass."""
    left = [times]

    def way(_: Parcel) -> None:
        if left[0]:
            left[0] -= 1
            raise error

    return way


def later(**more: object) -> Deferred:
    return Deferred("稍后再试", en="Try later", code="busy", **more)  # type: ignore[arg-type]


@pytest.fixture
def approval(post: Post) -> str:
    """A case that waits for a leader or director, who are not told of it yet."""
    post.desk.deploy(APPROVAL)
    case_id = post.desk.open("approval").case_id
    to_approve(post, case_id)
    return case_id


def assigned(post: Post, *people: str) -> None:
    """Let these people be told of the work to approve, tomorrow morning."""
    post.desk.clock.move_to(local("2026-03-03 21:00"))
    post.reach(*people)
    post.spread()
    post.desk.clock.move_to(local("2026-03-04 08:00"))


def causes(post: Post) -> list[tuple[str, str, str | None]]:
    return [
        (each.person, each.status, each.failure_code) for each in post.rows() if each.person != "li"
    ]


# ------------------------------------------------------------------------------ what goes


@pytest.mark.usefixtures("approval")
def test_a_parcel_is_sealed_by_the_secret_of_the_installation(post: Post) -> None:
    post.reach("wang")
    post.spread()
    with post.store.read() as session:
        assert read_return_secret(session) is None
    assert post.deliver().sent == 1
    (parcel,) = post.mail.carried
    with post.store.read() as session:
        secret = read_return_secret(session)
    assert secret == "the secret of a desk"
    assert parcel.seal == seal_of(secret, parcel.id)
    assert parcel.seal not in repr(parcel)


def test_a_parcel_says_what_where_and_under_an_id_that_stays(post: Post, approval: str) -> None:
    post.reach("wang")
    post.choose("wang", language="en")
    post.spread()
    assert post.deliver().sent == 1
    (parcel,) = post.mail.carried
    row = post.row(person="wang")
    assert (parcel.id, parcel.to, parcel.thread) == (row.id, "wang@example.cn", approval)
    assert (parcel.subject, parcel.text) == ("New task", "wang某：New task/full")
    assert parcel.link == f"https://dudao.example/cases/{approval}"
    assert (parcel.language, parcel.person, parcel.kind) == ("en", "wang某", "task_assigned")
    assert (row.status, row.receipt, row.attempts) == ("sent", f"kept {row.id}", 1)
    assert (row.ended_at, row.next_at, row.claimed_by) == (post.desk.clock(), None, None)
    assert post.deliver().done == 0
    assert post.mail.closed == 1


def test_each_attempt_is_evidence_beside_the_case_with_a_masked_address(
    post: Post, approval: str
) -> None:
    post.reach("wang")
    post.spread()
    post.mail.way = raising(later(), times=1)
    post.deliver()
    post.desk.clock.advance(timedelta(minutes=1))
    assert post.deliver().sent == 1
    row = post.row()
    first, second = post.evidence(approval)
    assert (first.type, second.type) == ("delivery_deferred", "delivery_sent")
    named = {
        "delivery": row.id,
        "message": row.message_id,
        "kind": "task_assigned",
        "channel": "mail",
        "person": "wang",
        "address": "w***@example.cn",
    }
    assert first.members()["data"] == {
        **named,
        "attempt": 1,
        "cause": "busy",
        "failure": "稍后再试",
    }
    assert second.members()["data"] == {**named, "attempt": 2, "receipt": f"kept {row.id}"}
    assert first.person == "system"
    post.desk.check(approval)


def test_a_place_for_all_carries_no_more_than_it_may(post: Post) -> None:
    post.carriers = Carriers({"wecom": World(), "attic": World()}, frozenset({"wecom", "attic"}))
    post.rules = (Rule("r1", "*", ("told",), ("wecom", "attic")),)
    post.say("notice", "li")
    post.spread()
    assert post.deliver("wecom").sent == post.deliver("attic").sent == 1
    said = [world.carried[0].text for world in post.carriers.worlds.values()]
    assert said == ["：通知/case", "：通知/bare"]
    assert [world.carried[0].to for world in post.carriers.worlds.values()] == ["", ""]


def test_a_substitute_is_told_for_whom(post: Post, approval: str) -> None:
    post.reach("chen")
    substitute(post, "wang", "chen")
    post.spread()
    assert post.deliver().sent == 1
    assert post.mail.carried[0].text == "chen某（代wang某）：新待办/full"
    assert approval == post.mail.carried[0].thread


# ------------------------------------------------------------------- looked at once more


def test_work_that_was_done_over_night_is_not_asked_for(post: Post, approval: str) -> None:
    assigned(post, "wang", "zhao")
    post.desk.complete("zhao", post.desk.one(approval, "approve").id, {"approved": True})
    assert (post.deliver().skipped, post.mail.carried) == (2, [])
    assert causes(post) == [("wang", "skipped", "work_over"), ("zhao", "skipped", "work_over")]
    (said, _) = post.evidence(approval)
    assert said.type == "delivery_skipped"


def test_a_message_that_was_opened_is_not_sent_but_one_marked_with_others_is(
    post: Post, approval: str
) -> None:
    assigned(post, "wang", "zhao")
    message = post.row(person="wang").message_id
    with post.store.begin() as session:
        now = post.desk.clock()
        mark_read(
            session,
            [
                ReadMark(message, "wang", None, now, "opened"),
                ReadMark(message, "zhao", None, now, "marked"),
            ],
        )
    post.deliver()
    assert causes(post) == [("wang", "skipped", "read"), ("zhao", "sent", None)]
    assert approval


def test_work_that_another_took_is_not_asked_for(post: Post, approval: str) -> None:
    assigned(post, "wang", "zhao")
    post.desk.claim("zhao", post.desk.one(approval, "approve").id)
    post.deliver()
    assert causes(post) == [("wang", "skipped", "not_meant"), ("zhao", "sent", None)]


def test_a_case_that_was_canceled_or_stands_still_reminds_of_nothing(
    post: Post, approval: str
) -> None:
    post.rules = (TO_ALL, Rule("r2", "near_due", ("told",), ("mail",)))
    post.reach("qian", "xiao")
    post.desk.clock.move_to(local("2026-03-03 21:00"))
    post.say("reminder", "qian", case_id=approval)
    post.say("notice", "xiao", case_id=approval)
    post.spread()
    post.desk.give(commands.suspend_case, "wang", case_id=approval, reason="案外事由")
    post.desk.clock.move_to(local("2026-03-04 08:00"))
    post.deliver()
    assert causes(post) == [("qian", "skipped", "case_suspended"), ("xiao", "sent", None)]


def test_who_left_or_wants_no_more_is_not_told(post: Post) -> None:
    post.desk.clock.move_to(local("2026-03-03 21:00"))
    post.reach("chen", "qian", "sun")
    post.say("notice", "chen", "qian", "sun")
    post.spread()
    post.choose("qian", off=["mail"])
    with post.store.begin() as session:
        upsert_people(
            session,
            [
                PersonEntry(
                    "chen", "chen某", "430600", (Membership("case_officer"),), is_active=False
                )
            ],
        )
    post.desk.clock.move_to(local("2026-03-04 08:00"))
    post.deliver()
    assert causes(post) == [
        ("chen", "skipped", "not_meant"),
        ("qian", "skipped", "unreachable"),
        ("sun", "sent", None),
    ]


def test_who_is_absent_by_morning_is_represented_and_back_again(post: Post) -> None:
    post.desk.clock.move_to(local("2026-03-03 21:00"))
    post.reach("li", "chen")
    post.say("notice", "li")
    post.spread()
    substitute(post, "li", "chen")
    post.desk.clock.move_to(local("2026-03-04 08:00"))
    post.deliver()
    assert [(each.person, each.status, each.failure_code) for each in post.rows()] == [
        ("chen", "pending", None),
        ("li", "skipped", "represented"),
    ]
    post.deliver()
    assert post.row(person="chen").status == "sent"
    assert post.row(person="chen").on_behalf_of == "li"


def test_whose_absence_is_over_by_morning_is_told_themselves(post: Post) -> None:
    post.desk.clock.move_to(local("2026-03-03 21:00"))
    post.reach("li", "chen")
    substitute(post, "li", "chen", until=MONDAY + timedelta(1))
    post.say("notice", "li")
    post.spread()
    assert post.row().person == "chen"
    post.desk.clock.move_to(local("2026-03-04 08:00"))
    post.deliver()
    post.deliver()
    assert [(each.person, each.status) for each in post.rows()] == [
        ("chen", "skipped"),
        ("li", "sent"),
    ]


def test_what_is_late_is_not_sent_at_night(post: Post) -> None:
    post.reach("li")
    post.say("notice", "li")
    post.spread()
    post.desk.clock.move_to(local("2026-03-06 23:00"))  # the worker slept; a Friday
    assert post.deliver().done == 0
    assert post.row().next_at == local("2026-03-09 08:00")
    post.desk.clock.move_to(local("2026-03-09 08:00"))
    assert post.deliver().sent == 1


# -------------------------------------------------------------------------------- failures


def test_what_is_deferred_is_tried_later_and_later_and_in_the_end_given_up(post: Post) -> None:
    post.rules = (Rule("r1", "*", ("told",), ("mail",), is_urgent=True),)
    post.reach("li")
    post.say("notice", "li")
    post.spread()
    post.mail.way = raising(later())
    waits = []
    for _ in range(9):
        assert post.deliver().deferred == 1
        row = post.row()
        assert row.next_at is not None
        waits.append(row.next_at - post.desk.clock())
        assert post.deliver().done == 0
        post.desk.clock.move_to(row.next_at)
    assert waits == sorted(waits)
    assert timedelta(minutes=2) <= waits[-1] <= timedelta(hours=4)
    assert post.deliver().dead == 1
    row = post.row()
    assert (row.status, row.attempts, row.failure_code, row.failure) == (
        "dead",
        10,
        "busy",
        "稍后再试",
    )
    assert post.deliver().done == 0


def test_what_fails_for_days_is_given_up_however_few_the_attempts(post: Post) -> None:
    post.reach("li")
    post.say("notice", "li")
    post.spread()
    post.mail.way = raising(later())
    post.deliver()
    post.desk.clock.move_to(local("2026-03-06 10:00"))
    assert post.deliver().dead == 1
    assert post.row().attempts == 2


def test_how_long_the_other_side_asks_to_wait_is_honoured(post: Post) -> None:
    post.reach("li")
    post.say("notice", "li")
    post.spread()
    post.mail.way = raising(later(after=timedelta(hours=3)))
    post.deliver()
    assert post.row().next_at == local("2026-03-03 13:00")


def test_what_is_tried_again_is_not_sent_at_night_either(post: Post) -> None:
    post.desk.clock.move_to(local("2026-03-03 19:59:50"))
    post.reach("li")
    post.say("notice", "li")
    post.spread()
    post.mail.way = raising(later())
    post.deliver()
    assert post.row().next_at == local("2026-03-04 08:00")


def test_an_address_that_nobody_has_is_not_used_again(post: Post) -> None:
    post.reach("li", "wang")
    post.say("notice", "li", "wang")
    post.spread()
    refused = Refused("没有这个邮箱", en="No such mailbox", code="no_mailbox", is_address=True)
    post.mail.way = lambda parcel: raising(refused)(parcel) if "li@" in parcel.to else None
    delivered = post.deliver()
    assert (delivered.sent, delivered.dead) == (1, 1)
    with post.store.read() as session:
        (failed,) = contacts_of(session, "li")
        (good,) = contacts_of(session, "wang")
    assert (failed.failed_at, failed.failure) == (post.desk.clock(), "没有这个邮箱")
    assert good.is_usable
    post.say("notice", "li", "wang")
    post.spread()
    assert len(post.rows(person="li")) == 1


def test_a_channel_that_nothing_gets_through_rests_and_only_it(post: Post) -> None:
    post.carriers = Carriers({"mail": World(), "sms": World()})
    post.rules = (Rule("r1", "*", ("told",), ("mail", "sms")),)
    people = ("li", "wang", "chen", "qian", "sun")
    post.reach(*people)
    post.reach(*people, channel="sms")
    post.say("notice", *people)
    post.spread()
    post.mail.way = raising(later(is_channel=True))
    first = post.deliver()
    assert (first.deferred, first.sent) == (1, 0)
    assert first.rests_until is not None
    assert len([each for each in post.rows(channel="mail") if each.attempts]) == 1
    assert post.deliver() == type(first)(rests_until=first.rests_until)
    assert post.deliver("sms").sent == len(people)
    post.desk.clock.move_to(first.rests_until)
    again = post.deliver()
    assert again.deferred == 1
    assert again.rests_until is not None
    assert again.rests_until - post.desk.clock() > timedelta(minutes=1) / 2
    post.mail.way = lambda _: None
    post.desk.clock.advance(timedelta(minutes=15))
    assert post.deliver().sent == len(people)
    with post.store.read() as session:
        assert rest_of(session, "mail") is None
    assert post.mail.to() == sorted(f"{each}@example.cn" for each in people)


def test_a_fault_of_a_channel_or_of_the_words_loses_nothing(post: Post) -> None:
    post.reach("li", "wang")
    post.say("notice", "li", "wang")
    post.spread()
    post.mail.way = raising(ZeroDivisionError("a fault"), times=1)
    delivered = post.deliver()
    assert (delivered.sent, delivered.deferred) == (1, 1)
    assert post.row(status="pending").failure_code == "channel_error"
    post.desk.clock.advance(timedelta(minutes=1))
    assert post.deliver().sent == 1


# --------------------------------------------------------------------------------- digests


def test_what_is_held_goes_as_one_with_one_id_and_one_receipt(post: Post) -> None:
    post.reach("li", "wang")
    post.choose("li", digest_at=17)
    said = [post.say("notice", "li", "wang") for _ in range(3)]
    post.spread()
    post.deliver()
    assert post.mail.to() == ["wang@example.cn"] * 3
    post.desk.clock.move_to(local("2026-03-03 17:00"))
    assert post.deliver(limit=1).sent == 3
    (digest,) = [each for each in post.mail.carried if each.to == "li@example.cn"]
    assert (digest.subject, digest.kind, digest.text) == ("li某：3条", "digest", "\n".join(said))
    rows = post.rows(person="li")
    assert {(each.status, each.receipt) for each in rows} == {("sent", f"kept {digest.id}")}


def test_a_digest_that_failed_is_tried_again_as_the_same_and_takes_nothing_in(post: Post) -> None:
    post.reach("li")
    post.choose("li", digest_at=17)
    for _ in range(3):
        post.say("notice", "li")
    post.spread()
    post.desk.clock.move_to(local("2026-03-03 17:00"))
    tried: list[Parcel] = []

    def failing(parcel: Parcel) -> None:
        tried.append(parcel)
        raise later()

    post.mail.way = failing
    assert post.deliver().deferred == 3
    post.mail.way = tried.append
    post.say("notice", "li")
    post.spread()
    post.desk.clock.move_to(local("2026-03-04 17:00"))
    assert post.deliver().sent == 4
    first, *others = tried
    assert len({each.id for each in others}) == 2
    (same,) = [each for each in others if each.id == first.id]
    assert same.text == first.text


def test_of_a_digest_what_was_read_is_left_out(post: Post) -> None:
    post.reach("li")
    post.choose("li", digest_at=17)
    first, second = (post.say("notice", "li") for _ in range(2))
    post.spread()
    with post.store.begin() as session:
        mark_read(session, [ReadMark(first, "li", None, post.desk.clock(), "opened")])
    post.desk.clock.move_to(local("2026-03-03 17:00"))
    delivered = post.deliver()
    assert (delivered.sent, delivered.skipped) == (1, 1)
    assert post.mail.carried[0].text == second
    assert post.mail.carried[0].id != post.row(status="sent").id
