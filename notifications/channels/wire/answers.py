"""What a server answered, and what that means for a parcel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from notifications.channel import Clock, Deferred, Refused, Undelivered

LONGEST_WAIT = timedelta(days=1)
"""However long a server asks to wait, after a day it is asked again (无法定依据，建议值)."""
_QUOTED = 200
_OK = range(200, 300)
_REDIRECTS = range(300, 400)
_LATER = frozenset({408, 425, 429})
_DOOR = frozenset({401, 403, 404, 405, 407, 410})
"""Wrong key, wrong place: nothing else will pass there either."""
_TOO_LARGE = 413
_TOO_MANY = 429
_FAULTS = 500
_DOWN = frozenset({502, 503, 504})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer within the bounds: `body` is cut where it was too long."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    secrets: tuple[str, ...] = ()

    @property
    def is_ok(self) -> bool:
        """Say whether the server took it."""
        return self.status in _OK

    @property
    def fields(self) -> Mapping[str, object]:
        """Return the fields of a JSON object, none when the answer is something else."""
        try:
            read = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return read if isinstance(read, dict) else {}

    @property
    def quoted(self) -> str:
        """Return the beginning of the answer for people, on one line, without our secrets."""
        return self.without_secrets(self.body.decode("utf-8", "replace"))

    def without_secrets(self, text: str) -> str:
        """Return the beginning of a text of the server on one line, without our secrets."""
        for secret in self.secrets:
            text = text.replace(secret, "…")
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_QUOTED]


def expect_ok(answer: Answer, clock: Clock) -> None:
    """Raise what an answer other than 2xx means."""
    if not answer.is_ok:
        raise undelivered(answer, clock)


def undelivered(answer: Answer, clock: Clock) -> Undelivered:
    """Make what the status of an answer means; the code is ``http_`` and the status."""
    status = answer.status
    zh, en = _cause(answer)
    code = f"http_{status}"
    if status in _REDIRECTS or status in _DOOR:
        return Deferred(zh, en=en, code=code, is_channel=True)
    if status in _LATER or status >= _FAULTS:
        is_channel = status == _TOO_MANY or status in _DOWN
        return Deferred(zh, en=en, code=code, after=wait_of(answer, clock), is_channel=is_channel)
    return Refused(zh, en=en, code=code)


def _cause(answer: Answer) -> tuple[str, str]:
    status = answer.status
    quoted = answer.quoted
    said_zh, said_en = (f"：{quoted}", f": {quoted}") if quoted else ("", "")
    if status in _REDIRECTS:
        return (
            f"对方让改往另一个地址（HTTP {status}）；本程序不跟随，请把地址改对。",
            f"Redirected (HTTP {status}), which is not followed; correct the address.",
        )
    if status in _DOOR:
        return (
            f"对方不接受这个地址或密钥（HTTP {status}）{said_zh}。",
            f"The address or its key is not accepted (HTTP {status}){said_en}.",
        )
    if status == _TOO_LARGE:
        return (
            f"对方嫌消息太大（HTTP {status}）{said_zh}。",
            f"Too large for the receiver (HTTP {status}){said_en}.",
        )
    if status == _TOO_MANY:
        return (
            f"对方嫌发得太快（HTTP {status}）{said_zh}。",
            f"Too fast for the receiver (HTTP {status}){said_en}.",
        )
    if status >= _FAULTS or status in _LATER:
        return (
            f"对方现在不能处理（HTTP {status}）{said_zh}。",
            f"The receiver cannot do it now (HTTP {status}){said_en}.",
        )
    return f"对方拒收（HTTP {status}）{said_zh}。", f"Refused (HTTP {status}){said_en}."


def wait_of(answer: Answer, clock: Clock) -> timedelta | None:
    """Read Retry-After, seconds or an instant (RFC 9110, 10.2.3); None for anything else."""
    said = answer.headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdecimal():
        return min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    return min(max(_aware(until) - clock(), timedelta(0)), LONGEST_WAIT)


def _aware(instant: datetime) -> datetime:
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def nonsense(answer: Answer) -> Deferred:
    """Say that an answer tells nothing of what became of the parcel."""
    quoted = answer.quoted or "（空）"
    return Deferred(
        f"对方的回答不是约定的格式（HTTP {answer.status}）：{quoted}。",
        en=f"The answer is not of the agreed form (HTTP {answer.status}): {quoted}.",
        code="unreadable_answer",
    )
