"""The supervisor outlives a host without room for a process, and heeds `nohup`."""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from dudao.failures import Stop
from dudao.serving.children import MOST_QUICK, Child, Kind
from dudao.serving.options import Assignment, Serving
from dudao.serving.supervisor import Supervisor
from dudao.settings import Place
from tests.serving.server import running, serve_command


@pytest.fixture
def ready() -> Iterator[int]:
    reading, writing = os.pipe()
    yield reading
    os.close(reading)
    os.close(writing)


class Seconds:
    """Time that goes on with every look."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def test_a_start_that_the_system_refuses_is_tried_again_and_then_given_up(
    tmp_path: Path, ready: int, caplog: pytest.LogCaptureFixture
) -> None:
    seconds = Seconds()
    told = Assignment(Place(tmp_path, "sqlite://"), Serving(), supervisor=os.getpid(), build="a:b")
    nowhere = tmp_path / "nowhere"  # a process cannot be started in it
    child = Child(Kind("worker", "后台进程", told, nowhere, tmp_path), seconds)
    sockets: list[socket.socket] = []
    supervisor = Supervisor([child], sockets, ready, lambda: None, seconds)
    with caplog.at_level(logging.ERROR, "dudao.supervisor"), pytest.raises(Stop) as stopped:
        supervisor.run()
    assert stopped.value.code == "child_fails"
    assert "nowhere" in stopped.value.zh
    assert len(caplog.messages) == MOST_QUICK - 1
    assert all("could not be started" in each for each in caplog.messages)


def test_a_signal_that_nohup_ignores_stays_ignored(home: Path) -> None:
    with running(["-c", NOHUP, *serve_command("--data", "d")], home) as server:
        server.process.send_signal(signal.SIGHUP)
        assert server.ask("/healthz").status == 200
        assert not caught(server.process.pid) & {signal.SIGHUP}
        assert caught(server.process.pid) >= {signal.SIGTERM}
        assert server.stop() == 0, server.said()


NOHUP = """
import os, signal, sys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def caught(pid: int) -> set[signal.Signals]:
    """Read from Linux which signals a process has handlers for."""
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    [mask] = [int(line.split()[1], 16) for line in lines if line.startswith("SigCgt:")]
    return {each for each in signal.Signals if mask >> (each - 1) & 1}
