"""Check that the channels of this installation are configured and that somebody answers there.

Nothing is sent: a connection is opened and closed.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from urllib.parse import urlsplit

from api.loopback import is_loopback
from dudao.health.checks import Check
from notifications.addresses import place_of
from notifications.registry import Channels

SECONDS = 5.0
"""How long one channel may take to answer (无法定依据，建议值)."""
MOST_AT_ONCE = 16


def check_channels(channels: Channels, *, public_url: str) -> Iterator[Check]:
    """Yield what every channel of the settings is found to be."""
    if not channels.names:
        yield Check("渠道", "ok", "没有设置渠道，消息只在“消息”页查看。")
        return
    if not public_url:
        yield Check(
            "公开地址",
            "warning",
            "没有设置 public_url，消息里的链接以监听地址开头，别的机器可能打不开。",
        )
    with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
        yield from pool.map(lambda name: _check(channels, name), channels.names)


def _check(channels: Channels, name: str) -> Check:
    url, kind = channels.url(name), channels.kind(name)
    said = f"{name}：{kind.zh}，{channels.shown(name)}"
    place = place_of(url)
    if place is None:
        return Check("渠道", "warning", f"{said}，地址里没有主机和端口，没有检查能否连通。")
    if "proxy=" in urlsplit(url).fragment:
        return Check("渠道", "ok", f"{said}，经过代理，没有检查能否连通。")
    cause = unreached(*place, seconds=SECONDS)
    if cause:
        return Check("渠道", "error", f"{said}，{cause}。")
    if urlsplit(url).scheme.endswith("+http") and not is_loopback(place[0]):
        return Check("渠道", "warning", f"{said}，可以连通，但不加密：密钥和消息以明文经过网络。")
    return Check("渠道", "ok", f"{said}，可以连通（没有发送）。")


def unreached(host: str, port: int, *, seconds: float) -> str:
    """Say why nobody accepts a connection at any address of a host in that time, or nothing."""
    until = monotonic() + seconds
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return f"主机名 {host} 查不到"
    cause = ""
    for family, kind, protocol, _, address in found:
        with socket.socket(family, kind, protocol) as tried:
            tried.settimeout(max(until - monotonic(), 0.01))
            try:
                tried.connect(address)
            except TimeoutError:
                cause = f"{seconds:g}秒内没有回应"
            except OSError:
                cause = cause or "连接被拒绝，或者网络不通"
            else:
                return ""
    return cause
