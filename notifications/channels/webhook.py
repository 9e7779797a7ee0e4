"""Webhook: every message to one program of the installation, signed as Standard Webhooks say.

https://github.com/standard-webhooks/standard-webhooks (1.0): a receiver verifies it with any of
their libraries.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar, Self

from notifications.channel import Clock, Parcel, Sent, WrongAddress
from notifications.channels.wire.address import WireAddress
from notifications.channels.wire.answers import expect_ok
from notifications.channels.wire.wire import Wire

_PREFIX = "whsec_"
_BYTES = range(24, 65)
"""How long the secret is, in bytes (Standard Webhooks, Signature scheme)."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """A program that is told every message."""

    scheme: ClassVar[tuple[str, ...]] = ("webhook+https", "webhook+http")
    zh: ClassVar[str] = "网络回调"
    en: ClassVar[str] = "Webhook"
    is_personal: ClassVar[bool] = False
    _wire: Wire
    _clock: Clock
    _secret: bytes = field(repr=False)

    @classmethod
    def from_url(cls, url: str, *, clock: Clock) -> Self:
        """Read the address of the program, with ``webhook+`` before it and the secret behind #."""
        address = WireAddress.read(url, options=("secret",))
        secret = address.option("secret", "whsec_…", "whsec_…")
        return cls(Wire(address), clock, _key(secret))

    def check_address(self, address: str) -> str:
        """Return the name under which the program knows somebody."""
        name = address.strip()
        if not name or not name.isprintable() or len(name) > 200:  # noqa: PLR2004 - as wide as the column
            raise WrongAddress(
                "应为1至200个可见字符。", en="Expected 1 to 200 printable characters."
            )
        return name

    def send(self, parcel: Parcel) -> Sent:
        """Tell the program; status and beginning of its answer are the receipt."""
        body = json.dumps(_said(parcel), ensure_ascii=False).encode()
        stamp = str(int(self._clock().timestamp()))
        headers = {
            "webhook-id": parcel.id,
            "webhook-timestamp": stamp,
            "webhook-signature": signature(self._secret, parcel.id, stamp, body),
        }
        answer = self._wire.post(body, headers)
        expect_ok(answer, self._clock)
        return Sent(f"HTTP {answer.status} {answer.quoted}".strip())

    def close(self) -> None:
        """End the connection."""
        self._wire.close()


def signature(secret: bytes, identity: str, stamp: str, body: bytes) -> str:
    """Sign ``id.timestamp.body``: ``v1,`` and base64 of HMAC-SHA256."""
    signed = b".".join((identity.encode(), stamp.encode(), body))
    return "v1," + base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()


def _said(parcel: Parcel) -> dict[str, object]:
    return {
        "type": parcel.kind,
        "timestamp": _written(parcel.said_at),
        "data": {
            "id": parcel.id,
            "to": parcel.to,
            "person": parcel.person,
            "subject": parcel.subject,
            "text": parcel.text,
            "short": parcel.short,
            "link": parcel.link,
            "thread": parcel.thread,
            "language": parcel.language,
            "is_urgent": parcel.is_urgent,
        },
    }


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not secret.startswith(_PREFIX) or len(key) not in _BYTES:
        raise WrongAddress(
            f"secret 应为 {_PREFIX} 加上24至64个字节的 base64",
            en=f"expected secret to be {_PREFIX} and base64 of 24 to 64 bytes",
        )
    return key
