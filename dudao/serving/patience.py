"""How long a request may take to come in: slow clients must not hold every thread.

The bound is one for the head and the body of a request: some seconds, and more as bytes arrive, so
that a large file over a thin line is no slow client. gunicorn itself waits for ever once the
first byte has come. A proxy that buffers whole requests does this better; this is for without.
"""

from __future__ import annotations

import errno
import socket
import time
from dataclasses import dataclass, field

from gunicorn.workers.gthread import TConn, ThreadWorker

PATIENCE = 10.0
"""Seconds that a request may take (无法定依据, 建议值)."""
SLOWEST = 1_000
"""Bytes for which it may take a second more (无法定依据, 建议值)."""


@dataclass(slots=True)
class PatientSocket:
    """The reading side of a socket, with a bound on how long one request takes to come."""

    sock: socket.socket
    received: int = 0
    until: float = field(default_factory=lambda: time.monotonic() + PATIENCE)

    def next_request(self) -> None:
        """Begin to count anew, but for a client that was late already."""
        if self._left() > 0:
            self.received, self.until = 0, time.monotonic() + PATIENCE

    def recv(self, size: int) -> bytes:
        """Read what there is; b"", from then on, as if the client had left, when it takes too long."""
        left, before = self._left(), self.sock.gettimeout()
        if left <= 0:
            return b""
        self.sock.settimeout(left if before is None else min(left, before))
        try:
            piece = self.sock.recv(size)
        except TimeoutError:
            if before is not None:
                raise
            return b""
        finally:
            self.sock.settimeout(before)
        self.received += len(piece)
        return piece

    def _left(self) -> float:
        return self.until + self.received / SLOWEST - time.monotonic()

    def gettimeout(self) -> float | None:
        """Return the bound on one read that somebody set beside ours."""
        return self.sock.gettimeout()

    def settimeout(self, seconds: float | None) -> None:
        """Bound one read."""
        self.sock.settimeout(seconds)


class PatientConnection(TConn):  # type: ignore[misc]  # gunicorn ships no types
    """A connection whose requests are read through a patient socket."""

    def init(self) -> None:
        """Prepare for the next request; called before each."""
        super().init()
        unreader = self.parser.unreader
        if isinstance(unreader.sock, PatientSocket):
            unreader.sock.next_request()
        else:
            unreader.sock = PatientSocket(unreader.sock)


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """Threads that wait for a request no longer than it deserves."""

    def accept(self, listener: socket.socket) -> None:
        """Take a connection, as gunicorn does, into one of ours."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                raise
            return
        self.nr_conns += 1
        self.enqueue_req(PatientConnection(self.cfg, client, address, listener.getsockname()))
