"""Short messages: numbers, lengths, the signed request, and the gateway's answers."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from notifications.channel import Deferred, Refused, WrongAddress
from notifications.channels.sms import SmsGateway
from tests.notifications.wires.receiver import NOW, PARCEL, Receiver, SteadyClock

SECRET = "a secret+of/nobody"
TOLD = replace(PARCEL, to="+8613800001234")


def gateway(receiver: Receiver, at: SteadyClock, options: str = "") -> SmsGateway:
    url = (
        f"sms+http://{receiver.host}/v1/短信?tenant=7#secret={SECRET.replace(' ', '%20')}{options}"
    )
    return SmsGateway.from_url(url, clock=at)


@pytest.fixture
def channel(receiver: Receiver, at: SteadyClock) -> Iterator[SmsGateway]:
    receiver.answers(200, '{"id":"900619746936498440^0"}')
    made = gateway(receiver, at)
    yield made
    made.close()


def test_the_gateway_gets_the_message_and_its_number_is_the_receipt(
    channel: SmsGateway, receiver: Receiver
) -> None:
    assert channel.send(TOLD).receipt == "900619746936498440^0"
    assert receiver.last.said == {
        "id": TOLD.id,
        "to": "+8613800001234",
        "text": f"{TOLD.short} {TOLD.link}",
        "template": "near_due",
        "parameters": {
            "subject": TOLD.subject,
            "short": TOLD.short,
            "link": TOLD.link,
            "person": "肖某",
        },
    }
    assert TOLD.short.encode() in receiver.last.body
    assert receiver.last.headers["Idempotency-Key"] == TOLD.id
    assert SmsGateway.is_personal


@pytest.mark.parametrize("hashing", ["sha256", "sm3"])
def test_the_request_is_signed_as_documented(
    hashing: str, receiver: Receiver, at: SteadyClock
) -> None:
    if hashing not in hashlib.algorithms_available:
        pytest.skip("this machine's OpenSSL has no SM3")
    receiver.answers(200, '{"id":7}')
    channel = gateway(receiver, at, f"&hash={hashing}")
    assert channel.send(TOLD).receipt == "7"
    channel.close()
    got = receiver.last
    signed = "\n".join(
        (
            "POST",
            got.path,
            got.headers["Dudao-Timestamp"],
            got.headers["Dudao-Nonce"],
            hashlib.new(hashing, got.body).hexdigest(),
        )
    )
    expected = hmac.new(SECRET.encode(), signed.encode("ascii"), hashing).hexdigest()
    assert got.headers["Dudao-Signature"] == f"{hashing}={expected}"
    assert got.headers["Dudao-Timestamp"] == str(int(NOW.timestamp()))
    assert got.path == "/v1/%E7%9F%AD%E4%BF%A1?tenant=7"


def test_each_attempt_has_its_own_nonce_and_the_same_id(
    channel: SmsGateway, receiver: Receiver, at: SteadyClock
) -> None:
    channel.send(TOLD)
    at.now += timedelta(microseconds=1)
    channel.send(TOLD)
    at.now += timedelta(microseconds=1)
    channel.send(replace(TOLD, id="another"))
    nonces = [each.headers["Dudao-Nonce"] for each in receiver.received]
    keys = [each.headers["Idempotency-Key"] for each in receiver.received]
    assert len(set(nonces)) == 3
    assert keys == [TOLD.id, TOLD.id, "another"]


@pytest.mark.parametrize(
    "written",
    [
        "13800001234",
        "+86 138 0000 1234",
        "0086-13800001234",
        "86-138-0000-1234",
        "１３８００００１２３４",
    ],
)
def test_a_mobile_number_is_kept_in_one_form(written: str, channel: SmsGateway) -> None:
    assert channel.check_address(written) == "+8613800001234"
    assert channel.check_address("+8613800001234") == "+8613800001234"


@pytest.mark.parametrize(
    "written",
    ["", "1380000123", "138000012345", "12800001234", "+85291234567", "0730-8888888", "肖某"],
)
def test_any_other_number_is_refused_with_what_was_expected(
    written: str, channel: SmsGateway
) -> None:
    with pytest.raises(WrongAddress) as raised:
        channel.check_address(written)
    assert raised.value.zh == "应为大陆手机号，11位数字，以1开头。"


@pytest.mark.parametrize(
    "parts, characters, arrives",
    [
        (1, 70, True),
        (1, 71, False),
        (2, 134, True),
        (2, 135, False),
        (3, 201, True),
        (3, 202, False),
    ],
)
def test_no_more_short_messages_than_allowed_are_made_of_one(
    parts: int, characters: int, arrives: bool, receiver: Receiver, at: SteadyClock
) -> None:
    receiver.answers(200, '{"id":"1"}')
    channel = gateway(receiver, at, f"&parts={parts}&sign=督导")
    short = "长" * (characters - len("【督导】"))
    if arrives:
        channel.send(replace(TOLD, short=short))
        assert receiver.last.said["text"] == f"【督导】{short}"
    else:
        with pytest.raises(Refused) as raised:
            channel.send(replace(TOLD, short=short))
        assert raised.value.code == "too_long"
        assert receiver.received == []
    channel.close()


def test_a_character_beyond_the_first_plane_counts_twice(
    receiver: Receiver, at: SteadyClock
) -> None:
    channel = gateway(receiver, at, "&parts=1")
    with pytest.raises(Refused):
        channel.send(replace(TOLD, short="𠮷" * 36, link=None))
    channel.close()


def test_a_number_that_is_not_reached_is_said_to_be_none(
    channel: SmsGateway, receiver: Receiver
) -> None:
    receiver.answers(422, '{"code":"address","message":"空号"}')
    with pytest.raises(Refused) as raised:
        channel.send(TOLD)
    assert raised.value.is_address
    assert raised.value.code == "no_such_number"
    assert raised.value.zh == "这个号码收不到短信：空号。"


def test_any_other_refusal_says_nothing_of_the_number(
    channel: SmsGateway, receiver: Receiver
) -> None:
    receiver.answers(422, '{"code":"template","message":"模板未审核"}')
    with pytest.raises(Refused) as raised:
        channel.send(TOLD)
    assert not raised.value.is_address
    assert "模板未审核" in raised.value.zh


@pytest.mark.parametrize(
    "answer", ["", "{}", '{"id":""}', '{"id":null}', '{"id":[1]}', "[1]", "ok"]
)
def test_without_a_number_of_the_message_nothing_is_known_to_be_sent(
    answer: str, channel: SmsGateway, receiver: Receiver
) -> None:
    receiver.answers(200, answer)
    with pytest.raises(Deferred) as raised:
        channel.send(TOLD)
    assert raised.value.code == "unreadable_answer"


def test_a_gateway_that_is_overrun_says_how_long_to_wait(
    channel: SmsGateway, receiver: Receiver
) -> None:
    receiver.answers(429, '{"code":"rate"}', {"Retry-After": "60"})
    with pytest.raises(Deferred) as raised:
        channel.send(TOLD)
    assert raised.value.after == timedelta(seconds=60)
    assert raised.value.is_channel


@pytest.mark.parametrize(
    "url, said",
    [
        ("sms+https://gateway/", "#secret="),
        ("sms+https://gateway/#secret=short", "至少16个字符"),
        ("sms+https://gateway/#secret=0123456789abcdef&hash=md5", "hash 应为 sha256"),
        ("sms+https://gateway/#secret=0123456789abcdef&parts=0", "parts 应为1至10"),
        ("sms+https://gateway/#secret=0123456789abcdef&parts=²", "parts 应为1至10"),
        ("sms+https://gateway/#0123456789abcdef", "写成“项=值”"),
        ("sms+https://gateway/#secret=0123456789abcdef&timeout=0", "timeout 应为1至60"),
        ("sms+https://gateway/#secret=0123456789abcdef&ca=relative.pem", "ca 应为"),
        ("sms+https://gateway/#secret=0123456789abcdef&ca=/dev/null", "ca 应为"),
        ("sms+https://gateway/#secret=0123456789abcdef&proxy=socks5://x", "proxy 应为"),
        ("sms+https://gateway:port/#secret=0123456789abcdef", "端口"),
        ("sms+https://*.gateway../#secret=0123456789abcdef", "sms+https://主机/路径"),
    ],
)
def test_a_wrong_address_says_what_was_expected_and_no_secret(
    url: str, said: str, at: SteadyClock
) -> None:
    with pytest.raises(WrongAddress) as raised:
        SmsGateway.from_url(url, clock=at)
    assert said in raised.value.zh
    assert "0123456789abcdef" not in raised.value.zh + str(raised.value)
