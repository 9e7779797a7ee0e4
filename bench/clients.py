"""Clients that cost little: prepared requests over kept connections, all in one thread.

Each client sends its next request when the answer to the one before has come, as a person would
who needs no time to think. What the clients themselves cost is measured, for they share the cores
with the server.
"""

from __future__ import annotations

import selectors
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter, process_time

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"
_PIECE = 65_536
_TIMEOUT = 60.0


@dataclass(frozen=True, slots=True)
class Driven:
    """What a drive took: each request, all of it, and the clients' own work, in seconds."""

    seconds: tuple[float, ...]
    wall: float
    own: float

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.seconds) / self.wall

    @property
    def cost(self) -> float:
        """Seconds of the processor that the clients spent on one request."""
        return self.own / len(self.seconds)


@dataclass(slots=True)
class _Client:
    """One connection with what it still has to send."""

    connection: socket.socket
    todo: list[bytes]
    seconds: list[float] = field(default_factory=list)
    received: bytes = b""
    sent_at: float = 0.0

    def send(self) -> None:
        self.received = b""
        self.sent_at = perf_counter()
        self.connection.sendall(self.todo.pop())

    def receive(self) -> bool:
        """Take what has come; say whether the answer is there, and expect it to be a success."""
        piece = self.connection.recv(_PIECE)
        assert piece, (
            f"the server closed the connection {perf_counter() - self.sent_at:.1f} s after"
            f" request {len(self.seconds) + 1} was sent"
        )
        self.received += piece
        head, end, body = self.received.partition(_END)
        if not end or len(body) < _length_of(head):
            return False
        self.seconds.append(perf_counter() - self.sent_at)
        assert self.received[9:10] == b"2", self.received.decode("utf-8", "replace")
        return True


def _length_of(head: bytes) -> int:
    lowered = head.lower()
    at = lowered.index(_LENGTH) + len(_LENGTH)
    return int(lowered[at : lowered.find(b"\r\n", at) % (len(lowered) + 1)])


class Clients:
    """Clients of one server, each on a connection of its own."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address

    def drive(self, todo: Sequence[Sequence[bytes]]) -> Driven:
        """Let each client send its requests one after the other, all of them at the same time."""
        clients = [_Client(self._connect(), list(reversed(each))) for each in todo]
        with selectors.DefaultSelector() as selector:
            for each in clients:
                selector.register(each.connection, selectors.EVENT_READ, each)
            own, begin = process_time(), perf_counter()
            for each in clients:
                each.send()
            left = len(clients)
            while left:
                ready = selector.select(_TIMEOUT)
                assert ready, f"no answer within {_TIMEOUT:g} seconds"
                for key, _ in ready:
                    if _go_on(key.data):
                        selector.unregister(key.fileobj)
                        left -= 1
            wall, own = perf_counter() - begin, process_time() - own
        for each in clients:
            each.connection.close()
        return Driven(tuple(s for each in clients for s in each.seconds), wall, own)

    def _connect(self) -> socket.socket:
        made = socket.create_connection(self._address, timeout=_TIMEOUT)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made


def _go_on(client: _Client) -> bool:
    """Take what has come and send the next request; say whether the client has done."""
    if not client.receive():
        return False
    if client.todo:
        client.send()
        return False
    return True
