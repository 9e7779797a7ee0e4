"""A server in processes of its own: started, asked, stopped, always by the ids that were started."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import psutil

from tests.acceptance.program import environment

PATIENCE = 120.0
"""Seconds after which a test gives up; the machine may be busy."""
LOOK_AGAIN = 0.05
BUILD = "tests.serving.application:build"
Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Json:
        return cast("Json", json.loads(self.text))


@dataclass(frozen=True, slots=True)
class Server:
    process: subprocess.Popen[str]
    log: Path
    address: str

    def ask(
        self, path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> Answered:
        place = urlsplit(self.address)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers=dict(headers or {}))
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        return Answered(answer.status, dict(answer.getheaders()), text)

    def family(self) -> list[psutil.Process]:
        return cast(
            "list[psutil.Process]", psutil.Process(self.process.pid).children(recursive=True)
        )

    def children(self, name: str) -> list[psutil.Process]:
        """Return the direct child of a kind, the parent of the web processes being one."""
        direct = psutil.Process(self.process.pid).children()
        return [each for each in direct if _words(each)[-1:] == [name]]

    def said(self) -> str:
        return self.log.read_text("utf-8")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def running(command: list[str], home: Path, **more: str) -> Iterator[Server]:
    """Start a server, wait until it answers, and leave no process of it behind."""
    log = home / "log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=home,
            env=environment(home, **more),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
        )
    family: list[psutil.Process] = []
    try:
        address = _address(process)
        assert address, log.read_text("utf-8")
        server = Server(process, log, address)
        family += server.family()
        yield server
    finally:
        _end(process, family)


def _address(process: subprocess.Popen[str]) -> str:
    """Read what is printed until the address comes; a program that ends prints no more."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line.rstrip().endswith("}"):
            found = cast("dict[str, list[str]]", json.loads(said[said.index("{") :]))
            return found["addresses"][0]
    return ""


def _end(process: subprocess.Popen[str], family: list[psutil.Process]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stdout is not None:
        process.stdout.close()
    for each in psutil.wait_procs(family, timeout=PATIENCE)[1]:
        each.kill()


def serve_command(*options: str) -> list[str]:
    return ["-m", "dudao", "serve", "--json", "--port", "0", *options]


def own_command(data: Path, database: str, build: str = BUILD, **serving: object) -> list[str]:
    told = json.dumps({"port": 0, **serving})
    return ["-m", "tests.serving.started", str(data), database, build, told]


def eventually(holds: Callable[[], bool], *, what: str) -> None:
    """Look again and again until something holds; it must within the patience of these tests."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"never: {what}"
        threading.Event().wait(LOOK_AGAIN)  # so that looking does not keep the server from working


def _words(process: psutil.Process) -> list[str]:
    """Return the command line of a process; none of one that has just ended."""
    try:
        return cast("list[str]", process.cmdline())
    except psutil.NoSuchProcess:
        return []


def all_gone(processes: list[psutil.Process]) -> bool:
    return not [each for each in processes if _lives(each)]


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
