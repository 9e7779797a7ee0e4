"""Webhooks are signed as Standard Webhooks say, and carry everything of a message."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import replace

import pytest

from notifications.channel import WrongAddress
from notifications.channels.webhook import Webhook, signature
from tests.notifications.wires.receiver import NOW, PARCEL, Receiver, SteadyClock

KEY = bytes(range(200, 232))
SECRET = "whsec_" + base64.b64encode(KEY).decode()


@pytest.fixture
def channel(receiver: Receiver, at: SteadyClock) -> Iterator[Webhook]:
    made = Webhook.from_url(f"webhook+http://{receiver.host}/in?a=1#secret={SECRET}", clock=at)
    yield made
    made.close()


def test_a_message_is_told_in_full(channel: Webhook, receiver: Receiver) -> None:
    channel.send(replace(PARCEL, to="duban-7", is_urgent=True))
    assert receiver.last.path == "/in?a=1"
    assert receiver.last.said == {
        "type": "near_due",
        "timestamp": "2026-03-02T00:55:00Z",
        "data": {
            "id": PARCEL.id,
            "to": "duban-7",
            "person": "肖某",
            "subject": PARCEL.subject,
            "text": PARCEL.text,
            "short": PARCEL.short,
            "link": PARCEL.link,
            "thread": "case-3",
            "language": "zh",
            "is_urgent": True,
        },
    }


def test_it_is_signed_as_the_standard_says(channel: Webhook, receiver: Receiver) -> None:
    channel.send(PARCEL)
    got = receiver.last
    content = got.headers["webhook-id"].encode() + b"."
    content += got.headers["webhook-timestamp"].encode() + b"." + got.body
    mac = hmac.new(base64.b64decode(SECRET[len("whsec_") :]), content, hashlib.sha256)
    assert got.headers["webhook-signature"] == "v1," + base64.b64encode(mac.digest()).decode()
    assert got.headers["webhook-id"] == PARCEL.id
    assert got.headers["webhook-timestamp"] == str(int(NOW.timestamp()))


def test_the_example_of_the_standard_comes_out() -> None:
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'
    signed = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_status_of_success_is_the_receipt(
    status: int, channel: Webhook, receiver: Receiver
) -> None:
    receiver.answers(status, "" if status == 204 else "收到 17\n")
    assert channel.send(PARCEL).receipt == (
        f"HTTP {status}" if status == 204 else f"HTTP {status} 收到 17"
    )


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "none",
        "whsec_",
        "whsec_c2hvcnQ=",
        "whsec_*",
        SECRET.removeprefix("whsec_"),
        "whsec_" + "A" * 120,
    ],
)
def test_a_secret_of_another_form_is_refused(secret: str, at: SteadyClock) -> None:
    with pytest.raises(WrongAddress, match="whsec_") as raised:
        Webhook.from_url(f"webhook+https://receiver/#secret={secret}", clock=at)
    assert len(secret) < 8 or secret not in raised.value.zh


@pytest.mark.parametrize("address", ["", "  ", "a\nb", "x" * 201])
def test_a_name_that_no_program_can_know_is_refused(address: str, channel: Webhook) -> None:
    with pytest.raises(WrongAddress):
        channel.check_address(address)
    assert channel.check_address(" 督办系统-7 ") == "督办系统-7"
