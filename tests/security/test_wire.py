"""What only the wire shows: requests with two lengths, slow clients, hosts that are not ours."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dudao.serving import patience
from tests.acceptance.program import started
from tests.serving.server import PATIENCE, Server, running, serve_command

HOST = b"Host: x\r\n"
HEAD = b"POST /api/v1/public/receipts HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
THREADS = 16


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return the real program, serving an empty installation."""
    home = tmp_path_factory.mktemp("server")
    assert started("init", "--data", "d", home=home).status == 0
    with running(serve_command("--data", "d", "--without-worker"), home) as one:
        yield one


def connected(server: Server) -> socket.socket:
    place = urlsplit(server.address)
    return socket.create_connection((place.hostname or "", place.port or 0), timeout=PATIENCE)


def said(server: Server, sent: bytes) -> bytes:
    """Send bytes and return all that comes back until the server closes."""
    with closing(connected(server)) as client:
        client.sendall(sent)
        client.settimeout(PATIENCE)
        found = b""
        while piece := client.recv(65536):
            found += piece
            if b'"request_id"' in found:
                break
    return found


@pytest.mark.parametrize(
    "sent",
    [
        HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        HEAD + b"Content-Length: +5\r\n\r\nhello",
        HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        HEAD + b"X-A: b\r\n c\r\n\r\n",
        b"GET /healthz HTTP/1.1\nHost: x\n\n",
        b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    ],
)
def test_a_request_that_two_readers_would_end_differently_is_refused_and_the_line_is_cut(
    server: Server, sent: bytes
) -> None:
    answer = said(server, sent + b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.split(b" ")[1] in (b"400", b"501")
    assert answer.count(b"HTTP/1.1 ") == 1


def test_lines_and_headers_are_bounded(server: Server) -> None:
    long = b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n"
    assert said(server, long).startswith(b"HTTP/1.1 414")
    many = b"".join(b"X-%d: a\r\n" % number for number in range(100))
    assert said(server, b"GET /healthz HTTP/1.1\r\n" + HOST + many + b"\r\n").startswith(
        b"HTTP/1.1 431"
    )


def test_a_length_that_is_too_long_is_refused_before_the_body_comes(server: Server) -> None:
    assert said(server, HEAD + b"Content-Length: 99999999999\r\n\r\n").startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("path", [b"/api//v1/cases", b"//evil.example", b"/%0d%0aX-Evil:1"])
def test_neither_host_nor_path_comes_back_in_a_header(server: Server, path: bytes) -> None:
    answer = said(server, b"GET " + path + b" HTTP/1.1\r\nHost: evil.example\r\n\r\n")
    head = answer.partition(b"\r\n\r\n")[0]
    assert head.startswith(b"HTTP/1.1 404")
    assert b"evil" not in head.lower()


def test_slow_clients_hold_no_thread_for_ever(server: Server) -> None:
    half = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "
    slow = [connected(server) for _ in range(THREADS)]
    try:
        for client in slow:
            client.sendall(half)
        begun = time.monotonic()
        assert server.ask("/healthz").status == 200
        assert time.monotonic() - begun < patience.PATIENCE * 6
    finally:
        for client in slow:
            client.close()


def test_a_body_that_does_not_come_ends_the_line_with_it(server: Server) -> None:
    with closing(connected(server)) as client:
        client.sendall(HEAD + b"Content-Length: 10\r\n\r\n{")
        assert client.recv(12) == b"HTTP/1.1 400"
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        rest = b""
        try:
            while piece := client.recv(65536):
                rest += piece
        except ConnectionResetError:
            pass
    assert b"HTTP/1.1" not in rest


def test_the_folder_of_the_server_keeps_its_secrets(server: Server) -> None:
    folder = Path(server.log).parent
    assert server.ask("/../d/dudao.db").status == 404
    assert server.ask("/..%2fd%2fdudao.db").status == 404
    assert "Traceback" not in server.ask("/api/v1/cases").text
    assert (folder / "d" / "dudao.db").exists()
