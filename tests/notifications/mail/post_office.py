"""A real mail server on loopback, and recipients whom it treats as mail servers treat people."""

from __future__ import annotations

import asyncio
import email
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from functools import partial
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PEM = Path(__file__).with_name("localhost.pem")
USER, PASSWORD = "dudao", "s3cret:/@"

Make = Callable[["Rooms"], SMTP]
SERVER = partial(SMTP, ident="test", enable_SMTPUTF8=True)

AT_RCPT = {
    "defer": "451 4.3.0 try again",
    "greylisted": "450 4.2.0 greylisted",
    "unknown": "550 5.1.1 no such user",
    "untold": "550 Mailbox not found",
    "full": "552 5.2.2 mailbox full",
    "policy": "554 5.7.1 relay access denied",
    "exchange": "550 5.4.1 Recipient address rejected: Access denied.",
    "login": "530 5.7.0 authentication required",
    "closing": "421 4.3.2 service shutting down",
}
AT_DATA = {
    "spam": "554 5.7.1 looks like spam",
    "busy": "452 4.3.1 insufficient storage",
}


@dataclass(frozen=True)
class Arrived:
    """A mail that the server took."""

    sender: str
    to: list[str]
    octets: bytes
    line: int
    """Which connection it came over."""
    is_encrypted: bool
    login: object

    @property
    def mail(self) -> EmailMessage:
        found = email.message_from_bytes(self.octets, policy=default)
        assert isinstance(found, EmailMessage)
        return found


@dataclass
class Rooms:
    """What happens at each step; `drops` names the steps at which the line is dropped once."""

    arrived: list[Arrived] = field(default_factory=list)
    lines: list[Session] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    drops: list[str] = field(default_factory=list)
    refuses_sender: str = ""

    async def handle_EHLO(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, _envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        session.host_name = name
        self.said.append("EHLO")
        if session not in self.lines:
            self.lines.append(session)
        self._drop(server, "EHLO")
        return answers

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, sender: str, options: list[str]
    ) -> str:
        self.said.append("MAIL")
        self._drop(server, "MAIL")
        if self.refuses_sender:
            return self.refuses_sender
        envelope.mail_from = sender
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, to: str, _options: list[str]
    ) -> str:
        self.said.append("RCPT")
        self._drop(server, "RCPT")
        name = to.partition("@")[0]
        if name == "hanging":
            await asyncio.Event().wait()
        if name not in AT_RCPT:
            envelope.rcpt_tos.append(to)
        return AT_RCPT.get(name, "250 OK")

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.said.append("DATA")
        refusal = AT_DATA.get(envelope.rcpt_tos[0].partition("@")[0])
        if refusal:
            return refusal
        assert isinstance(envelope.content, bytes)
        line, login = self.lines.index(session), getattr(session.auth_data, "login", None)
        self.arrived.append(
            Arrived(
                sender=envelope.mail_from or "",
                to=envelope.rcpt_tos,
                octets=envelope.content,
                line=line,
                is_encrypted=session.ssl is not None,
                login=login,
            )
        )
        self._drop(server, "DATA")
        return "250 2.0.0 queued as 4711"

    def _drop(self, server: SMTP, step: str) -> None:
        if step in self.drops:
            self.drops.remove(step)
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()


class Office(Controller):
    """The server with the ways that a test asks for."""

    def __init__(self, rooms: Rooms, *, hostname: str, make: Make) -> None:
        self._make = make
        self._talking: list[SMTP] = []
        super().__init__(rooms, hostname=hostname, port=free_port(), ready_timeout=30)

    def factory(self) -> SMTP:
        made = self._make(self.handler)
        self._talking.append(made)
        return made

    def hang_up(self) -> None:
        """End every connection, so that none is left to the collector of garbage."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self.loop).result(10)

    async def _hang_up(self) -> None:
        for each in self._talking:
            for transport in (each.transport, each._original_transport):  # noqa: SLF001 - of TLS
                if isinstance(transport, asyncio.WriteTransport):
                    transport.abort()
        for _ in range(3):  # until the loop has told everybody
            await asyncio.sleep(0)


@contextmanager
def mail_server(rooms: Rooms, *, hostname: str = "127.0.0.1", make: Make = SERVER) -> Iterator[int]:
    """Run the server and give its port."""
    office = Office(rooms, hostname=hostname, make=make)
    office.start()
    try:
        yield office.port
    finally:
        office.hang_up()
        office.stop()


def server_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    return context


def authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, said: object
) -> AuthResult:
    assert isinstance(said, LoginPassword)
    is_right = (said.login, said.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False, auth_data=said)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port
