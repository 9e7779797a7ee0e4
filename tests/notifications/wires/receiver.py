"""A real server on loopback that keeps what it is sent and answers as a test wants."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

from notifications.channel import Parcel

CERTIFICATE = Path(__file__).parent / "loopback.pem"
"""A key of nobody and its certificate, for 127.0.0.1 alone, valid for a hundred years."""
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PARCEL = Parcel(
    id="3f0c9f5e-7c1b-5d8e-9a51-2f0f4a6f7c11",
    to="",
    subject="岳教督整〔2026〕3号：整改期限将至",
    text="问题“食堂留样不全”的整改期限为2026年3月5日（星期四）24时。\n逾期将提请督办。",
    short="食堂留样不全：3月5日24时前报送整改报告。",
    said_at=NOW - timedelta(minutes=5),
    link="https://dudao.example/work/7",
    thread="case-3",
    person="肖某",
    kind="near_due",
)


class SteadyClock:
    """Tell a time that tests set; the real one goes on, because bounds of time are tested."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """Return the time that was set."""
        return self.now


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it arrived."""

    path: str
    headers: Message[str, str]
    body: bytes
    peer: int
    """Port that it came from: the same for requests of one connection."""

    @property
    def said(self) -> Any:  # noqa: ANN401 - of any form
        """Return the body as JSON."""
        return json.loads(self.body)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        where = self.server.receiver
        where.received.append(Received(self.path, self.headers, body, self.client_address[1]))
        where.behave(self)

    def do_GET(self) -> None:
        self.server.receiver.received.append(Received(self.path, self.headers, b"", 0))
        self.answer(200)

    def answer(
        self, status: int, body: bytes | str = b"", headers: Mapping[str, str] | None = None
    ) -> None:
        """Answer in full."""
        raw = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - of the base class
        del format, args


Behaviour = Callable[[_Handler], None]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    receiver: Receiver

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: that the other side goes away is what some tests are about."""


@dataclass(slots=True)
class Receiver:
    """What a test sees of the server."""

    host: str
    behave: Behaviour
    over: Event
    received: list[Received] = field(default_factory=list)

    @property
    def last(self) -> Received:
        """Return the request that came last."""
        return self.received[-1]

    def answers(
        self, status: int, body: bytes | str = b"", headers: Mapping[str, str] | None = None
    ) -> None:
        """Answer like this from now on."""
        self.behave = lambda handler: handler.answer(status, body, headers)

    def hangs(self) -> None:
        """Take the request and say nothing."""
        self.behave = lambda _: _ignored(self.over.wait(30))

    def drips(self, text: bytes) -> None:
        """Answer one byte at a time, each soon enough for a timeout of one read."""

        def drip(handler: _Handler) -> None:
            for each in text:
                handler.wfile.write(bytes([each]))
                if self.over.wait(0.2):
                    return

        self.behave = drip

    def never_ends(self) -> None:
        """Answer 200 and go on for as long as somebody reads."""

        def go_on(handler: _Handler) -> None:
            handler.close_connection = True
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            while not self.over.is_set():
                handler.wfile.write(b"x" * 8192)

        self.behave = go_on

    def says(self, raw: bytes) -> None:
        """Write these bytes and hang up."""

        def say(handler: _Handler) -> None:
            handler.wfile.write(raw)
            handler.close_connection = True

        self.behave = say


def _ignored(_: object) -> None:
    return None


@contextmanager
def receiving(*, tls: bool = False) -> Iterator[Receiver]:
    """Run a server that answers 200 until told otherwise."""
    server = _Server(("127.0.0.1", 0), _Handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    made = Receiver(f"127.0.0.1:{server.server_address[1]}", lambda h: h.answer(200), Event())
    server.receiver = made
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
