"""A line to a mail server whose every octet is bounded by the time of the whole attempt.

The standard library bounds each read by itself: a server that says one octet now and then would
hold it for ever. Here every read and write waits no longer than what the attempt has left.
"""

from __future__ import annotations

import smtplib
import socket
from typing import TYPE_CHECKING

from notifications.channels.mail.attempt import Attempt, TooSlow

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_CHUNK = 65_536


class Replies:
    """The lines that the server says, as `smtplib` reads them."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._kept = b""

    @property
    def has_more(self) -> bool:
        """Say whether the server said more than was read."""
        return bool(self._kept)

    def readline(self, limit: int) -> bytes:
        """Return the next line, cut at a limit of octets; what is left where the line ends."""
        while b"\n" not in self._kept and len(self._kept) < limit:
            more = self._receive()
            if not more:
                break
            self._kept += more
        end = self._kept.find(b"\n") + 1 or len(self._kept)
        found, self._kept = self._kept[: min(end, limit)], self._kept[min(end, limit) :]
        return found

    def close(self) -> None:
        """Forget what was not read."""
        self._kept = b""

    def _receive(self) -> bytes:
        sock = self._line.peer
        sock.settimeout(self._line.attempt.left())
        try:
            return sock.recv(_CHUNK)
        except TimeoutError as error:
            raise TooSlow from error


class Line(smtplib.SMTP):
    """A connection to a mail server; `attempt` is the one that it serves now."""

    def __init__(self, sock: socket.socket, *, attempt: Attempt, helo: str) -> None:
        super().__init__(local_hostname=helo)
        self.attempt = attempt
        self.use(sock)

    @property
    def peer(self) -> socket.socket:
        """Return the socket; SMTPServerDisconnected once it is closed."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the line is closed")
        return self.sock

    def use(self, sock: socket.socket) -> None:
        """Speak over a socket from now on, as with somebody unknown (RFC 3207, section 4.2)."""
        self.sock = sock
        self.replies = Replies(self)
        self.file = self.replies
        self.ehlo_resp = self.helo_resp = None
        self.esmtp_features = {}
        self.does_esmtp = False

    def send(self, s: ReadableBuffer | str) -> None:
        """Send all octets within the time of the attempt; TooSlow when it is over."""
        octets = memoryview(s.encode(self.command_encoding) if isinstance(s, str) else s)
        sock = self.peer
        try:
            while octets:
                sock.settimeout(self.attempt.left())
                octets = octets[sock.send(octets[:_CHUNK]) :]
        except TimeoutError as error:
            raise TooSlow from error
        except OSError as error:
            self.close()
            raise smtplib.SMTPServerDisconnected(str(error)) from error
