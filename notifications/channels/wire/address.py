"""The address of a channel over HTTP, such as ``wecom+https://host/path?key=…#timeout=10``.

What stands before ``#`` is sent as it is, after the word and the plus have been taken off: the
address that a service shows can be pasted. What stands behind ``#`` is for us and never sent.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import requests

from notifications.addresses import split
from notifications.channel import WrongAddress

SECONDS = 15
"""How long one exchange may last in all (无法定依据，建议值)."""
_SHORTEST, _LONGEST = 1, 60
_SHARED = ("ca", "proxy", "timeout")


@dataclass(frozen=True, slots=True)
class WireAddress:
    """Where to send, and what was said behind ``#``. Both may hold secrets and are never shown."""

    url: str = field(repr=False)
    options: Mapping[str, str] = field(repr=False)
    seconds: float
    ca: str | None
    proxy: str | None = field(repr=False)
    """Address of a proxy, ``env`` for that of the environment, None for none."""

    @classmethod
    def read(cls, url: str, *, options: Iterable[str] = ()) -> WireAddress:
        """Read an address; WrongAddress says what was expected."""
        parts = split(url)
        _expect_place(parts)
        said = _said(parts.fragment, (*options, *_SHARED))
        target = parts._replace(scheme=parts.scheme.rpartition("+")[2], fragment="")
        made = cls(
            target.geturl(), said, _seconds(said), _ca(said.get("ca")), _proxy(said.get("proxy"))
        )
        try:
            _ = made.path
        except requests.RequestException:
            raise _not_a_place(parts) from None
        return made

    @property
    def path(self) -> str:
        """Return path and parameters as they stand in the request."""
        return requests.Request("POST", self.url).prepare().path_url

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return what must never be quoted: keys in the path, the parameters and the options."""
        parts = urlsplit(self.url)
        named = [value for _, value in parse_qsl(parts.query)]
        last = [parts.path.rstrip("/").rpartition("/")[2]]
        own = [self.options[each] for each in self.options if each not in _SHARED]
        return tuple(each for each in (*named, *last, *own, self.proxy or "") if len(each) >= 6)  # noqa: PLR2004 - shorter ones are words such as `send`

    def option(self, name: str, zh: str, en: str) -> str:
        """Return an option that must be there; WrongAddress says what it is."""
        value = self.options.get(name, "")
        if not value:
            raise WrongAddress(
                f"地址后面应有 #{name}={zh}", en=f"expected #{name}={en} after the address"
            )
        return value


def _expect_place(parts: SplitResult) -> None:
    if not parts.hostname or "@" in parts.netloc or any(each.isspace() for each in parts.geturl()):
        raise _not_a_place(parts)


def _not_a_place(parts: SplitResult) -> WrongAddress:
    return WrongAddress(
        f"应为 {parts.scheme}://主机/路径 这样的地址，不带用户名、口令和空格",
        en=f"expected an address like {parts.scheme}://host/path without a user, a password"
        " and blanks",
    )


def _said(fragment: str, known: tuple[str, ...]) -> dict[str, str]:
    said = dict[str, str]()
    for each in filter(None, fragment.split("&")):
        key, _, value = each.partition("=")
        if key not in known or key in said:
            # Not the text itself: somebody may have written nothing but a key.
            raise WrongAddress(
                f"# 后面只能写 {'、'.join(known)}，每项一次，写成“项=值”，用 & 隔开",
                en=f"expected only {', '.join(known)} behind #, once each, as name=value, with &"
                " between them",
            )
        said[key] = unquote(value)  # a plus stays one: it stands in keys
    return said


def _seconds(said: Mapping[str, str]) -> float:
    text = said.get("timeout", str(SECONDS))
    if not (text.isascii() and text.isdecimal() and _SHORTEST <= int(text[:9]) <= _LONGEST):
        raise WrongAddress(
            f"timeout 应为{_SHORTEST}至{_LONGEST}的整数（秒）",
            en=f"expected timeout to be a whole number of seconds from {_SHORTEST} to {_LONGEST}",
        )
    return float(text)


def _ca(path: str | None) -> str | None:
    if path is None:
        return None
    try:
        if not Path(path).is_absolute():
            raise FileNotFoundError
        ssl.create_default_context(cafile=path)
    except (OSError, ValueError):
        raise WrongAddress(
            f"ca 应为一个 PEM 证书文件的绝对路径，不是 {path}",
            en=f"expected ca to be the absolute path of a file of PEM certificates, found {path}",
        ) from None
    return path


def _proxy(said: str | None) -> str | None:
    if said is None or said == "env":
        return said
    parts = split(said)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise WrongAddress(
            "proxy 应为 env 或 http://主机:端口", en="expected proxy to be env or http://host:port"
        )
    return said
