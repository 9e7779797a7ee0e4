"""飞书: the robot of a group chat.

https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot: a token in the path; with 签名校验
a timestamp in seconds and its signature in the body; 100 messages a minute and five a second;
20 KB a request.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Self

from notifications.channel import Clock, Parcel, Sent, WrongAddress
from notifications.channels.robot import Codes, harmless, mobile_of, outcome, written
from notifications.channels.wire.address import WireAddress
from notifications.channels.wire.wire import Wire

BYTES = 15_000
"""Of the 20 KB that a request may have: escaping and what stands around need the rest."""
_CODES = Codes(
    code="code",
    words="msg",
    too_fast=frozenset({11232, 11247}),
    door=frozenset({19001, 19021, 19022, 19024}),
)
_MEMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_MENTION = re.compile(r"<(?=/?at\b)", re.IGNORECASE)  # <at user_id="…">


@dataclass(frozen=True, slots=True)
class FeishuRobot:
    """A robot of a group in Feishu; it mentions whom a parcel is addressed to."""

    scheme: ClassVar[tuple[str, ...]] = ("feishu+https", "feishu+http")
    zh: ClassVar[str] = "飞书群机器人"
    en: ClassVar[str] = "Feishu group robot"
    is_personal: ClassVar[bool] = False
    _wire: Wire
    _clock: Clock
    _secret: str = field(repr=False)
    _keyword: str

    @classmethod
    def from_url(cls, url: str, *, clock: Clock) -> Self:
        """Read the address that the robot's page shows, with ``feishu+`` before it."""
        address = WireAddress.read(url, options=("secret", "keyword"))
        if "/hook/" not in address.path or address.path.endswith("/hook/"):
            raise WrongAddress(
                "应为 feishu+https://open.feishu.cn/open-apis/bot/v2/hook/…#secret=…",
                en="expected feishu+https://open.feishu.cn/open-apis/bot/v2/hook/…#secret=…",
            )
        said = address.options
        return cls(Wire(address), clock, said.get("secret", ""), said.get("keyword", ""))

    def check_address(self, address: str) -> str:
        """Return a member's open_id or user_id, to be mentioned; a robot knows no numbers."""
        account = address.strip()
        if mobile_of(account) is not None or not _MEMBER.fullmatch(account) or account == "all":
            raise WrongAddress(
                "应为飞书的 open_id（ou_ 开头）或 user_id；机器人不能按手机号提醒。",
                en="Expected an open_id (ou_…) or user_id of Feishu; a robot cannot mention by"
                " mobile number.",
            )
        return account

    def send(self, parcel: Parcel) -> Sent:
        """Say a parcel in the group."""
        keyword = (self._keyword,) if self._keyword else ()
        text = written(harmless(parcel, _MENTION), limit=BYTES, ends=keyword)
        if parcel.to:
            text += f'\n<at user_id="{parcel.to}">{parcel.person.replace("<", "")}</at>'
        signed = signature(self._secret, self._clock()) if self._secret else {}
        said = {**signed, "msg_type": "text", "content": {"text": text}}
        answer = self._wire.post(json.dumps(said, ensure_ascii=False).encode(), {})
        return outcome(answer, _CODES, self._clock)

    def close(self) -> None:
        """End the connection."""
        self._wire.close()


def signature(secret: str, now: datetime) -> dict[str, str]:
    r"""Sign an instant: base64 of HMAC-SHA256 over nothing, ``timestamp\nsecret`` as the key."""
    stamp = str(int(now.timestamp()))
    digest = hmac.digest(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256)
    return {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}
