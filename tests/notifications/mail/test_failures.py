"""Why a mail did not arrive: now or never, this one or all, and that the next one does."""

from __future__ import annotations

from functools import partial

import pytest

from notifications.channel import Deferred, Refused, Undelivered
from notifications.channels.mail import MailChannel
from tests.notifications.mail.conftest import Open
from tests.notifications.mail.post_office import SERVER, Rooms, free_port, mail_server
from tests.notifications.mail.samples import parcel


@pytest.mark.parametrize(
    "who, code, is_address",
    [
        ("unknown", "mail_address_refused", True),
        ("untold", "mail_address_refused", True),
        ("exchange", "mail_address_refused", True),
        ("full", "mail_refused", False),
        ("policy", "mail_refused", False),
        ("spam", "mail_refused", False),
    ],
)
def test_a_permanent_refusal_says_whether_the_address_is_wrong(
    channel: MailChannel, rooms: Rooms, who: str, code: str, is_address: bool
) -> None:
    failure = _failure(channel, who)
    assert isinstance(failure, Refused)
    assert (failure.code, failure.is_address) == (code, is_address)
    assert not rooms.arrived


@pytest.mark.parametrize("who", ["defer", "greylisted", "busy"])
def test_what_may_work_later_concerns_one_mail_alone(
    channel: MailChannel, rooms: Rooms, who: str
) -> None:
    failure = _failure(channel, who)
    assert isinstance(failure, Deferred)
    assert (failure.code, failure.is_channel) == ("mail_deferred", False)
    channel.send(parcel())
    assert len(rooms.arrived) == len(rooms.lines) == 1  # over the same line


@pytest.mark.parametrize("who", ["unknown", "spam", "policy"])
def test_after_a_refusal_the_line_serves_the_next(
    channel: MailChannel, rooms: Rooms, who: str
) -> None:
    _failure(channel, who)
    channel.send(parcel())
    assert len(rooms.arrived) == len(rooms.lines) == 1


def test_a_server_that_closes_rests_the_channel(channel: MailChannel) -> None:
    failure = _failure(channel, "closing")
    assert isinstance(failure, Deferred)
    assert (failure.code, failure.is_channel) == ("mail_busy", True)


def test_a_recipient_whom_the_server_wants_a_login_for_is_no_wrong_address(
    channel: MailChannel,
) -> None:
    failure = _failure(channel, "login")
    assert isinstance(failure, Deferred)
    assert (failure.code, failure.is_channel) == ("mail_login_refused", True)


def test_a_sender_that_is_refused_rests_the_channel(channel: MailChannel, rooms: Rooms) -> None:
    rooms.refuses_sender = "553 5.7.1 mail from must equal authorized user"
    failure = _failure(channel, "li")
    assert isinstance(failure, Deferred)
    assert (failure.code, failure.is_channel) == ("mail_sender_refused", True)
    assert "bounce=none" in failure.zh


@pytest.mark.parametrize(
    "step, code, is_channel",
    [("EHLO", "mail_dropped", True), ("MAIL", "mail_dropped", False),
     ("RCPT", "mail_dropped", False), ("DATA", "mail_unanswered", False)],
)  # fmt: skip
def test_a_line_that_is_dropped_is_tried_later(
    channel: MailChannel, rooms: Rooms, step: str, code: str, is_channel: bool
) -> None:
    rooms.drops = [step]
    failure = _failure(channel, "li")
    assert isinstance(failure, Deferred)
    assert (failure.code, failure.is_channel) == (code, is_channel)
    channel.send(parcel())
    assert len({each.mail["Message-ID"] for each in rooms.arrived}) == 1
    assert len(rooms.arrived) == (2 if step == "DATA" else 1)


def test_where_nobody_answers_the_channel_rests(channel_of: Open) -> None:
    channel = channel_of(f"smtp://127.0.0.1:{free_port()}/?from=office@example.com&tls=none")
    failure = _failure(channel, "li")
    assert isinstance(failure, Deferred)
    assert (failure.code, failure.is_channel) == ("mail_unreachable", True)


def test_a_host_that_does_not_exist_rests_the_channel(channel_of: Open) -> None:
    channel = channel_of("smtp://mail.invalid/?from=office@example.com&tls=none&timeout=10")
    failure = _failure(channel, "li")
    assert isinstance(failure, Deferred)
    assert failure.is_channel


def test_a_mail_larger_than_the_server_takes_is_not_even_begun(channel_of: Open) -> None:
    rooms = Rooms()
    with mail_server(rooms, make=partial(SERVER, data_size_limit=3000)) as port:
        channel = channel_of(f"smtp://127.0.0.1:{port}/?from=office@example.com&tls=none")
        with pytest.raises(Refused) as refused:
            channel.send(parcel(text="请办理。" * 1000))
        channel.send(parcel())
    assert refused.value.code == "mail_too_large"
    assert len(rooms.arrived) == 1


def _failure(channel: MailChannel, who: str) -> Undelivered:
    with pytest.raises(Undelivered) as failed:
        channel.send(parcel(f"{who}@example.org"))
    failure = failed.value
    assert failure.zh
    assert not failure.zh.isascii()
    assert str(failure).isascii()
    return failure
