"""Who was told what, who read it when, and what is left unread."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import commands
from engine.commands.directory import change_unit
from engine.commands.reading.notifications import NotificationView
from engine.identity import Membership, PersonEntry, upsert_people
from engine.model.case import Actor
from engine.model.deadlines import local_day
from engine.model.errors import NotFound, NotPermitted
from engine.model.registers import Page
from engine.store import StepBatch
from engine.store.inbox import Inbox, unread_messages
from engine.store.recipients import keys_of
from engine.store.rows import OutboxRow
from tests.reading.house import House


def told(house: House, person: str) -> tuple[NotificationView, ...]:
    return house.ask(commands.list_notifications, person, page=Page(500)).rows


def unread(house: House, person: str) -> str:
    return house.ask(commands.count_unread, person).shown


def events(house: House, chain: str, type_: str) -> list[tuple[str | None, object]]:
    return [
        (each.person, each.members()["data"]) for each in house.history(chain) if each.type == type_
    ]


def say(house: House, count: int, case_id: str, *, kind: str = "reminder", name: str = "m") -> None:
    """Tell the respondents of a unit so many things, a minute apart, the last one just now."""
    batch = StepBatch()
    for number in range(count):
        batch.add_message(
            OutboxRow(
                f"{name}{number:05d}",
                case_id,
                house.clock() - timedelta(minutes=count - number),
                kind,
                {"groups": ["respondent"], "unit": "430621"},
                {"text": "请报送"},
            )
        )
    with house.store.begin() as session:
        batch.flush(session)


def put_into_post(house: House, unit: str) -> None:
    """Give one person a second post, and let there be an administrator of all units."""
    posts = (Membership("respondent"), Membership("respondent", unit=unit))
    with house.store.begin() as session:
        upsert_people(
            session,
            [
                PersonEntry("hua", "华某", "430623", posts),
                PersonEntry("shi", "施某", "430000", (Membership("administrator"),)),
            ],
        )


def test_a_message_is_read_once_and_the_chain_of_reads_says_who_and_when(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    before = int(unread(house, "xiao"))
    message = told(house, "xiao")[0]
    assert (message.read_at, message.is_highlighted) == (None, True)
    first = house.clock()
    assert house.ask(commands.read_notification, "xiao", message_id=message.id).read_at == first
    house.clock.advance(timedelta(minutes=5))
    again = house.ask(commands.read_notification, "xiao", message_id=message.id)
    assert (again.read_at, again.is_highlighted) == (first, False)
    said = {"part": "message", "message": message.id, "kind": message.kind}
    assert events(house, f"{case_id}/access", "notification_read") == [("xiao", said)]
    assert int(unread(house, "xiao")) == before - 1
    assert unread(house, "in_respondent") == str(before)  # what one reads is unread for others
    house.check(case_id)


def test_what_is_unread_is_found_under_hundreds_of_posts_as_under_one(house: House) -> None:
    say(house, 3, house.rectify())
    own = ("respondent", "430621")
    many = [*(("respondent", f"{number:06d}") for number in range(300)), own]
    found = []
    with house.store.read() as session:
        for posts in ([own], many):
            inbox = Inbox("xiao", "xiao", keys_of("xiao", posts))
            found.append(unread_messages(session, inbox, muted=(), since=None, most=99))
    assert found[0] == found[1]
    assert {"m00000", "m00001", "m00002"} <= {each.id for each in found[0][0]}
    assert not found[0][1]


def test_what_is_not_meant_for_somebody_does_not_exist_for_them(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    message = told(house, "xiao")[0].id
    for person, wanted in (("hua", message), ("wang", message), ("xiao", "no-such-message")):
        with pytest.raises(NotFound):
            house.ask(commands.read_notification, person, message_id=wanted)
    assert events(house, f"{case_id}/access", "notification_read") == []


def test_all_are_marked_at_once_and_the_history_tells_marking_from_opening(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    messages = {each.id for each in told(house, "xiao")}
    opened = min(messages)
    house.ask(commands.read_notification, "xiao", message_id=opened)
    done = house.give(commands.mark_all_read, "xiao")
    assert (done.marked, done.has_more, unread(house, "xiao")) == (len(messages) - 1, False, "0")
    assert house.give(commands.mark_all_read, "xiao").marked == 0
    ((person, data),) = events(house, f"{case_id}/access", "notifications_marked_read")
    assert person == "xiao"
    assert isinstance(data, dict)
    assert set(data["messages"]) == messages - {opened}
    shown = house.ask(commands.list_case_messages, "li", case_id=case_id, page=Page(500)).rows
    how = {each.id: each.reads[0].is_opened for each in shown if each.reads}
    assert how == {each: each == opened for each in messages}


def test_more_than_99_unread_are_99_and_more_and_500_are_marked_at_once(house: House) -> None:
    case_id = house.rectify()
    say(house, 99, case_id)
    assert unread(house, "xiao") == "99"
    say(house, 2_100, case_id, name="n")
    assert unread(house, "xiao") == "99+"
    done = [house.give(commands.mark_all_read, "xiao") for _ in range(5)]
    assert [each.marked for each in done] == [500, 500, 500, 500, 199]
    assert [each.has_more for each in done] == [True, True, True, True, False]
    assert unread(house, "xiao") == "0"
    say(house, 1, case_id, name="o")
    assert unread(house, "xiao") == "1"


def test_what_came_before_a_post_counts_although_all_was_read_without_it(house: House) -> None:
    case_id = house.rectify()
    say(house, 3, case_id)
    house.clock.advance(timedelta(days=3))
    assert unread(house, "hua") == "0"
    house.give(commands.mark_all_read, "hua")  # keeps the place up to which nothing is left
    house.clock.advance(timedelta(days=3))
    put_into_post(house, "430621")
    assert unread(house, "hua") == "3"


def test_a_substitute_reads_for_the_absent_and_leaves_their_own_marks(house: House) -> None:
    case_id = house.rectify()
    house.complete("li", house.one(case_id, "draft_notice").id, {"notice_text": "请整改"})
    today = local_day(house.clock())
    house.give(
        commands.substitute, "wang",
        absent="wang", substitute="zhao", from_on=today, until_on=today, reason="出差",
    )  # fmt: skip
    acting = Actor("zhao", on_behalf_of="wang")
    (message,) = house.ask_as(commands.list_notifications, acting).rows
    house.ask_as(commands.read_notification, acting, message_id=message.id)
    assert house.ask_as(commands.count_unread, acting).count == 0
    assert unread(house, "wang") == "1"
    shown = house.ask(commands.list_case_messages, "li", case_id=case_id).rows
    ((read,),) = (each.reads for each in shown if each.id == message.id)
    assert (read.person.id, read.on_behalf_of and read.on_behalf_of.id) == ("zhao", "wang")
    with pytest.raises(NotPermitted):
        house.ask_as(commands.count_unread, Actor("chen", on_behalf_of="wang"))


def test_a_unit_that_moves_takes_its_messages_along(house: House) -> None:
    case_id = house.rectify()
    say(house, 2, case_id)
    before = {each.id for each in told(house, "in_respondent")}
    put_into_post(house, "430623")
    assert told(house, "hua") == ()
    house.give(change_unit, "shi", code="430621", changes={"parent": "430623"})
    assert {each.id for each in told(house, "hua")} == before
