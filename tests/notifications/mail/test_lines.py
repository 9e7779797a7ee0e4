"""The line to the server: kept, opened again, encrypted, and never waited for too long."""

from __future__ import annotations

import socket
import time
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from threading import Event

import pytest

from notifications.channel import Deferred
from notifications.channels.mail import MailChannel
from notifications.channels.mail.channel import IDLE
from tests.notifications.mail.conftest import Open, Watch
from tests.notifications.mail.post_office import (
    PASSWORD,
    PEM,
    SERVER,
    USER,
    Rooms,
    authenticate,
    mail_server,
    server_context,
)
from tests.notifications.mail.samples import parcel
from tests.notifications.mail.scripted import Talk, drips, says, scripted_server

SHORT = 1.5
"""Seconds; whatever is to be said before may take a busy machine one of them."""
BUSY = 20
"""Seconds that such a machine may take beside; who is held is held for ever."""
LOGIN = f"{USER}:s3cret%3A%2F%40"
HELLO = b"220 mail.example.com\r\n"


def test_one_line_carries_many_mails(channel: MailChannel, rooms: Rooms) -> None:
    for number in range(5):
        channel.send(parcel(id=f"parcel-{number}"))
    assert [each.line for each in rooms.arrived] == [0] * 5


def test_a_line_that_idled_is_closed_and_opened_anew(
    channel: MailChannel, rooms: Rooms, watch: Watch
) -> None:
    channel.send(parcel())
    watch.advance(IDLE - timedelta(seconds=1))
    channel.send(parcel())
    watch.advance(IDLE)
    channel.send(parcel())
    assert [each.line for each in rooms.arrived] == [0, 0, 1]


def test_a_line_that_the_server_dropped_meanwhile_is_opened_again_at_once(
    channel: MailChannel, rooms: Rooms
) -> None:
    channel.send(parcel())
    rooms.drops = ["MAIL"]
    channel.send(parcel())
    assert [each.line for each in rooms.arrived] == [0, 1]


def test_after_closing_it_can_be_used_again(channel: MailChannel, rooms: Rooms) -> None:
    channel.send(parcel())
    channel.close()
    channel.close()
    channel.send(parcel())
    assert [each.line for each in rooms.arrived] == [0, 1]


def test_it_encrypts_checks_the_certificate_and_signs_in(channel_of: Open, rooms: Rooms) -> None:
    with _encrypted(rooms) as port:
        channel_of(_starttls(port)).send(parcel())
    assert rooms.arrived[0].is_encrypted
    assert rooms.arrived[0].login == USER.encode()
    assert rooms.said[0] == "EHLO"


def test_a_line_may_be_encrypted_from_its_first_octet(channel_of: Open) -> None:
    talk = says(HELLO, b"250 mail.example.com\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n")

    def encrypted(peer: socket.socket, over: Event) -> None:
        with server_context().wrap_socket(peer, server_side=True) as wrapped:
            talk(wrapped, over)

    with scripted_server(encrypted) as port:
        channel = channel_of(
            f"smtps://localhost:{port}/?from=office@example.com&ca={PEM}&timeout={SHORT}"
        )
        with pytest.raises(Deferred) as failed:
            channel.send(parcel())
    assert failed.value.code == "mail_timeout"  # all was said but the last answer
    assert "确认收下" in failed.value.zh


@pytest.mark.parametrize(
    "host, ca, login, code",
    [
        ("localhost", "", LOGIN, "mail_tls"),  # nobody vouches for the certificate
        ("127.0.0.2", f"&ca={PEM}", LOGIN, "mail_tls"),  # it is for another name
        ("localhost", f"&ca={PEM}", f"{USER}:wrong", "mail_login_refused"),
    ],
)
def test_without_trust_or_login_nothing_is_sent(
    channel_of: Open, rooms: Rooms, host: str, ca: str, login: str, code: str
) -> None:
    with _encrypted(rooms, hostname="0.0.0.0") as port:  # noqa: S104 - 127.0.0.2 as well
        channel = channel_of(f"smtp://{login}@{host}:{port}/?from=office@example.com{ca}")
        with pytest.raises(Deferred) as failed:
            channel.send(parcel())
    assert (failed.value.code, failed.value.is_channel) == (code, True)
    assert "MAIL" not in rooms.said
    assert PASSWORD not in failed.value.zh + str(failed.value)


def test_a_server_without_encryption_is_told_nothing(channel_of: Open, office: int) -> None:
    channel = channel_of(f"smtp://{LOGIN}@127.0.0.1:{office}/?from=office@example.com")
    with pytest.raises(Deferred) as failed:
        channel.send(parcel())
    assert (failed.value.code, failed.value.is_channel) == ("mail_no_starttls", True)


def test_what_was_said_before_the_encryption_is_not_believed(channel_of: Open) -> None:
    talk = says(HELLO, b"250-mail\r\n250 STARTTLS\r\n", b"220 go\r\n250 AUTH PLAIN\r\n")
    with scripted_server(talk) as port:
        channel = channel_of(f"smtp://localhost:{port}/?from=office@example.com&ca={PEM}")
        with pytest.raises(Deferred) as failed:
            channel.send(parcel())
    assert failed.value.code == "mail_tls"


