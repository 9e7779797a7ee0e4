"""Open a line to a mail server: call it, encrypt, check its certificate, sign in."""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
from contextlib import suppress
from threading import Thread

from notifications.channels.mail.attempt import Attempt, Stage, TooSlow, Unwanted
from notifications.channels.mail.line import Line
from notifications.channels.mail.place import MailPlace

_READY = 220
_DONE = 250


class NoEncryption(Exception):
    """The server does not offer to encrypt, and unencrypted is not what was asked for."""


def open_line(place: MailPlace, attempt: Attempt) -> Line:
    """Return a line that mails can be handed over on; nothing stays open where that fails."""
    attempt.stage = Stage.CONNECTING
    sock = _called(place, attempt)
    if place.tls == "implicit":
        sock = _encrypted(sock, place, attempt)
    line = Line(sock, attempt=attempt, helo=place.helo or _own_name(sock))
    try:
        _introduce(line, place, attempt)
    except BaseException:
        line.close()
        raise
    return line


def _introduce(line: Line, place: MailPlace, attempt: Attempt) -> None:
    attempt.stage = Stage.GREETING
    _expect(_READY, line.getreply())
    _greet(line)
    if place.tls == "starttls":
        _start_tls(line, place, attempt)
    if place.user:
        attempt.stage = Stage.LOGIN
        line.login(place.user, place.password)


def _start_tls(line: Line, place: MailPlace, attempt: Attempt) -> None:
    attempt.stage = Stage.SECURING
    if not line.has_extn("starttls"):
        raise NoEncryption
    _expect(_READY, line.docmd("STARTTLS"))
    if line.replies.has_more:
        # Said before the connection was encrypted, so anybody on the way may have said it.
        raise ssl.SSLError("the server spoke between STARTTLS and the handshake")
    line.use(_encrypted(line.peer, place, attempt))
    _greet(line)


def _greet(line: Line) -> None:
    code, text = line.ehlo()
    if code != _DONE:
        code, text = line.helo()
    _expect(_DONE, (code, text))


def _expect(wanted: int, answer: tuple[int, bytes]) -> None:
    if answer[0] != wanted:
        raise Unwanted(*answer)


def _encrypted(sock: socket.socket, place: MailPlace, attempt: Attempt) -> ssl.SSLSocket:
    attempt.stage = Stage.SECURING
    context = place.context
    if context is None:
        raise ValueError("expected a context for an encrypted connection")
    try:
        sock.settimeout(attempt.left())
        return context.wrap_socket(sock, server_hostname=place.host)
    except BaseException:
        sock.close()
        raise


def _called(place: MailPlace, attempt: Attempt) -> socket.socket:
    """Call the addresses of the host one after another; each gets its share of the time."""
    found = _looked_up(place, attempt)
    failure: OSError = TimeoutError()
    for index, (family, address) in enumerate(found):
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(attempt.left() / (len(found) - index))
            sock.connect(address)
        except OSError as error:
            sock.close()
            failure = error
        except BaseException:
            sock.close()
            raise
        else:
            return sock
    raise failure


_Found = list[tuple[int, tuple[str, int] | tuple[str, int, int, int]]]


def _looked_up(place: MailPlace, attempt: Attempt) -> _Found:
    """Look the host up beside us: a resolver knows no time limit of ours."""
    answers: queue.SimpleQueue[_Found | OSError] = queue.SimpleQueue()

    def look() -> None:
        try:
            found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
            answers.put([(each[0], each[4]) for each in found])  # type: ignore[misc]  # of TCP
        except OSError as error:
            answers.put(error)

    Thread(target=look, name="mail host", daemon=True).start()
    try:
        answer = answers.get(timeout=attempt.left())
    except queue.Empty as error:
        raise TooSlow from error
    if isinstance(answer, OSError):
        raise answer
    return answer


def _own_name(sock: socket.socket) -> str:
    """Return how this host names itself: its full name, else its address (RFC 5321, 4.1.3)."""
    name = socket.gethostname()
    if "." in name and name.isascii():
        return name
    own = str(sock.getsockname()[0]).partition("%")[0]
    with suppress(ValueError):
        if ipaddress.ip_address(own).version == 6:  # noqa: PLR2004 - of the Internet Protocol
            return f"[IPv6:{own}]"
    return f"[{own}]"
