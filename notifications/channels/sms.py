"""短信: through a gateway of the installation, which is asked by a signed request.

Providers of short messages differ in everything; a small gateway in front of one verifies our
signature and calls its interface. `docs/notifications/channels.md` has the agreement.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Self

from engine.model.counts import counted
from notifications.channel import Clock, Parcel, Refused, Sent, WrongAddress
from notifications.channels.robot import mobile_of
from notifications.channels.wire.address import WireAddress
from notifications.channels.wire.answers import Answer, expect_ok, nonsense
from notifications.channels.wire.wire import Wire

ONE, OF_SEVERAL = 70, 67
"""Characters of a message alone, and of each that is joined with others (GSM 03.38, UCS-2)."""
PARTS, MOST_PARTS = 2, 10
_SHORTEST_SECRET = 16
_HASHES = ("sha256", "sm3")


@dataclass(frozen=True, slots=True)
class SmsGateway:
    """A gateway that sends short messages to mobile numbers of the mainland."""

    scheme: ClassVar[tuple[str, ...]] = ("sms+https", "sms+http")
    zh: ClassVar[str] = "短信"
    en: ClassVar[str] = "Short message"
    is_personal: ClassVar[bool] = True
    _wire: Wire
    _clock: Clock
    _path: str = field(repr=False)
    _secret: str = field(repr=False)
    _hash: str
    _sign: str
    _parts: int

    @classmethod
    def from_url(cls, url: str, *, clock: Clock) -> Self:
        """Read the address of the gateway: secret, hash, name of the sender, most parts."""
        address = WireAddress.read(url, options=("secret", "hash", "sign", "parts"))
        secret = address.option("secret", "至少16个字符的密钥", "a secret of 16 characters or more")
        if len(secret) < _SHORTEST_SECRET:
            raise WrongAddress(
                f"secret 至少{_SHORTEST_SECRET}个字符",
                en=f"expected secret to have {_SHORTEST_SECRET} characters or more",
            )
        said = address.options
        sign = f"【{said['sign'].strip('【】')}】" if said.get("sign") else ""
        hashing, parts = _hash(said), _parts(said)
        return cls(Wire(address), clock, address.path, secret, hashing, sign, parts)

    def check_address(self, address: str) -> str:
        """Return a mobile number of the mainland as +86 and eleven digits."""
        mobile = mobile_of(address)
        if mobile is None:
            raise WrongAddress(
                "应为大陆手机号，11位数字，以1开头。",
                en="Expected a mobile number of the mainland: eleven digits, the first of them 1.",
            )
        return f"+86{mobile}"

    def send(self, parcel: Parcel) -> Sent:
        """Hand a parcel to the gateway; its number for the message is the receipt."""
        said = {
            "id": parcel.id,
            "to": parcel.to,
            "text": self._text(parcel),
            "template": parcel.kind,
            "parameters": {
                "subject": parcel.subject,
                "short": parcel.short,
                "link": parcel.link or "",
                "person": parcel.person,
            },
        }
        body = json.dumps(said, ensure_ascii=False).encode()
        stamp, nonce = _moment(parcel, self._clock())
        signed = signed_text("POST", self._path, stamp, nonce, body, hashing=self._hash)
        proof = hmac.new(self._secret.encode(), signed, self._hash).hexdigest()
        headers = {
            "Idempotency-Key": parcel.id,
            "Dudao-Timestamp": stamp,
            "Dudao-Nonce": nonce,
            "Dudao-Signature": f"{self._hash}={proof}",
        }
        return self._receipt(self._wire.post(body, headers))

    def close(self) -> None:
        """End the connection."""
        self._wire.close()

    def _text(self, parcel: Parcel) -> str:
        """Return sender, sentence and link; the link goes first when there is no room."""
        most = ONE if self._parts == 1 else OF_SEVERAL * self._parts
        text = self._sign + parcel.short
        linked = f"{text} {parcel.link}" if parcel.link else text
        for each in (linked, text):
            if _characters(each) <= most:
                return each
        raise Refused(
            f"短信超过{self._parts}条的长度（{most}个字符），截断会丢失期限，没有发出。",
            en=f"Longer than {counted(self._parts, 'short message')} ({most} characters); cutting it might"
            " lose the due date, so it was not sent.",
            code="too_long",
        )

    def _receipt(self, answer: Answer) -> Sent:
        if not answer.is_ok and answer.fields.get("code") == "address":
            words = answer.without_secrets(str(answer.fields.get("message", "")))
            raise Refused(
                f"这个号码收不到短信：{words}。",
                en=f"The number is not reached: {words}.",
                code="no_such_number",
                is_address=True,
            )
        expect_ok(answer, self._clock)
        number = answer.fields.get("id")
        if not isinstance(number, str | int) or not str(number).strip():
            raise nonsense(answer)
        return Sent(answer.without_secrets(str(number)))


def signed_text(
    method: str, path: str, stamp: str, nonce: str, body: bytes, *, hashing: str
) -> bytes:
    """Return the five lines that are signed: method, path, timestamp, nonce, hash of the body."""
    digest = hashlib.new(hashing, body).hexdigest()
    return f"{method}\n{path}\n{stamp}\n{nonce}\n{digest}".encode()


def _moment(parcel: Parcel, now: datetime) -> tuple[str, str]:
    """Return seconds since 1970, and what no other attempt has: made of the id and microseconds."""
    attempt = f"{parcel.id} {now.isoformat()}"
    return str(int(now.timestamp())), hashlib.sha256(attempt.encode()).hexdigest()[:32]


def _characters(text: str) -> int:
    """Count as networks do: in UCS-2, where a character beyond the first plane counts twice."""
    return len(text.encode("utf-16-le")) // 2


def _hash(said: Mapping[str, str]) -> str:
    name = said.get("hash", _HASHES[0])
    if name not in _HASHES or name not in hashlib.algorithms_available:
        here = [each for each in _HASHES if each in hashlib.algorithms_available]
        raise WrongAddress(
            f"hash 应为 {' 或 '.join(here)}（本机可用的）",
            en=f"expected hash to be {' or '.join(here)} (what this machine has)",
        )
    return name


def _parts(said: Mapping[str, str]) -> int:
    text = said.get("parts", str(PARTS))
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST_PARTS):
        raise WrongAddress(
            f"parts 应为1至{MOST_PARTS}的整数：一则消息最多拆成几条短信",
            en=f"expected parts, the short messages of one text, to be from 1 to {MOST_PARTS}",
        )
    return int(text)
