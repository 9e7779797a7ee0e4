"""Where people are reached: set by an administrator, or given and confirmed by oneself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dudao.serving.job import Done, Room
from dudao.serving.jobs import jobs
from dudao.serving.worker import Worker
from engine.model.errors import InvalidArgument, InvalidState, NotFound, NotPermitted
from engine.store.contacts import Contact, contact_of, put_contact
from engine.store.recipients import rebuild_recipients
from engine.store.tables import contact, delivery, message_recipient, outbox_message
from notifications.contacts.addresses import NoChannels, checked, hash_of, masked
from notifications.contacts.giving import (
    ContactConfirmed,
    confirm_contact,
    expect_confirmed,
    give_contact,
    remove_contact,
    send_contact_code,
)
from notifications.contacts.reading import ContactView, read_contacts
from notifications.contacts.setting import Address, set_contact, set_contacts, unset_contact
from tests.notifications.clockwork.conftest import NOWHERE
from tests.notifications.reach.channels import WAYS
from tests.reading.house import House

ADMIN, PERSON = "in_administrator", "xiao"
MAIL = {"channels": WAYS, "channel": "mail"}


def kept(house: House, person: str = PERSON, channel: str = "mail") -> Contact | None:
    return house.read(lambda session: contact_of(session, person, channel))


def seen(house: House, reader: str, person: str | None = None) -> tuple[ContactView, ...]:
    return house.ask(read_contacts, reader, channels=WAYS, person=person)


def rows(house: House, table: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 - any table
    """Every row of a table, by the names of its columns."""
    return house.read(
        lambda session: [dict(each) for each in session.execute(select(table)).mappings()]
    )


def code(house: House) -> str:
    """The code that was sent last, as the deliverer finds it."""
    waiting = [each for each in rows(house, delivery) if each["status"] == "pending"]
    (one,) = waiting
    (message,) = [each for each in rows(house, outbox_message) if each["id"] == one["message_id"]]
    return str(message["body"]["code"])


def wrong(right: str) -> str:
    return f"{(int(right) + 1) % 1_000_000:06d}"


def failing(house: House, why: str) -> None:
    """An address to which nothing came through any longer."""
    house.give(set_contact, ADMIN, **MAIL, person=PERSON, address="xiao@example.cn")
    row = kept(house)
    assert row is not None
    with house.store.begin() as session:
        put_contact(session, replace(row, failed_at=house.clock(), failure=why))


def types(house: House) -> list[str]:
    return [each for each in house.types("system") if each.startswith("contact")]


def confirm(house: House, typed: str) -> ContactConfirmed:
    return house.give(confirm_contact, PERSON, channel="mail", code=typed)


def test_an_administrator_sets_an_address_that_counts_at_once_and_only_once(house: House) -> None:
    done = house.give(set_contact, ADMIN, **MAIL, person=PERSON, address=" Xiao@Example.CN ")
    assert (done.is_confirmed, done.changed) == (True, True)
    row = kept(house)
    assert row is not None
    assert (row.address, row.is_usable, row.given_by) == ("xiao@example.cn", True, ADMIN)
    again = house.give(set_contact, ADMIN, **MAIL, person=PERSON, address="xiao@example.cn")
    assert not again.changed
    assert types(house) == ["contact_set"]


def test_the_history_names_an_address_by_mask_and_a_hash_that_its_row_explains(
    house: House,
) -> None:
    house.give(set_contact, ADMIN, **MAIL, person=PERSON, address="xiao@example.cn")
    (event,) = [each for each in house.history() if each.type == "contact_set"]
    row = kept(house)
    assert row is not None
    assert row.salt is not None
    assert event.members()["data"] == {
        "account": PERSON,
        "channel": "mail",
        "address": "x***@example.cn",
        "address_hash": hash_of("xiao@example.cn", row.salt),
    }
    assert "xiao@" not in json.dumps([each.members() for each in house.history()], default=str)


@pytest.mark.parametrize("person", ["li", "wang", "out_administrator", PERSON])
def test_who_does_not_keep_somebody_sets_no_address_of_theirs(house: House, person: str) -> None:
    with pytest.raises(NotFound if person == "out_administrator" else NotPermitted):
        house.give(set_contact, person, **MAIL, person=PERSON, address="a@b.cn")
    with pytest.raises((NotPermitted, NotFound)):
        house.give(unset_contact, person, person=PERSON, channel="mail")
    assert kept(house) is None


def test_an_address_of_ones_own_counts_once_the_code_came_back(house: House) -> None:
    done = house.give(give_contact, PERSON, **MAIL, address="xiao@example.cn")
    assert not done.is_confirmed
    row = kept(house)
    assert row is not None
    assert not row.is_usable
    right = code(house)
    assert right not in str(row)
    (view,) = seen(house, PERSON)
    assert (view.awaits_code, view.is_usable, view.address) == (True, False, "xiao@example.cn")
    assert expect_confirmed(confirm(house, f" {right[:3]} {right[3:]} ")).is_confirmed
    row = kept(house)
    assert row is not None
    assert (row.is_usable, row.code_hash, row.code_until) == (True, None, None)
    assert all(right not in str(each) for each in rows(house, outbox_message))
    assert types(house) == ["contact_given", "contact_confirmed"]


def test_a_code_leaves_by_its_one_channel_urgently_and_stands_in_no_inbox(house: House) -> None:
    house.give(give_contact, PERSON, **MAIL, address="xiao@example.cn")
    (one,) = rows(house, delivery)
    assert (one["channel"], one["person"], one["status"], one["is_urgent"]) == (
        "mail", PERSON, "pending", True,
    )  # fmt: skip
    assert one["next_at"] == house.clock()
    (message,) = rows(house, outbox_message)
    assert (message["kind"], message["status"]) == ("contact_code", "sent")
    assert message["body"]["code"] in message["body"]["text"]
    with house.store.begin() as session:
        rebuild_recipients(session)
    assert rows(house, message_recipient) == []


def test_a_code_is_missed_five_times_and_no_more_and_each_miss_stays_counted(
    house: House,
) -> None:
    house.give(give_contact, PERSON, **MAIL, address="xiao@example.cn")
    right = code(house)
    left = [confirm(house, wrong(right)).tries_left for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(InvalidState) as refused:
        confirm(house, right)
    assert refused.value.code == "contact_code_over"
    with pytest.raises(InvalidArgument) as said:
        expect_confirmed(ContactConfirmed("", 0, "", 0, "mail", False, 2))
    assert said.value.errors[0].path == "code"
    house.give(send_contact_code, PERSON, **MAIL)
    assert confirm(house, code(house)).is_confirmed


def test_a_code_holds_for_fifteen_minutes(house: House) -> None:
    house.give(give_contact, PERSON, **MAIL, address="xiao@example.cn")
    right = code(house)
    house.clock.advance(timedelta(minutes=15))
    assert not seen(house, PERSON)[0].awaits_code
    with pytest.raises(InvalidState):
        confirm(house, right)


def test_a_code_that_was_never_used_is_forgotten_and_that_it_was_sent_is_kept(
    house: House,
) -> None:
    house.give(give_contact, PERSON, **MAIL, address="xiao@example.cn")
    house.clock.advance(timedelta(minutes=14))
    worker = Worker(Room(house.store, house.engine, house.clock, "one"), jobs(NOWHERE))
    assert worker.turn("forget") == Done(0)
    right = code(house)
    house.clock.advance(timedelta(minutes=1))
    assert worker.turn("forget") == Done(1)
    (message,) = [each for each in rows(house, outbox_message) if each["kind"] == "contact_code"]
    assert message["body"] == {}
    (sent,) = [each for each in rows(house, delivery) if each["kind"] == "contact_code"]
    assert (sent["message_id"], sent["person"]) == (message["id"], PERSON)
    row = kept(house)
    assert row is not None
    assert (row.address, row.code_hash) == ("xiao@example.cn", None)
    assert worker.turn("forget") == Done(0), "once"
    assert right not in str(rows(house, outbox_message)) + str(rows(house, contact))
    with pytest.raises(InvalidState, match="确认码已经失效"):
        confirm(house, right)
    house.give(send_contact_code, PERSON, **MAIL)
    assert worker.turn("forget") == Done(0), "the new one holds"
    assert confirm(house, code(house)).is_confirmed


def test_another_code_or_another_address_voids_the_first_one(house: House) -> None:
    house.give(give_contact, PERSON, **MAIL, address="xiao@example.cn")
    first = code(house)
    house.give(send_contact_code, PERSON, **MAIL)
    second = code(house)
    assert not confirm(house, first if first != second else wrong(second)).is_confirmed
    house.give(give_contact, PERSON, **MAIL, address="other@example.cn")
    assert [each["status"] for each in rows(house, delivery)].count("pending") == 1
    assert sum("code" in each["body"] for each in rows(house, outbox_message)) == 1
    assert confirm(house, code(house)).is_confirmed
    row = kept(house)
    assert row is not None
    assert row.address == "other@example.cn"


def test_five_codes_an_hour_are_sent_and_then_it_is_said_to_wait(house: House) -> None:
    house.give(give_contact, PERSON, **MAIL, address="xiao@example.cn")
    for _ in range(2):
        house.give(send_contact_code, PERSON, **MAIL)
    house.give(remove_contact, PERSON, channel="mail")  # removing it does not start anew
    for each in ("a@b.cn", "c@d.cn"):
        house.give(give_contact, PERSON, **MAIL, address=each)
    with pytest.raises(InvalidState) as refused:
        house.give(send_contact_code, PERSON, **MAIL)
    assert refused.value.code == "too_many_contact_codes"
    house.clock.advance(timedelta(hours=1))
    house.give(send_contact_code, PERSON, **MAIL)


def test_where_sending_failed_one_sees_why_and_repairs_it(house: House) -> None:
    failing(house, "没有这一邮箱")
    (view,) = seen(house, PERSON)
    assert (view.is_usable, view.failure) == (False, "没有这一邮箱")
    house.give(send_contact_code, PERSON, **MAIL)
    assert confirm(house, code(house)).is_confirmed
    (view,) = seen(house, PERSON)
    assert (view.is_usable, view.failed_at, view.failure) == (True, None, None)
    with pytest.raises(InvalidState):
        house.give(send_contact_code, PERSON, **MAIL)


def test_addresses_are_whole_to_oneself_and_the_administrator_and_masked_to_others(
    house: House,
) -> None:
    house.give(set_contact, ADMIN, **MAIL, person=PERSON, address="xiao@example.cn")
    phone = {"channels": WAYS, "channel": "sms", "person": PERSON, "address": "+86 138-1234-5678"}
    house.give(set_contact, ADMIN, **phone)
    whole = ["xiao@example.cn", "+8613812345678"]
    hidden = ["x***@example.cn", "+86****78"]
    for reader, shown in ((PERSON, whole), (ADMIN, whole), ("li", hidden), ("wang", hidden)):
        found = seen(house, reader, PERSON)
        assert [each.address for each in found] == shown, reader
        assert [each.is_configured for each in found] == [True, False]
    with pytest.raises(NotFound):
        seen(house, "hua", PERSON)
    assert sum(each.type == "person_read" for each in house.history()) == 3


def test_a_list_sets_addresses_all_or_none_and_the_same_list_changes_nothing(house: House) -> None:
    listed = [
        Address("xiao", "mail", "xiao@example.cn"),
        Address("xiao", "sms", "13812345678"),
        Address("li", "mail", "li@example.cn"),
    ]
    trial = house.give(set_contacts, ADMIN, channels=WAYS, addresses=listed, is_trial=True)
    assert (trial.set, kept(house)) == (3, None)
    assert house.give(set_contacts, ADMIN, channels=WAYS, addresses=listed).set == 3
    again = house.give(set_contacts, ADMIN, channels=WAYS, addresses=listed)
    assert (again.set, again.unchanged) == (0, 3)
    bad = [Address("li", "mail", "new@example.cn"), Address("xiao", "sms", "12345")]
    with pytest.raises(InvalidArgument, match="xiao"):
        house.give(set_contacts, ADMIN, channels=WAYS, addresses=bad)
    row = kept(house, "li")
    assert row is not None
    assert row.address == "li@example.cn"


@pytest.mark.parametrize(
    "channel, address",
    [
        ("sms", "1381234567"), ("sms", "23812345678"), ("sms", "tel:13812345678"), ("sms", ""),
        ("mail", "li"), ("mail", "li@"), ("mail", "a b@c.cn"), ("mail", "a@b.cn\r\nBcc: c@d.cn"),
        ("mail", f"{'a' * 250}@b.cn"),
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_at_its_field(channel: str, address: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        checked(NoChannels(), channel, address)
    assert refused.value.errors[0].path == "address"


@pytest.mark.parametrize("channel", ["board", "pigeon", ""])
def test_a_channel_without_addresses_of_people_takes_none(house: House, channel: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        house.give(
            set_contact, ADMIN, channels=WAYS, channel=channel, person=PERSON, address="a@b.cn"
        )
    assert refused.value.code == "unknown_channel"


def test_nobody_gives_their_own_address_where_no_code_can_be_sent(house: House) -> None:
    with pytest.raises(InvalidState) as refused:
        house.give(give_contact, PERSON, channels=WAYS, channel="sms", address="13812345678")
    assert refused.value.code == "channel_not_configured"
    assert kept(house, channel="sms") is None


def test_a_mask_never_shows_what_could_be_used() -> None:
    for each in ("a@b.cn", "li.ming@example.cn", "13812345678", "+14155550123", "u1", "WangXiao"):
        assert each not in masked(each)
        assert "***" in masked(each)
