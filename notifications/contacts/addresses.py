"""What an address in a channel looks like, how it is shown to others, and how history names it.

A channel that this installation has checks its addresses itself. Mail and short messages are known
before they are set up, so that people can be listed with their addresses from the first day.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from engine.model.errors import FieldError, InvalidArgument
from notifications.channel import Channel, WrongAddress

MAIL, SMS = "mail", "sms"
MAX_ADDRESS = 254
"""Characters of an address: the longest that mail knows (RFC 5321, 4.5.3.1.3)."""
_MAIL = re.compile(r"[^\s@<>(),;:\\\"\[\]]{1,64}@([\w-]+\.)+[\w-]{2,}")
_PHONE = re.compile(r"(?:\+86|0086)?(1[3-9]\d{9})")
_ABROAD = re.compile(r"\+[1-9]\d{6,14}")
"""E.164: at most 15 digits after the plus."""
_FILLERS = re.compile(r"[\s\-()（）]")


class Channels(Protocol):
    """The channels of an installation, as `notifications.registry` has them."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names that the settings give them."""
        ...

    def kind(self, name: str) -> type[Channel]:
        """Return the class of a channel."""
        ...

    def open(self, name: str) -> Channel:
        """Return a new object of a channel."""
        ...


class NoChannels:
    """An installation from which nothing leaves."""

    names: tuple[str, ...] = ()

    def kind(self, name: str) -> type[Channel]:
        """Raise KeyError: there is none."""
        raise KeyError(name)

    def open(self, name: str) -> Channel:
        """Raise KeyError: there is none."""
        raise KeyError(name)


def personal_channels(channels: Channels) -> Mapping[str, tuple[str, str]]:
    """Return the channels in which people have addresses, each with its name in two languages."""
    kinds = {name: channels.kind(name) for name in channels.names}
    found = {name: (kind.zh, kind.en) for name, kind in kinds.items() if kind.is_personal}
    return {MAIL: ("邮件", "Mail"), SMS: ("短信", "Text message")} | found


def checked(channels: Channels, channel: str, address: str) -> str:
    """Return an address as it is to be kept; InvalidArgument names the field `address`."""
    if channel not in personal_channels(channels):
        raise InvalidArgument(
            "没有这一渠道，或者这一渠道不按个人地址发送。",
            en=f"Expected a channel in which people have addresses, found '{channel[:80]}'.",
            code="unknown_channel",
        )
    try:
        return _check(channels, channel)(address.strip())
    except WrongAddress as wrong:
        raise InvalidArgument(
            wrong.zh,
            en=str(wrong),
            code="invalid_address",
            errors=(FieldError("address", wrong.zh, str(wrong)),),
        ) from None


def address_checks(channels: Channels) -> Mapping[str, Callable[[str], str]]:
    """Return what checks addresses in lists of people: of mail, and of short messages."""
    return {name: partial(checked, channels, name) for name in (MAIL, SMS)}


def masked(address: str) -> str:
    """Return an address so that its owner knows it again and nobody else can use it.

    Without an address, as of a place that many see, it is empty.
    """
    if not address:
        return ""
    name, at, place = address.partition("@")
    if at:
        return f"{name[:1]}***@{place}"
    return f"{address[:3]}****{address[-2:]}" if len(address) > _SHORT else f"{address[:1]}***"


_SHORT = 7


def hash_of(address: str, salt: str) -> str:
    """Return how the history names an address: only who has its row can tell which one it is."""
    return hashlib.sha256(f"{salt}\n{address}".encode()).hexdigest()


def _check(channels: Channels, channel: str) -> Callable[[str], str]:
    if channel not in channels.names:
        return {MAIL: _mail, SMS: _phone}[channel]

    def by_channel(address: str) -> str:
        opened = channels.open(channel)
        try:
            return _bounded(opened.check_address(address))
        finally:
            opened.close()

    return by_channel


def _mail(address: str) -> str:
    if len(address) > MAX_ADDRESS or not _MAIL.fullmatch(address):
        raise WrongAddress(
            "邮箱应写作“名称@域名”，例如 li@example.cn。",
            en="Expected an address of mail such as li@example.cn.",
        )
    name, _, place = address.rpartition("@")
    return f"{name}@{place.lower()}"


def _phone(address: str) -> str:
    plain = _FILLERS.sub("", address)
    if (own := _PHONE.fullmatch(plain)) is not None:
        return f"+86{own[1]}"
    if not _ABROAD.fullmatch(plain):
        raise WrongAddress(
            "手机号应为11位数字，境外号码以“+”和国家代码开头。",
            en="Expected a mobile number of 11 digits, or one with + and the code of its country.",
        )
    return plain


def _bounded(address: str) -> str:
    if not 0 < len(address) <= MAX_ADDRESS or not address.isprintable():
        raise WrongAddress(
            f"地址应为1至{MAX_ADDRESS}个可见字符。",
            en=f"Expected an address of 1 to {MAX_ADDRESS} printable characters.",
        )
    return address
