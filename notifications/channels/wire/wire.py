"""One way to a server over HTTP: an exchange within bounds, and every failure with its cause.

Nothing of an error of `requests` is quoted: its text holds the whole address, keys included.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

import requests
from requests.exceptions import ProxyError, RequestException, SSLError, Timeout
from requests.utils import get_environ_proxies
from urllib3.exceptions import (
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
)

from notifications.channel import Deferred
from notifications.channels.wire.address import WireAddress
from notifications.channels.wire.answers import Answer
from notifications.channels.wire.deadline import BoundedAdapter, Deadline

LONGEST_ANSWER = 64 * 1024
"""Bytes of an answer that are read."""
_PIECE = 8 * 1024
_CONNECTING = 3
"""The share of the time for each address of a host that may not answer at all."""
_HEADERS = {"User-Agent": "dudao", "Accept": "application/json", "Accept-Encoding": "identity"}


class Wire:
    """The connection of one channel object, kept open between parcels; for one thread."""

    def __init__(self, address: WireAddress) -> None:
        # Below ERROR urllib3 writes whole addresses, and keys of robots stand in them.
        logging.getLogger("urllib3").setLevel(logging.ERROR)
        self._address = address
        self._deadline = Deadline()
        self._session = requests.Session()
        self._session.trust_env = False  # neither proxies nor passwords nobody asked for
        self._session.proxies = _proxies(address)
        self._session.headers.update(_HEADERS)
        self._session.verify = address.ca or True
        adapter = BoundedAdapter(self._deadline)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)

    def post(
        self,
        body: bytes,
        headers: Mapping[str, str],
        *,
        parameters: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a body and return the answer; Deferred when there is none."""
        seconds = self._address.seconds
        self._deadline.start(seconds)
        try:
            with self._session.post(
                self._address.url,
                data=body,
                headers={"Content-Type": "application/json; charset=utf-8", **headers},
                params=parameters,
                allow_redirects=False,
                stream=True,
                timeout=(seconds / _CONNECTING, seconds),
            ) as response:
                read = _bounded(response)
                return Answer(response.status_code, response.headers, read, self._address.secrets)
        except (RequestException, HTTPError, OSError, ValueError) as error:
            raise self._unanswered(error) from None

    def close(self) -> None:
        """End the connection."""
        self._session.close()

    def _unanswered(self, error: Exception) -> Deferred:
        if self._deadline.is_over or isinstance(error, Timeout) or _is_late(error):
            return Deferred(
                f"对方没有在{self._address.seconds:g}秒内答完。",
                en=f"No complete answer within {self._address.seconds:g} s.",
                code="timeout",
                is_channel=True,
            )
        if isinstance(error, SSLError):
            return Deferred(
                "加密连接没有建立：对方的证书不能核实，或者对方不用 TLS。",
                en="No TLS connection: the certificate cannot be verified, or TLS is not spoken.",
                code="tls",
                is_channel=True,
            )
        reason = getattr(error.args[0] if error.args else None, "reason", None)
        if isinstance(error, ProxyError):
            return _unreached("代理不通", "the proxy cannot be used")
        if isinstance(reason, NameResolutionError):
            return _unreached("主机名查不到", "the host name is unknown")
        if isinstance(reason, NewConnectionError):
            return _unreached("拒绝连接，或者网络不通", "it refuses, or the network is down")
        return Deferred(
            "连接中断，没有收到完整的回答。",
            en="The connection ended before a complete answer.",
            code="cut_off",
        )


def _bounded(response: requests.Response) -> bytes:
    read = bytearray()
    for piece in response.iter_content(_PIECE):
        read += piece
        if len(read) > LONGEST_ANSWER:
            break
    return bytes(read[:LONGEST_ANSWER])


def _is_late(error: Exception) -> bool:
    """Say whether the body was not taken in time, which `requests` calls an aborted connection."""
    cause = error.args[0] if error.args else None
    return isinstance(cause, ProtocolError) and isinstance(cause.args[-1], TimeoutError)


def _unreached(zh: str, en: str) -> Deferred:
    return Deferred(
        f"连不上对方：{zh}。", en=f"Not reached: {en}.", code="unreachable", is_channel=True
    )


def _proxies(address: WireAddress) -> dict[str, str]:
    if address.proxy == "env":
        return dict(get_environ_proxies(address.url))
    return {"http": address.proxy, "https": address.proxy} if address.proxy else {}
