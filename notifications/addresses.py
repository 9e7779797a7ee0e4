"""How an address of a channel is shown, and where on the network it leads."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from notifications.channel import WrongAddress

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,31}(?=:)", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443, "smtp": 587, "smtps": 465}
"""The ports that are meant when an address names none (RFC 9110, RFC 6409, RFC 8314)."""
_RELAY = 25


def scheme_of(url: str) -> str:
    """Return the scheme of an address, empty when there is none."""
    found = _SCHEME.match(url.strip())
    return found[0].lower() if found else ""


def split(url: str) -> SplitResult:
    """Take an address apart; WrongAddress when its parts cannot be told."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port, parts.hostname
    except ValueError as error:
        # The cause would quote the address, and the address holds a password or a key.
        raise WrongAddress(
            "地址无法拆开：方括号不成对，或端口不是0至65535的整数",
            en="Expected an address with a port from 0 to 65535 and paired brackets",
        ) from error
    return parts


def masked(url: str) -> str:
    """Show where an address leads and nothing that may be a secret.

    Names, passwords, paths and parameters become `…`: keys of robots stand in paths and parameters.
    """
    try:
        parts = split(url)
    except WrongAddress:
        return f"{scheme_of(url)}:…"
    if not parts.netloc:
        return f"{parts.scheme}:…"
    place = parts.netloc.rpartition("@")[2]
    user = "…@" if "@" in parts.netloc else ""
    rest = "/…" if parts.path.strip("/") or parts.query or parts.fragment else ""
    return f"{parts.scheme}://{user}{place}{rest}"


def place_of(url: str) -> tuple[str, int] | None:
    """Return host and port that an address leads to; None when it does not say."""
    try:
        parts = split(url)
    except WrongAddress:
        return None
    usual = _PORTS.get(parts.scheme.rpartition("+")[2])
    if parts.scheme == "smtp" and "tls=none" in parts.query.split("&"):
        usual = _RELAY  # unencrypted mail goes where servers take it from one another
    port = parts.port or usual
    return (parts.hostname, port) if parts.hostname and port else None
