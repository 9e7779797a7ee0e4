"""Real workers as processes of their own, whose system clock a test moves by libfaketime."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import psutil
import pytest
import time_machine

from tests.acceptance.program import command, environment
from tests.support.clock import HandClock

PATIENT = 120.0
"""Seconds after which a test with real processes gives up."""
PACKAGE = "faketime"
OPT_OUT = "DUDAO_WITHOUT_FAKETIME"
_LIBRARIES = ("*/faketime/libfaketimeMT.so.1", "faketime/libfaketimeMT.so.1")


def libfaketime() -> Path:
    """Return the library for programs with threads.

    Without it the test fails, unless somebody opted out.
    """
    for place in (Path("/usr/lib"), Path("/usr/local/lib")):
        for pattern in _LIBRARIES:
            if found := next(place.glob(pattern), None):
                return found
    sentence = (
        f"没有 libfaketime：请安装系统包 {PACKAGE}（apt-get install -y {PACKAGE}），"
        f"或者设 {OPT_OUT}=1 跳过。libfaketime is missing: install {PACKAGE}, or set {OPT_OUT}=1."
    )
    if os.environ.get(OPT_OUT) == "1":
        pytest.skip(sentence)
    pytest.fail(sentence)


def wait_until(holds: Callable[[], bool], *, what: Callable[[], object] = lambda: "") -> None:
    """Look again and again until something holds; fail after `PATIENT` seconds."""
    until = time.monotonic() + PATIENT
    while not holds():
        assert time.monotonic() < until, what()
        Event().wait(0.02)


@dataclass(slots=True)
class SystemClock:
    """The system clock of processes: it goes on by itself, and is set together with a clock of ours."""

    file: Path
    hand: HandClock
    library: Path = field(default_factory=libfaketime)
    _ahead: float = field(init=False)

    def __post_init__(self) -> None:
        self._ahead = self.hand().timestamp() - time_machine.escape_hatch.time.time()
        self._write()

    def step(self, by: timedelta) -> datetime:
        """Set the clock on or back."""
        self.hand.advance(by)
        self._ahead += by.total_seconds()
        self._write()
        return self.hand()

    def environment(self, *, looks_always: bool = True) -> Mapping[str, str]:
        """Return what makes a process read this clock; what measures spans of time stays real.

        Looking at each call at what the clock was set to is slow; otherwise once in a second.
        """
        looks = {"FAKETIME_NO_CACHE": "1"} if looks_always else {"FAKETIME_CACHE_DURATION": "1"}
        return looks | {
            "LD_PRELOAD": str(self.library),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def _write(self) -> None:
        draft = self.file.with_suffix(".new")
        draft.write_text(f"{self._ahead:+.3f}\n", "utf-8")
        draft.rename(self.file)  # it is read at any moment


@dataclass(frozen=True, slots=True)
class WorkerProcess:
    """A worker that runs, and what it writes."""

    process: subprocess.Popen[bytes]
    log: Path

    def send(self, number: int) -> None:
        self.process.send_signal(number)

    def is_stopped(self) -> bool:
        """Say whether it stands still."""
        return bool(psutil.Process(self.process.pid).status() == psutil.STATUS_STOPPED)

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def stop(self) -> None:
        """Ask it to end, which it does well and soon."""
        self.process.terminate()
        assert self.process.wait(PATIENT) == 0, self.said()


@contextmanager
def running_worker(
    url: str, home: Path, *, name: str = "worker", **more: str
) -> Iterator[WorkerProcess]:
    """Start `dudao worker --every 1` on a database; whatever happens, it ends with the block."""
    log = home / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command("--data", home / "data", "--database", url, "worker", "--every", "1"),
            cwd=home,
            env=environment(home, **more),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        yield WorkerProcess(process, log)
    finally:
        process.kill()
        process.wait()
