"""企业微信: the robot of a group chat.

https://developer.work.weixin.qq.com/document/path/91770 (群机器人配置说明): the key in the address
is all there is, there is no signature; a text has 2048 bytes; 20 messages a minute.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import ClassVar, Self

from notifications.channel import Clock, Parcel, Sent, WrongAddress
from notifications.channels.robot import Codes, harmless, mobile_of, outcome, written
from notifications.channels.wire.address import WireAddress
from notifications.channels.wire.wire import Wire

BYTES = 2048
_CODES = Codes(
    code="errcode",
    words="errmsg",
    too_fast=frozenset({45009, 45033}),
    door=frozenset({93000, 93004, 93008}),
    busy=frozenset({-1}),
)
_MEMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
_MENTION = re.compile("<(?=@)")  # <@account>


@dataclass(frozen=True, slots=True)
class WeComRobot:
    """A robot of a group in WeCom; it mentions whom a parcel is addressed to."""

    scheme: ClassVar[tuple[str, ...]] = ("wecom+https", "wecom+http")
    zh: ClassVar[str] = "企业微信群机器人"
    en: ClassVar[str] = "WeCom group robot"
    is_personal: ClassVar[bool] = False
    _wire: Wire
    _clock: Clock

    @classmethod
    def from_url(cls, url: str, *, clock: Clock) -> Self:
        """Read the address that the robot's page shows, with ``wecom+`` before it."""
        address = WireAddress.read(url)
        if "key=" not in address.path:
            raise WrongAddress(
                "应为 wecom+https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
                en="expected wecom+https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
            )
        return cls(Wire(address), clock)

    def check_address(self, address: str) -> str:
        """Return a member's mobile number or account, to be mentioned."""
        mobile, account = mobile_of(address), address.strip()
        if mobile is None and not _MEMBER.fullmatch(account):
            raise WrongAddress(
                "应为企业微信的账号（userid）或大陆手机号。",
                en="Expected an account (userid) of WeCom or a mobile number of the mainland.",
            )
        return mobile or account

    def send(self, parcel: Parcel) -> Sent:
        """Say a parcel in the group."""
        text: dict[str, object] = {"content": written(harmless(parcel, _MENTION), limit=BYTES)}
        if parcel.to:
            kind = "mentioned_list" if mobile_of(parcel.to) is None else "mentioned_mobile_list"
            text[kind] = [parcel.to]
        said = {"msgtype": "text", "text": text}
        answer = self._wire.post(json.dumps(said, ensure_ascii=False).encode(), {})
        return outcome(answer, _CODES, self._clock)

    def close(self) -> None:
        """End the connection."""
        self._wire.close()