@pytest.mark.parametrize(
    "talk, is_channel",
    [
        (says(b""), True),
        (drips(b"", b"220-", every=0.02), True),
        (drips(b"", b"220-hello\r\n", every=0.02), True),
        (drips(HELLO, b"250-SIZE\r\n", every=0.02), True),
        (says(HELLO, b"250 ok\r\n"), True),
        (says(HELLO, b"250 ok\r\n", b"250 ok\r\n"), False),
    ],
    ids=["silent", "never ends a line", "never ends", "drips at EHLO", "at MAIL", "at RCPT"],
)
def test_a_server_that_drips_or_says_nothing_holds_nobody_beyond_the_timeout(
    channel_of: Open, talk: Talk, is_channel: bool
) -> None:
    with scripted_server(talk) as port:
        channel = channel_of(
            f"smtp://127.0.0.1:{port}/?from=office@example.com&tls=none&timeout={SHORT}"
        )
        begun = time.monotonic()
        with pytest.raises(Deferred) as failed:
            channel.send(parcel())
        assert time.monotonic() - begun < SHORT + BUSY
    assert (failed.value.code, failed.value.is_channel) == ("mail_timeout", is_channel)


def test_a_server_that_takes_no_octets_holds_nobody_beyond_the_timeout(channel_of: Open) -> None:
    def talk(peer: socket.socket, over: Event) -> None:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.sendall(HELLO + b"250 ok\r\n" * 3 + b"354 go\r\n")
        over.wait()

    with scripted_server(talk) as port:
        channel = channel_of(
            f"smtp://127.0.0.1:{port}/?from=office@example.com&tls=none&timeout={SHORT}"
        )
        begun = time.monotonic()
        with pytest.raises(Deferred) as failed:
            channel.send(parcel(text="请办理。\n" * 600_000))
        assert time.monotonic() - begun < SHORT + BUSY
    assert failed.value.code == "mail_timeout"


def test_a_handshake_that_does_not_end_holds_nobody_beyond_the_timeout(channel_of: Open) -> None:
    with scripted_server(drips(b"", b"\x16", every=0.02)) as port:
        channel = channel_of(f"smtps://localhost:{port}/?from=office@example.com&timeout={SHORT}")
        with pytest.raises(Deferred) as failed:
            channel.send(parcel())
    assert failed.value.is_channel
    assert failed.value.code in ("mail_timeout", "mail_tls")


def test_one_slow_recipient_delays_nobody_and_two_in_a_row_rest_the_channel(
    channel_of: Open, rooms: Rooms, office: int
) -> None:
    channel = channel_of(
        f"smtp://127.0.0.1:{office}/?from=office@example.com&tls=none&timeout={SHORT}"
    )
    found: list[bool | None] = []
    for who in ("hanging", "hanging", "li", "hanging"):
        try:
            channel.send(parcel(f"{who}@example.org"))
            found.append(None)
        except Deferred as failed:
            found.append(failed.is_channel)
    assert found == [False, True, None, False]
    assert len(rooms.arrived) == 1


@pytest.mark.parametrize(
    "greeting, code",
    [
        (b"554 no service here\r\n", "mail_service_refused"),
        (b"421 busy\r\n", "mail_busy"),
        (b"HTTP/1.1 400 Bad Request\r\n", "mail_not_smtp"),
        (b"x" * 20_000 + b"\r\n", "mail_dropped"),
    ],
)
def test_what_is_no_mail_server_rests_the_channel(
    channel_of: Open, greeting: bytes, code: str
) -> None:
    with scripted_server(says(greeting)) as port:
        channel = channel_of(f"smtp://127.0.0.1:{port}/?from=office@example.com&tls=none")
        with pytest.raises(Deferred) as failed:
            channel.send(parcel())
    assert (failed.value.code, failed.value.is_channel) == (code, True)


def test_a_server_that_reports_is_told_what_to_repeat(channel_of: Open) -> None:
    heard: list[bytes] = []

    def talk(peer: socket.socket, _over: Event) -> None:
        reader = peer.makefile("rb")
        peer.sendall(HELLO)
        answers = [b"250-mail\r\n250 DSN\r\n", b"250 ok\r\n", b"250 ok\r\n", b"554 no\r\n"]
        for answer in answers:
            heard.append(reader.readline())
            peer.sendall(answer)

    with scripted_server(talk) as port:
        channel = channel_of(f"smtp://127.0.0.1:{port}/?from=office@example.com&tls=none")
        with pytest.raises(Exception, match="554"):
            channel.send(parcel())
    assert heard[1].endswith(b"RET=HDRS ENVID=6fa459ea-ee8a-3ca4-894e-db77e160355e\r\n")
    assert heard[2] == b"rcpt TO:<li@example.org> NOTIFY=FAILURE,DELAY\r\n"


def _encrypted(rooms: Rooms, hostname: str = "127.0.0.1") -> AbstractContextManager[int]:
    make = partial(
        SERVER,
        tls_context=server_context(),
        require_starttls=True,
        auth_required=True,
        authenticator=authenticate,
    )
    return mail_server(rooms, hostname=hostname, make=make)


def _starttls(port: int) -> str:
    return f"smtp://{LOGIN}@localhost:{port}/?from=office@example.com&ca={PEM}"
