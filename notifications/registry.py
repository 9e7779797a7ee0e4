"""The channels of an installation: names from its settings, classes by the scheme of the address.

Ours stand in a table here. Others' are found by entry points of the group ``dudao.channels``, each
named by the scheme that it reads. Ours are not entry points as well: those of an installed
distribution may be older than the source tree that runs, and two lists would be two truths.
Nothing is imported before an address names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points

from notifications.addresses import masked, scheme_of
from notifications.channel import ENTRY_POINTS, Channel, Clock, WrongAddress

NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
"""A name of a channel: it stands in rules, in rows and in variables as ``DUDAO_CHANNEL_<NAME>``."""

_OURS = {
    "smtp": "notifications.channels.mail:MailChannel",
    "smtps": "notifications.channels.mail:MailChannel",
    "wecom+https": "notifications.channels.wecom:WeComRobot",
    "wecom+http": "notifications.channels.wecom:WeComRobot",
    "dingtalk+https": "notifications.channels.dingtalk:DingTalkRobot",
    "dingtalk+http": "notifications.channels.dingtalk:DingTalkRobot",
    "feishu+https": "notifications.channels.feishu:FeishuRobot",
    "feishu+http": "notifications.channels.feishu:FeishuRobot",
    "sms+https": "notifications.channels.sms:SmsGateway",
    "sms+http": "notifications.channels.sms:SmsGateway",
    "webhook+https": "notifications.channels.webhook:Webhook",
    "webhook+http": "notifications.channels.webhook:Webhook",
}


class WrongChannel(WrongAddress):
    """A channel of the settings that cannot be meant; `name` says which."""

    def __init__(self, name: str, zh: str, *, en: str) -> None:
        super().__init__(f"渠道 {name}：{zh}。", en=f"Channel {name}: {en}.")
        self.name = name


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels of an installation by name. Their addresses hold secrets and are never shown."""

    _urls: Mapping[str, str] = field(repr=False)
    _kinds: Mapping[str, type[Channel]]
    _clock: Clock = field(repr=False)

    @classmethod
    def of(
        cls,
        urls: Mapping[str, str],
        *,
        clock: Clock,
        found: Iterable[type[Channel]] | None = None,
    ) -> Channels:
        """Read what the settings name; WrongChannel names the one that cannot be meant.

        `found` are the classes to choose from, instead of ours and those of the entry points.
        Every address is read once, so that a wrong one is known at the start and not at the first
        message; nothing is connected.
        """
        known = _installed() if found is None else _given(found)
        kinds = {name: _kind(name, url, known) for name, url in urls.items()}
        made = cls(dict(urls), kinds, clock)
        for name in urls:
            made.open(name).close()
        return made

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names, in the order of the settings."""
        return tuple(self._urls)

    def kind(self, name: str) -> type[Channel]:
        """Return the class of a channel; KeyError for a name that the settings do not have."""
        return self._kinds[name]

    def open(self, name: str) -> Channel:
        """Make a new object for one thread; close it."""
        try:
            return self._kinds[name].from_url(self._urls[name], clock=self._clock)
        except WrongAddress as error:
            raise WrongChannel(name, error.zh.rstrip("。"), en=error.args[0].rstrip(".")) from error

    def shown(self, name: str) -> str:
        """Show the address of a channel without its secrets."""
        return masked(self._urls[name])

    def url(self, name: str) -> str:
        """Return the address of a channel, its secrets included."""
        return self._urls[name]


Known = Mapping[str, EntryPoint | type[Channel]]


def _installed() -> Known:
    ours = {each: EntryPoint(each, place, ENTRY_POINTS) for each, place in _OURS.items()}
    others = list(entry_points(group=ENTRY_POINTS))
    names = [*ours, *(each.name for each in others)]
    twice = sorted({each for each in names if names.count(each) > 1})
    if twice:
        raise WrongAddress(
            f"入口点组 {ENTRY_POINTS} 中有重复的地址开头：{'、'.join(twice)}。每个只能有一个渠道。",
            en=f"Expected each scheme of the entry points {ENTRY_POINTS} once,"
            f" found {', '.join(twice)} more often.",
        )
    return {**ours, **{each.name: each for each in others}}


def _given(found: Iterable[type[Channel]]) -> Known:
    return {scheme: each for each in found for scheme in each.scheme}


def _kind(name: str, url: str, known: Known) -> type[Channel]:
    if not NAME.fullmatch(name):
        raise WrongChannel(
            name,
            "名称应以小写字母开头，只含小写字母、数字和下划线，最长32个字符",
            en="expected a name of at most 32 lower-case letters, digits and underscores,"
            " the first a letter",
        )
    scheme = scheme_of(url)
    if scheme not in known:
        raise WrongChannel(
            name,
            f"地址的开头 {scheme or '（空）'} 不认识，应为 {'、'.join(sorted(known))} 之一，"
            "后面是冒号",
            en=f"expected an address beginning with one of {', '.join(sorted(known))} and a colon,"
            f" found {scheme or 'none'}",
        )
    return _loaded(name, scheme, known[scheme])


def _loaded(name: str, scheme: str, where: EntryPoint | type[Channel]) -> type[Channel]:
    if not isinstance(where, EntryPoint):
        return where
    try:
        kind: type[Channel] = where.load()
        schemes = kind.scheme
    except (ImportError, AttributeError) as error:
        raise WrongChannel(
            name,
            f"地址的开头 {scheme} 应由 {where.value} 读取，但它不能装入（{error}）",
            en=f"expected {where.value} to read {scheme}, but it cannot be loaded ({error})",
        ) from error
    if scheme not in schemes:
        raise WrongChannel(
            name,
            f"地址的开头 {scheme} 指向 {where.value}，但它只读取 {'、'.join(schemes)}",
            en=f"expected {where.value} to read {scheme}, but it reads {', '.join(schemes)}",
        )
    return kind
