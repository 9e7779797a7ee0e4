"""What the robots of group chats share: how much they carry, whom they mention, what they answer.

A robot takes a message with status 200 even when it refuses it; what became of it stands in a
code of the body, and each service has its own codes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import timedelta

from notifications.channel import Clock, Deferred, Parcel, Refused, Sent, Undelivered
from notifications.channels.wire.answers import Answer, expect_ok, nonsense, undelivered

_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})", re.ASCII)
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Codes:
    """Where a service puts its code and its words, and which codes are more than a refusal."""

    code: str
    words: str
    too_fast: frozenset[int]
    """The robot has said too much; all its messages have to wait."""
    door: frozenset[int]
    """Key, signature or the robot itself are wrong: no message will pass until that is mended."""
    busy: frozenset[int] = field(default_factory=frozenset)
    """The service has a fault of its own."""
    wait: timedelta = timedelta(minutes=1)
    """How long to wait after too much; the services count by the minute."""


def outcome(answer: Answer, codes: Codes, clock: Clock) -> Sent:
    """Return what a robot answered as evidence; raise what its code means."""
    code = answer.fields.get(codes.code)
    if not isinstance(code, int) or isinstance(code, bool):
        expect_ok(answer, clock)
        raise nonsense(answer)
    if code != 0:
        words = answer.without_secrets(str(answer.fields.get(codes.words, "")))
        raise _meant(code, words, codes)
    if not answer.is_ok:
        raise undelivered(answer, clock)
    return Sent(answer.quoted)


def _meant(code: int, words: str, codes: Codes) -> Undelivered:
    stable = f"service_{code}"
    if code in codes.too_fast:
        return Deferred(
            f"机器人发得太快，对方暂不接收（{code}：{words}）。",
            en=f"Too many messages of this robot ({code}: {words}).",
            code=stable,
            after=codes.wait,
            is_channel=True,
        )
    if code in codes.door:
        return Deferred(
            f"对方不接受机器人的密钥、签名或安全设置（{code}：{words}）；请核对渠道的地址。",
            en=f"Key, signature or security settings of the robot are not accepted ({code}:"
            f" {words}); check the address of the channel.",
            code=stable,
            is_channel=True,
        )
    if code in codes.busy:
        return Deferred(
            f"对方的系统忙（{code}：{words}）。",
            en=f"The service is busy ({code}: {words}).",
            code=stable,
        )
    return Refused(
        f"对方拒收这条消息（{code}：{words}）。",
        en=f"The service refuses this message ({code}: {words}).",
        code=stable,
    )


def written(parcel: Parcel, *, limit: int, ends: tuple[str, ...] = ()) -> str:
    """Write a parcel as one text of at most `limit` bytes of UTF-8.

    What is too long gives way to the one sentence, and that to its beginning; link and `ends`
    (who is meant, a word that the robot insists on) always stay.
    """
    link = () if parcel.link is None else (parcel.link,)
    full = f"{parcel.subject}\n{parcel.text}"
    closing = "\n".join(each for each in (*link, *ends) if each not in full)
    if _fits(full, closing, limit):
        return _joined(full, closing)
    closing = "\n".join((*link, *ends))
    brief = f"{parcel.subject}\n{parcel.short}"
    return _joined(_shortened(brief, limit - len(_bytes(closing)) - 1), closing)


def harmless(parcel: Parcel, mention: re.Pattern[str]) -> Parcel:
    """Let nobody be mentioned by what somebody wrote into a case: part `mention` after its `<`."""
    subject, text, short = (
        mention.sub("< ", each) for each in (parcel.subject, parcel.text, parcel.short)
    )
    return replace(parcel, subject=subject, text=text, short=short)


def _joined(text: str, closing: str) -> str:
    return f"{text}\n{closing}" if closing else text


def _fits(text: str, closing: str, limit: int) -> bool:
    return len(_bytes(_joined(text, closing))) <= limit


def _shortened(text: str, limit: int) -> str:
    if len(_bytes(text)) <= limit:
        return text
    kept = max(limit - len(_bytes(_CUT)), 0)
    return _bytes(text)[:kept].decode("utf-8", "ignore") + _CUT


def _bytes(text: str) -> bytes:
    return text.encode("utf-8")


def mobile_of(address: str) -> str | None:
    """Return the eleven digits when an address is a mobile number of the mainland."""
    plain = unicodedata.normalize("NFKC", address).replace(" ", "").replace("-", "")
    found = _MOBILE.fullmatch(plain)
    return found[1] if found else None
