"""The listening sockets, bound before any child starts, so that the port is known and printed."""

from __future__ import annotations

import errno
import socket

from dudao.failures import Stop

BACKLOG = 512


def bind(host: str, port: int) -> list[socket.socket]:
    """Bind every address of a host, IPv4 and IPv6, on one port; 0 takes a free one.

    Raises Stop with a sentence when the port is taken, or the host is not ours.
    """
    sockets: list[socket.socket] = []
    try:
        for family, address in _addresses(host, port):
            chosen = sockets[0].getsockname()[1] if sockets else port
            sockets.append(_listen(family, address, chosen))
    except (OSError, UnicodeError) as error:  # a name no host can have is a UnicodeError
        close(sockets)
        raise _refusal(host, port, error) from error
    return sockets


def is_taken(host: str, port: int) -> bool:
    """Say whether somebody listens on this port already."""
    try:
        close(bind(host, port))
    except Stop as stop:
        if stop.code == "port_in_use":
            return True
        raise
    return False


def close(sockets: list[socket.socket]) -> None:
    """Close them all."""
    for each in sockets:
        each.close()


def url_of(bound: socket.socket) -> str:
    """Write the address as people put it into a browser."""
    host, port = bound.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - what is said instead
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    found = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE | socket.AI_ADDRCONFIG
    )
    known = [(family, str(address[0])) for family, _, _, _, address in found]
    return list(dict.fromkeys(known))


def _listen(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:  # `::` leaves the IPv4 port to whoever asks for it
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind((address, port))
        made.listen(BACKLOG)
    except OSError:
        made.close()
        raise
    return made


def _refusal(host: str, port: int, error: OSError | UnicodeError) -> Stop:
    number = error.errno if isinstance(error, OSError) else None
    why = error.strerror if isinstance(error, OSError) else str(error)
    if number == errno.EADDRINUSE:
        return Stop(
            f"端口 {port} 已被其他程序占用；请用 --port 另选一个，--port 0 表示任选空闲端口。",
            en=f"Port {port} is in use; choose another with --port, or 0 for any free one.",
            code="port_in_use",
        )
    if number == errno.EACCES:
        return Stop(
            f"没有权限使用端口 {port}；请用 --port 选 1024 以上的端口。",
            en=f"Not permitted to use port {port}; choose one above 1023 with --port.",
            code="port_not_permitted",
        )
    return Stop(
        f"不能在地址 {host} 上提供服务：{why}。请用 --host 指定本机的地址。",
        en=f"Cannot serve on {host}: {why}; name an address of this machine.",
        code="address_not_usable",
    )
