"""A bound for a whole exchange over HTTP.

The timeout of `requests` is one per read: a server that sends one byte a second never exceeds it
and holds the worker for hours. Here every read gets what is left of one time for all.
"""

from __future__ import annotations

import io
import socket
from http.client import HTTPResponse, RemoteDisconnected
from time import monotonic
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class Deadline:
    """When the exchange that was begun last must be over."""

    def __init__(self) -> None:
        self._until = monotonic()

    def start(self, seconds: float) -> None:
        """Begin an exchange that may last so long."""
        self._until = monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Say whether the time is up."""
        return monotonic() >= self._until

    def left(self) -> float:
        """Return the seconds that are left; TimeoutError when there are none."""
        seconds = self._until - monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds


class _Reading(io.RawIOBase):
    """Reads of a socket, each within what is left."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        super().__init__()
        self._socket, self._deadline = sock, deadline
        self._raw = sock.makefile("rb", buffering=0)
        self.is_ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - of the base class
        self._socket.settimeout(self._deadline.left())
        read = self._raw.readinto(buffer)
        self.is_ended = self.is_ended or read == 0
        return read

    def close(self) -> None:
        self._raw.close()
        super().close()


def _pools(deadline: Deadline) -> dict[str, type[HTTPConnectionPool]]:
    class Response(HTTPResponse):
        def __init__(self, sock: socket.socket, *given: Any, **named: Any) -> None:  # noqa: ANN401 - of the base class
            super().__init__(sock, *given, **named)
            self.reading = _Reading(sock, deadline)
            unbounded, self.fp = self.fp, io.BufferedReader(self.reading)
            unbounded.close()

        def begin(self) -> None:
            super().begin()
            if self.reading.is_ended:  # the library takes what breaks off here for an answer
                raise RemoteDisconnected("")

    class Plain(HTTPConnection):
        response_class = Response

    class Secure(HTTPSConnection):
        response_class = Response

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


class BoundedAdapter(HTTPAdapter):
    """The way of `requests` to a server, within a deadline; nothing is tried twice by itself."""

    def __init__(self, deadline: Deadline) -> None:
        self._bounded = _pools(deadline)
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - of the base class
        """Make the pools of connections."""
        super().init_poolmanager(*given, **named)
        self.poolmanager.pool_classes_by_scheme = self._bounded

    def proxy_manager_for(self, proxy: str, **named: Any) -> Any:  # noqa: ANN401 - of the base class
        """Make the pools of connections through a proxy."""
        manager = super().proxy_manager_for(proxy, **named)
        manager.pool_classes_by_scheme = self._bounded
        return manager
