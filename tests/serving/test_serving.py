"""One command serves: it says where, answers there, logs what was asked, and keeps to itself."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.acceptance.program import command, environment, started
from tests.serving.application import INSIDE, refuse_to_start
from tests.serving.server import (
    PATIENCE,
    Server,
    eventually,
    own_command,
    running,
    serve_command,
)
from tests.serving.started import CHANNEL

REFUSING = f"{refuse_to_start.__module__}:{refuse_to_start.__name__}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home whose data folder is there; one server runs in it for all these tests."""
    folder = tmp_path_factory.mktemp("家 园")
    assert started("init", "--data", "d", home=folder).status == 0
    return folder


@pytest.fixture(scope="module")
def server(place: Path) -> Iterator[Server]:
    database = f"sqlite:///{place / 'd' / 'dudao.db'}"
    settings = own_command(place / "d", database, trusted_proxies=1, metrics_token="right")
    with running(settings, place) as one:
        eventually(lambda: one.ask("/readyz").status == 200, what="readiness")
        yield one


def test_it_answers_where_it_said(server: Server) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", server.address)
    assert server.ask("/healthz").json == {"status": "ok"}
    page, answer = server.ask("/nowhere"), server.ask("/api/v1/nowhere")
    assert (page.status, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert (answer.status, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_web_process_is_told_the_channels_and_no_command_line_is(server: Server) -> None:
    assert server.ask("/test/channels").json == {"texts": CHANNEL}
    for each in (*server.children("web"), *server.children("worker")):
        assert "0123456789abcdef" not in " ".join(each.cmdline())


def test_every_process_is_counted_once(server: Server) -> None:
    def figures() -> str:
        return server.ask("/metrics", headers={"Authorization": "Bearer right"}).text

    eventually(lambda: 'dudao_processes{kind="web"} 2.0' in figures(), what="two web processes")
    assert 'dudao_processes{kind="worker"} 1.0' in figures()
    victim = server.children("web")[0].children()[0]
    victim.kill()
    eventually(lambda: "was sent SIGKILL" in server.said(), what="word of the death")
    eventually(lambda: 'dudao_processes{kind="web"} 2.0' in figures(), what="its successor")
    before = _asked(figures())
    for _ in range(10):
        server.ask("/healthz")
    assert _asked(figures()) == before + 10


def _asked(figures: str) -> float:
    found = re.search(
        r'dudao_http_request_seconds_count\{method="GET",route="/healthz",status="200"\} (.*)',
        figures,
    )
    return float(found[1]) if found else 0.0


@pytest.mark.parametrize("path, number", [("/test", "number-6"), ("/api/v1/test", "number-7")])
def test_a_failure_is_logged_with_its_number_and_hidden_from_the_client(
    server: Server, path: str, number: str
) -> None:
    asked = f"{path}/failure?password=hunter2"
    answer = server.ask(asked, headers={"X-Request-Id": number})
    assert answer.status == 500
    assert number in answer.text, "as a page and as a problem"
    assert INSIDE not in answer.text
    assert "Traceback" not in answer.text
    eventually(lambda: f"request {number} failed" in server.said(), what="the failure")
    eventually(lambda: server.said().count(INSIDE) > 0, what="the traceback")
    assert "hunter2" not in server.said()


def test_the_log_has_one_line_for_each_request(server: Server) -> None:
    path = "/%E6%A1%88%0Afake"
    server.ask(f"{path}?token=hunter2", headers={"X-Request-Id": "number-8"})
    eventually(lambda: "number-8" in server.said(), what="the line")
    [line] = [line for line in server.said().splitlines() if line.endswith("number-8")]
    assert re.search(rf"127\.0\.0\.1 GET {path} 404 \d+B \d+ms number-8$", line)
    assert "hunter2" not in server.said()


def test_a_trusted_proxy_is_believed_once(server: Server) -> None:
    headers = {
        "X-Forwarded-For": "198.51.100.9, 192.0.2.7",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "dudao.example",
    }
    said = server.ask("/test/address", headers=headers).json
    assert said == {"peer": "192.0.2.7", "url": "https://dudao.example/test/address"}


def test_too_long_a_request_is_refused(server: Server) -> None:
    assert server.ask("/" + "x" * 5000).status == 414
    assert server.ask("/healthz", headers={"X-Long": "x" * 10_000}).status == 431


def test_nothing_is_left_outside_the_data_folder(server: Server, place: Path) -> None:
    assert server.ask("/healthz").status == 200
    assert sorted(each.name for each in place.iterdir()) == ["d", "log"]
    for each in server.family():
        assert Path(each.cwd()) == place / "d" / "run" / "empty"
        assert "dudao.db" not in " ".join(each.cmdline())


def test_one_data_folder_has_one_supervisor(server: Server, place: Path) -> None:
    second = started("serve", "--data", "d", "--port", "0", home=place)
    assert second.status == 1
    assert f"已经有 dudao serve 在运行（进程 {server.process.pid}）" in second.err


def test_a_dead_worker_is_started_again(server: Server) -> None:
    [worker] = server.children("worker")
    worker.kill()
    eventually(lambda: "the worker process ended with signal 9" in server.said(), what="word of it")
    eventually(lambda: len(server.children("worker")) == 1, what="a new one")
    assert server.children("worker")[0].pid != worker.pid


def test_what_cannot_start_is_given_up_with_a_sentence(home: Path) -> None:
    database = f"sqlite:///{home / 'dudao.db'}"
    done = subprocess.run(
        [sys.executable, *own_command(home, database, REFUSING, workers=1)],
        cwd=home,
        env=environment(home),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.endswith("已停止；原因见上面的日志。")
    assert "网页进程连续3次启动失败" in done.stderr
    assert "cannot start in" in done.stderr  # the cause stands there


def test_a_taken_port_is_named(home: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        ended = started("serve", "--data", "d", "--port", port, home=home)
    assert ended.status == 1
    assert f"端口 {port} 已被其他程序占用" in ended.err


def test_readiness_follows_a_worker_elsewhere(home: Path) -> None:
    with running(serve_command("--data", "d", "--without-worker"), home) as server:
        answer = server.ask("/readyz")
        assert answer.status == 503
        assert "no_worker" in answer.text
        worker = subprocess.Popen(
            command("worker", "--data", "d"),
            cwd=home,
            env=environment(home),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            eventually(lambda: server.ask("/readyz").status == 200, what="readiness")
        finally:
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(PATIENCE) == 0
        assert "no_worker" in server.ask("/readyz").text
