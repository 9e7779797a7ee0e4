"""A real `dudao serve` on a store that was filled, with tokens for its people."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import psutil

from bench.office import Office
from bench.places import ROOT
from dudao import system
from engine.commands import SCOPES, issue_token
from engine.model.case import Actor

WORKERS = 2
PATIENCE = 60.0
Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Web:
    """A server: where it answers, and its web processes."""

    address: Address
    processes: tuple[psutil.Process, ...]

    def spent(self) -> float:
        """Return the seconds of processor time that the web processes have spent so far."""
        times = [each.cpu_times() for each in self.processes]
        return float(sum(each.user + each.system for each in times))


@contextmanager
def served(url: str, folder: Path) -> Iterator[Web]:
    """Serve a store by two web processes and a worker; stop them, by their parent, afterwards."""
    folder.mkdir()
    command = [sys.executable, "-m", "dudao", "serve", "--json", "--port", "0"]
    command += ["--workers", str(WORKERS), "--data", str(folder), "--database", url]
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DUDAO_")}
    with (folder / "log").open("w") as log:
        child = subprocess.Popen(  # noqa: S603 - ours
            command, cwd=ROOT, env=kept, stdout=subprocess.PIPE, stderr=log, text=True
        )
    try:
        address = _address(child, folder / "log")
        yield Web(address, _processes(child.pid))
    except AssertionError as wrong:
        said = (folder / "log").read_text("utf-8").splitlines()
        wrong.add_note("\n".join(each for each in said if " INFO dudao.access" not in each))
        raise
    finally:
        child.terminate()
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _processes(supervisor: int) -> tuple[psutil.Process, ...]:
    """Return the web processes, once all of them are there: children of the one named `web`."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for child in psutil.Process(supervisor).children():
            if child.cmdline()[-1:] == ["web"] and len(child.children()) == WORKERS:
                return tuple(child.children())
        time.sleep(0.1)
    msg = f"expected {WORKERS} web processes"
    raise AssertionError(msg)


def _address(child: subprocess.Popen[str], log: Path) -> Address:
    """Read where it serves; it says so when it can answer."""
    said = ""
    for line in child.stdout or ():
        said += line
        if line.rstrip().endswith("}"):
            found = cast("dict[str, list[str]]", json.loads(said[said.index("{") :]))
            place = urlsplit(found["addresses"][0])
            return str(place.hostname), int(place.port or 0)
    msg = f"dudao serve did not start: {log.read_text('utf-8')[-2000:]}"
    raise AssertionError(msg)


def tokens(office: Office, person: str, count: int = 1) -> list[str]:
    """Issue so many tokens: nobody may send more than 1,200 requests a minute with one of them."""
    expires_at = system.clock() + timedelta(days=1)
    issued: list[str] = []
    for number in range(count):
        with office.store.begin() as session:
            token = issue_token(
                session,
                engine=office.engine,
                clock=system.clock,
                actor=Actor(person),
                name=f"bench {number}",
                scopes=sorted(SCOPES),
                expires_at=expires_at,
            )
        issued.append(str(token.secret))
    return issued


def request(token: str, method: str, path: str, body: object = None) -> bytes:
    """Write a request as it goes over the wire."""
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} /api/v1{path} HTTP/1.1", "Host: bench", f"Authorization: Bearer {token}"]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join([*lines, "", ""]).encode() + content
