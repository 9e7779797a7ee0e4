"""How to serve comes from options, variables and a file; wrong values are named."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path

import pytest

from dudao.failures import Stop
from dudao.serving.binding import bind, close, is_taken, url_of
from dudao.serving.options import Assignment, Serving, find_serving
from dudao.settings import Place, find_said
from tests.acceptance.program import dudao


def test_an_option_precedes_a_variable_and_a_variable_precedes_the_file(tmp_path: Path) -> None:
    file = tmp_path / "d.toml"
    file.write_text('port = 1\nworkers = 3\nthreads = "5"\nsecure_cookies = true\n', "utf-8")
    variables = {"DUDAO_PORT": "2", "DUDAO_WORKERS": "4"}
    said = find_said({"port": "6", "host": None}, config=str(file), environment=variables)
    serving = find_serving(said)
    assert (serving.port, serving.workers, serving.threads) == (6, 4, 5)
    assert serving.secure_cookies
    assert serving.host == "127.0.0.1"


def test_cookies_are_for_tls_only_behind_a_proxy_unless_told_otherwise() -> None:
    assert not find_serving({}).secure_cookies
    assert find_serving({"trusted_proxies": "1"}).secure_cookies
    assert not find_serving({"trusted_proxies": "1", "secure_cookies": "no"}).secure_cookies


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["--port", "eighty"], "port 的值不对：应为0至65535的整数，不是 eighty"),
        (["--port", "65536"], "不是 65536"),
        (["--port", "-1"], "不是 -1"),
        (["--port", "0000000080"], "不是 0000000080"),
        (["--workers", "0000000029"], "不是 0000000029"),
        (["--port", "９"], "不是 ９"),
        (["--workers", "0"], "workers 的值不对：应为1至64的整数"),
        (["--threads", "1e3"], "threads 的值不对"),
        (["--behind-proxy", "11"], "trusted_proxies 的值不对"),
    ],
)
def test_a_value_that_cannot_be_meant_is_wrong_use(
    home: Path, arguments: list[str], said: str
) -> None:
    ended = dudao("serve", *arguments, home=home)
    assert ended.status == 2, ended.said
    assert said in ended.err


def test_a_variable_that_cannot_be_meant_is_wrong_use(home: Path) -> None:
    ended = dudao("serve", home=home, DUDAO_SECURE_COOKIES="perhaps")
    assert ended.status == 2
    assert "secure_cookies 的值不对：应为 true 或 false，不是 perhaps" in ended.err


def test_what_a_child_is_told_reaches_it(tmp_path: Path) -> None:
    place = Place(tmp_path / "数 据", "postgresql+psycopg://u:p%40ss@h/n")
    told = Assignment(place, Serving(port=9), supervisor=7, build="a:b", sockets=(3, 4), ready=5)
    assert Assignment.from_json(told.to_json()) == told


def test_a_free_port_is_the_same_for_every_address_of_a_host() -> None:
    bound = bind("localhost", 0)
    try:
        assert len({each.getsockname()[1] for each in bound}) == 1
        assert url_of(bound[0]).startswith("http://")
    finally:
        close(bound)


def test_an_address_of_version_6_is_written_in_brackets() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    try:
        bound = bind("::1", 0)
    except Stop as stop:
        assert stop.code == "address_not_usable"  # noqa: PT017 - a machine without it says so
        pytest.skip("this machine has no IPv6")
    try:
        assert url_of(bound[0]) == f"http://[::1]:{bound[0].getsockname()[1]}/"
    finally:
        close(bound)


def test_a_taken_port_is_seen() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        assert is_taken("127.0.0.1", port)
        with pytest.raises(Stop) as refused:
            bind("127.0.0.1", port)
        assert refused.value.code == "port_in_use"


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid", "a" * 64 + ".invalid"])
def test_an_address_that_is_not_ours_is_named(host: str) -> None:
    with pytest.raises(Stop) as refused:
        bind(host, 0)
    assert refused.value.code == "address_not_usable"
    assert host in refused.value.zh
