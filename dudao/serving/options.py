"""How this installation serves: from options, `DUDAO_*` variables, the file, defaults."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from api.loopback import is_loopback
from dudao.failures import WrongUse
from dudao.settings import Place

HOST, PORT, WORKERS, THREADS = "127.0.0.1", 8000, 2, 8
_YES, _NO = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0"})
_DIGITS = 9
_LIMITS = {
    "port": (0, 65535),
    "workers": (1, 64),
    "threads": (1, 256),
    "trusted_proxies": (0, 10),
}


@dataclass(frozen=True, slots=True)
class Serving:
    """How to serve."""

    host: str = HOST
    port: int = PORT
    workers: int = WORKERS
    """Web processes."""
    threads: int = THREADS
    """Requests that one web process handles at once."""
    trusted_proxies: int = 0
    """Reverse proxies in front, each of which adds a value to the X-Forwarded headers."""
    secure_cookies: bool = False
    """Whether cookies travel over TLS only."""
    metrics_token: str = ""
    public_url: str = ""
    """Where people reach the pages, without a slash at the end; empty when nobody said."""
    bounces: str = field(default="", repr=False)
    """Where mails come back to, a password included; empty for nowhere."""

    @property
    def base_url(self) -> str:
        """Return what links in messages begin with; without a public address that of this host."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Say whether only this machine can reach the address."""
        return is_loopback(self.host)


def find_serving(said: Mapping[str, str]) -> Serving:
    """Read the settings from what was said; raise WrongUse naming the one that cannot be meant.

    Cookies are for TLS only where a proxy stands in front, unless something else was said.
    """
    proxies = _whole(said, "trusted_proxies", 0)
    return Serving(
        host=said.get("host") or HOST,
        port=_whole(said, "port", PORT),
        workers=_whole(said, "workers", WORKERS),
        threads=_whole(said, "threads", THREADS),
        trusted_proxies=proxies,
        secure_cookies=_truth(said, "secure_cookies", default=proxies > 0),
        metrics_token=said.get("metrics_token", ""),
        public_url=_address(said, "public_url"),
        bounces=said.get("bounces", "").strip(),
    )


def _whole(said: Mapping[str, str], key: str, default: int) -> int:
    text = said.get(key, "").strip()
    low, high = _LIMITS[key]
    if not text:
        return default
    is_whole = text.isascii() and text.isdecimal() and len(text) <= _DIGITS
    if not (is_whole and low <= int(text) <= high):
        raise WrongUse(
            f"{key} 的值不对：应为{low}至{high}的整数，不是 {text}。",
            en=f"Expected {key} to be a whole number from {low} to {high}, found {text}.",
        )
    return int(text)


def _address(said: Mapping[str, str], key: str) -> str:
    text = said.get(key, "").strip()
    if text and not _is_address(text):
        raise WrongUse(
            f"{key} 的值不对：应为 https://主机/ 这样的地址，不带用户名、? 和 #，不是 {text}。",
            en=f"Expected {key} to be an address like https://host/ without a user, ? and #,"
            f" found {text}.",
        )
    return text.rstrip("/")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    is_place = parts.scheme in {"http", "https"} and bool(parts.hostname)
    return is_place and not ("@" in parts.netloc or parts.query or parts.fragment)


def _truth(said: Mapping[str, str], key: str, *, default: bool) -> bool:
    text = said.get(key, "").strip().lower()
    if not text:
        return default
    if text not in _YES | _NO:
        raise WrongUse(
            f"{key} 的值不对：应为 true 或 false，不是 {text}。",
            en=f"Expected {key} to be true or false, found {text}.",
        )
    return text in _YES


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a child process is told when it starts."""

    place: Place
    serving: Serving
    supervisor: int
    """Its process id: whoever has another parent is an orphan and stops."""
    build: str
    """What makes the WSGI application, as ``module:function``."""
    sockets: tuple[int, ...] = ()
    """File descriptors of the bound sockets."""
    ready: int = -1
    """File descriptor on which a web process says that it can answer."""
    channels: dict[str, str] = field(default_factory=dict, repr=False)
    """Addresses of channels by name, their secrets included."""

    def to_json(self) -> bytes:
        """Write it for the child's standard input; a password never stands among arguments."""
        place = {"data": str(self.place.data), "database": self.place.database}
        return json.dumps({**asdict(self), "place": place}).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Assignment:
        """Read it back."""
        said = json.loads(text)
        place = Place(Path(said["place"]["data"]), said["place"]["database"])
        made = {"place": place, "serving": Serving(**said["serving"])}
        return cls(**{**said, **made, "sockets": tuple(said["sockets"])})
