"""钉钉: the robot of a group chat.

https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages: a token in the
address; with 加签 also a timestamp in milliseconds and its signature (HMAC-SHA256); with 自定义关键词
a word that each message must have; 20 messages a minute, and ten minutes of silence after more.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Self

from notifications.channel import Clock, Parcel, Sent, WrongAddress
from notifications.channels.robot import Codes, mobile_of, outcome, written
from notifications.channels.wire.address import WireAddress
from notifications.channels.wire.wire import Wire

BYTES = 15_000
"""Of the 20,000 that a request may have: escaping and what stands around need the rest."""
_CODES = Codes(
    code="errcode",
    words="errmsg",
    too_fast=frozenset({130101, 410100, 660026}),
    door=frozenset({300001, 300005, 310000, 400013, 400101, 400102, 400106}),
    busy=frozenset({-1}),
    wait=timedelta(minutes=10),
)
_MEMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")


@dataclass(frozen=True, slots=True)
class DingTalkRobot:
    """A robot of a group in DingTalk; it mentions whom a parcel is addressed to."""

    scheme: ClassVar[tuple[str, ...]] = ("dingtalk+https", "dingtalk+http")
    zh: ClassVar[str] = "钉钉群机器人"
    en: ClassVar[str] = "DingTalk group robot"
    is_personal: ClassVar[bool] = False
    _wire: Wire
    _clock: Clock
    _secret: str = field(repr=False)
    _keyword: str

    @classmethod
    def from_url(cls, url: str, *, clock: Clock) -> Self:
        """Read the address that the robot's page shows, with ``dingtalk+`` before it."""
        address = WireAddress.read(url, options=("secret", "keyword"))
        if "access_token=" not in address.path:
            raise WrongAddress(
                "应为 dingtalk+https://oapi.dingtalk.com/robot/send?access_token=…#secret=SEC…",
                en="expected"
                " dingtalk+https://oapi.dingtalk.com/robot/send?access_token=…#secret=SEC…",
            )
        said = address.options
        return cls(Wire(address), clock, said.get("secret", ""), said.get("keyword", ""))

    def check_address(self, address: str) -> str:
        """Return a member's mobile number or account, to be mentioned."""
        mobile, account = mobile_of(address), address.strip()
        if mobile is None and not _MEMBER.fullmatch(account):
            raise WrongAddress(
                "应为钉钉的账号（userid）或大陆手机号。",
                en="Expected an account (userid) of DingTalk or a mobile number of the mainland.",
            )
        return mobile or account

    def send(self, parcel: Parcel) -> Sent:
        """Say a parcel in the group."""
        mention = (f"@{parcel.to}",) if parcel.to else ()
        ends = (*mention, self._keyword) if self._keyword else mention
        at: dict[str, object] = {"isAtAll": False}
        if parcel.to:
            at["atUserIds" if mobile_of(parcel.to) is None else "atMobiles"] = [parcel.to]
        said = {
            "msgtype": "text",
            "text": {"content": written(parcel, limit=BYTES, ends=ends)},
            "at": at,
        }
        body = json.dumps(said, ensure_ascii=False).encode()
        signed = signature(self._secret, self._clock()) if self._secret else {}
        return outcome(self._wire.post(body, {}, parameters=signed), _CODES, self._clock)

    def close(self) -> None:
        """End the connection."""
        self._wire.close()


def signature(secret: str, now: datetime) -> dict[str, str]:
    r"""Sign an instant: base64 of HMAC-SHA256 over ``timestamp\nsecret`` with the secret as key."""
    stamp = str(int(now.timestamp() * 1000))
    digest = hmac.digest(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256)
    return {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}
