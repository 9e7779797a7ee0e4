"""One child of the supervisor: started, watched, started again with a growing delay."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import dudao
from dudao.serving.options import Assignment

QUICK = 10.0
"""Seconds: a child that ended sooner was never well."""
MOST_QUICK = 3
"""After so many of those one after another there is no hope."""
FIRST_DELAY, LONGEST_DELAY = 1.0, 30.0


@dataclass(frozen=True, slots=True)
class Kind:
    """What a child is."""

    name: str
    zh: str
    assignment: Assignment
    folder: Path
    """Where it runs: an empty folder."""
    metrics: Path
    descriptors: tuple[int, ...] = ()
    """What it inherits."""


@dataclass(slots=True)
class Child:
    """One child, through all its lives."""

    kind: Kind
    monotonic: Callable[[], float]
    process: subprocess.Popen[bytes] | None = None
    again_at: float = 0.0
    quick_ends: int = 0
    remains: list[int] = field(default_factory=list)
    """Process groups of earlier lives that may still hold somebody."""
    _started_at: float = 0.0

    def start(self) -> None:
        """Start it; what it is to do goes through a pipe, for it holds the database password.

        Raises OSError when the system refuses another process.
        """
        process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", "-m", "dudao.serving.child", self.kind.name],
            cwd=self.kind.folder,
            env=_environment(os.environ, self.kind.metrics),
            stdin=subprocess.PIPE,
            pass_fds=self.kind.descriptors,
            start_new_session=True,
        )
        self.process, self._started_at = process, self.monotonic()
        told = self.kind.assignment.to_json()
        if process.stdin is not None:
            # One that is dead already cannot be told; whoever watches sees that next.
            with contextlib.suppress(BrokenPipeError), process.stdin as pipe:
                pipe.write(told)

    def ended(self) -> int | None:
        """Return the exit status when the child has ended since it was last looked at."""
        if self.process is None or self.process.poll() is None:
            return None
        process, self.process = self.process, None
        self.remains = [each for each in (*self.remains, process.pid) if _holds_somebody(each)]
        self._end(lived=self.monotonic() - self._started_at)
        self.send(signal.SIGTERM)  # what it left behind must not go on unwatched
        return process.returncode

    def not_started(self) -> None:
        """Count a start that the system refused as an end right after the start."""
        self._end(lived=0.0)

    def _end(self, *, lived: float) -> None:
        self.quick_ends = self.quick_ends + 1 if lived < QUICK else 0
        delay = min(FIRST_DELAY * 2 ** max(0, self.quick_ends - 1), LONGEST_DELAY)
        self.again_at = self.monotonic() + delay

    @property
    def is_hopeless(self) -> bool:
        """Say whether it ended at once several times one after another."""
        return self.quick_ends >= MOST_QUICK

    def groups(self) -> list[int]:
        """Return the process groups that still hold somebody."""
        if self.process is not None:
            self.process.poll()  # a process that has ended is somebody until it is asked after
        all_lives = [*self.remains, *([self.process.pid] if self.process else [])]
        return [each for each in all_lives if _holds_somebody(each)]

    def send(self, number: signal.Signals) -> None:
        """Ask the child to end, and whoever outlived an earlier one; SIGKILL goes to them all."""
        leader = self.process.pid if self.process and self.process.poll() is None else None
        for group in self.groups():
            with contextlib.suppress(ProcessLookupError):
                if group == leader and number != signal.SIGKILL:
                    os.kill(group, number)  # it tells its own children
                else:
                    os.killpg(group, number)


def _holds_somebody(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except OSError:
        return False
    return True


def _environment(ours: Mapping[str, str], metrics: Path) -> dict[str, str]:
    """Give the child our own code first, whatever folder it starts in."""
    root = str(Path(dudao.__file__).parents[1])
    path = os.pathsep.join(filter(None, (root, ours.get("PYTHONPATH", ""))))
    return {**ours, "PYTHONPATH": path, "PROMETHEUS_MULTIPROC_DIR": str(metrics)}
