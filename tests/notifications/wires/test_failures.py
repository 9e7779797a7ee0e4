"""However a server fails, a parcel is deferred or refused with its cause, in bounded time."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from time import monotonic
from urllib.parse import quote

import pytest

from notifications.channel import Deferred, Refused, Undelivered
from notifications.channels.webhook import Webhook
from tests.notifications.wires.receiver import CERTIFICATE, PARCEL, Receiver, SteadyClock, receiving

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"
KEY = "key-that-nobody-may-see"
TIMEOUT = 3
BUSY = 20
"""Seconds: a busy machine is given more than the timeout, who hangs would hang for longer."""
TRUSTED = f"&ca={quote(str(CERTIFICATE))}"
"""The folder may have blanks and Chinese characters in its name."""


def hook(place: str, at: SteadyClock, options: str = "", scheme: str = "http") -> Webhook:
    url = f"webhook+{scheme}://{place}/in/{KEY}?token={KEY}#secret={SECRET}&timeout={TIMEOUT}{options}"
    return Webhook.from_url(url, clock=at)


def failure(channel: Webhook) -> Undelivered:
    """Return why a parcel does not arrive; no secret may stand in it."""
    begun = monotonic()
    with pytest.raises(Undelivered) as raised:
        channel.send(PARCEL)
    channel.close()
    assert monotonic() - begun < BUSY
    said = f"{raised.value.zh} {raised.value} {raised.value.__cause__}"
    assert KEY not in said
    assert SECRET not in said
    assert raised.value.zh.endswith("。")
    return raised.value


@pytest.fixture
def channel(receiver: Receiver, at: SteadyClock) -> Iterator[Webhook]:
    made = hook(receiver.host, at)
    yield made
    made.close()


@pytest.mark.parametrize("status", [400, 413, 415, 422, 451])
def test_what_is_wrong_with_a_parcel_is_refused(
    status: int, receiver: Receiver, channel: Webhook
) -> None:
    receiver.answers(status, f"不行：{KEY}\x1b[31m\n…")
    cause = failure(channel)
    assert isinstance(cause, Refused)
    assert cause.code == f"http_{status}"
    assert "不行：…" in cause.zh
    assert "\x1b" not in cause.zh
    assert not cause.is_address


@pytest.mark.parametrize("status", [401, 403, 404, 405, 410])
def test_a_wrong_key_or_place_lets_the_channel_rest(
    status: int, receiver: Receiver, channel: Webhook
) -> None:
    receiver.answers(status)
    cause = failure(channel)
    assert isinstance(cause, Deferred)
    assert (cause.code, cause.is_channel, cause.after) == (f"http_{status}", True, None)


@pytest.mark.parametrize(
    "said, after",
    [
        ("30", timedelta(seconds=30)),
        ("0", timedelta(0)),
        ("Mon, 02 Mar 2026 01:02:00 GMT", timedelta(minutes=2)),
        ("Mon, 02 Mar 2026 00:00:00 GMT", timedelta(0)),
        ("Mon, 02 Mar 2026 01:02:00 -0000", timedelta(minutes=2)),
        ("999999999", timedelta(days=1)),
        ("Tue, 01 Jan 2999 00:00:00 GMT", timedelta(days=1)),
        ("-5", None),
        ("soon", None),
        ("٣", None),
        (None, None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_the_time_that_a_server_asks_to_wait_is_kept(
    status: int, said: str | None, after: timedelta | None, receiver: Receiver, channel: Webhook
) -> None:
    receiver.answers(
        status, headers={} if said is None else {"Retry-After": said.encode().decode("latin-1")}
    )
    cause = failure(channel)
    assert isinstance(cause, Deferred)
    assert cause.after == after
    assert cause.is_channel


def test_a_fault_over_one_parcel_holds_nothing_else_up(
    receiver: Receiver, channel: Webhook
) -> None:
    receiver.answers(500, "<h1>Internal Server Error</h1>")
    cause = failure(channel)
    assert isinstance(cause, Deferred)
    assert not cause.is_channel


def test_a_redirect_is_not_followed(receiver: Receiver, channel: Webhook) -> None:
    with receiving() as other:
        receiver.answers(307, headers={"Location": f"http://{other.host}/"})
        cause = failure(channel)
        assert other.received == []
    assert isinstance(cause, Deferred)
    assert cause.code == "http_307"
    assert cause.is_channel


def test_a_server_that_says_nothing_is_left(receiver: Receiver, channel: Webhook) -> None:
    receiver.hangs()
    cause = failure(channel)
    assert isinstance(cause, Deferred)
    assert (cause.code, cause.is_channel) == ("timeout", True)
    assert cause.zh == f"对方没有在{TIMEOUT}秒内答完。"


@pytest.mark.parametrize(
    "text",
    [
        b"HTTP/1.1 200 OK\r\nX-Slow: " + b"z" * 100,
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"z" * 100,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nz\r\n" * 50,
    ],
    ids=["headers", "body", "pieces"],
)
def test_a_server_that_drips_is_left_after_the_time_for_all(
    text: bytes, receiver: Receiver, channel: Webhook
) -> None:
    receiver.drips(text)
    cause = failure(channel)
    assert cause.code == "timeout"


def test_a_server_that_drips_over_tls_is_left_as_well(at: SteadyClock) -> None:
    with receiving(tls=True) as secure:
        secure.drips(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"z" * 100)
        cause = failure(hook(secure.host, at, TRUSTED, "https"))
    assert cause.code == "timeout"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_host_that_only_takes_connections_is_left(scheme: str, at: SteadyClock) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        cause = failure(hook(f"127.0.0.1:{silent.getsockname()[1]}", at, scheme=scheme))
    assert cause.code == "timeout"


def test_a_server_that_does_not_read_is_left(at: SteadyClock) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        channel = hook(f"127.0.0.1:{silent.getsockname()[1]}", at)
        begun = monotonic()
        with pytest.raises(Deferred, match="No complete answer"):
            channel.send(replace(PARCEL, text="长" * 10_000_000))
        assert monotonic() - begun < BUSY
        channel.close()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf of",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf of",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n",
        b"220 mail.example ESMTP\r\n",
        b"HTTP/1.1 OK 200\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnone",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_an_answer_that_breaks_off_or_is_none_is_no_delivery(
    raw: bytes, receiver: Receiver, channel: Webhook
) -> None:
    receiver.says(raw)
    cause = failure(channel)
    assert isinstance(cause, Deferred)
    assert cause.code == "cut_off"


def test_an_endless_answer_is_not_read_to_its_end(receiver: Receiver, channel: Webhook) -> None:
    receiver.never_ends()
    receipt = channel.send(PARCEL).receipt
    assert receipt.startswith("HTTP 200 xxx")
    assert len(receipt) < 300


def test_a_server_that_is_not_there_is_unreachable(at: SteadyClock) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        cause = failure(hook(f"127.0.0.1:{taken.getsockname()[1]}", at))
    assert isinstance(cause, Deferred)
    assert (cause.code, cause.is_channel) == ("unreachable", True)


def test_a_host_that_has_no_address_is_unreachable(at: SteadyClock) -> None:
    cause = failure(hook("no-such-host.invalid", at))
    assert (cause.code, cause.zh) == ("unreachable", "连不上对方：主机名查不到。")


def test_a_proxy_that_is_not_there_is_said(receiver: Receiver, at: SteadyClock) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        proxy = f"&proxy=http://127.0.0.1:{taken.getsockname()[1]}"
        cause = failure(hook(receiver.host, at, proxy))
    assert (cause.code, cause.zh) == ("unreachable", "连不上对方：代理不通。")
    assert receiver.received == []


def test_a_certificate_is_verified(at: SteadyClock) -> None:
    with receiving(tls=True) as secure:
        cause = failure(hook(secure.host, at, scheme="https"))
        assert isinstance(cause, Deferred)
        assert (cause.code, cause.is_channel) == ("tls", True)
        assert secure.received == []
        trusting = hook(secure.host, at, TRUSTED, "https")
        assert trusting.send(PARCEL).receipt == "HTTP 200"
        trusting.close()


def test_one_connection_serves_many_parcels(receiver: Receiver, channel: Webhook) -> None:
    for _ in range(3):
        channel.send(PARCEL)
    assert len({each.peer for each in receiver.received}) == 1


def test_after_a_failure_the_next_parcel_arrives(receiver: Receiver, channel: Webhook) -> None:
    receiver.says(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf")
    with pytest.raises(Deferred):
        channel.send(PARCEL)
    receiver.answers(204)
    assert channel.send(PARCEL).receipt == "HTTP 204"
    first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == PARCEL.id
    assert first.body == second.body


def test_a_proxy_of_the_environment_is_used_only_when_asked_for(
    receiver: Receiver, at: SteadyClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://{proxy.host}")
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        direct = hook(receiver.host, at)
        direct.send(PARCEL)
        direct.close()
        assert proxy.received == []
        for said in ("&proxy=env", f"&proxy=http://{proxy.host}"):
            through = hook(receiver.host, at, said)
            through.send(PARCEL)
            through.close()
        assert [each.path for each in proxy.received] == [
            f"http://{receiver.host}/in/{KEY}?token={KEY}"
        ] * 2
    assert len(receiver.received) == 1


def test_a_password_of_the_home_folder_is_not_sent(
    receiver: Receiver, at: SteadyClock, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = f"{tmp_path}/.netrc"
    with open(netrc, "w", encoding="utf-8") as file:  # noqa: PTH123 - a path is a text here
        file.write("machine 127.0.0.1 login somebody password secret\n")
    monkeypatch.setenv("NETRC", netrc)
    channel = hook(receiver.host, at)
    channel.send(PARCEL)
    channel.close()
    assert "Authorization" not in receiver.last.headers


def test_no_key_stands_in_a_log(
    receiver: Receiver, at: SteadyClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    channel = hook(receiver.host, at)
    channel.send(PARCEL)
    receiver.says(b"HTTP/1.1 200 OK\r\nno colon here\r\nContent-Length: 0\r\n\r\n")
    channel.send(replace(PARCEL, id="another"))
    channel.close()
    assert KEY not in caplog.text
    assert KEY not in repr(channel)
    assert SECRET not in repr(channel)
