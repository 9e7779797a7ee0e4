"""Run the program anywhere: in a process of its own, as people do, or faster in this one.

Starting Python costs most of a second, so only what a process matters for starts one.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from dudao.cli import run

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Return everything that was printed."""
        return self.out + self.err

    @property
    def answer(self) -> Mapping[str, object]:
        """Return the JSON answer."""
        return cast("Mapping[str, object]", json.loads(self.out))


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return the environment of somebody whose home is this folder."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DUDAO", "XDG"))}
    return {**kept, "HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}


def command(*arguments: str | Path) -> list[str]:
    """Return the command line of a process."""
    return [sys.executable, "-m", "dudao", *map(str, arguments)]


def started(*arguments: str | Path, home: Path, **more: str) -> Ended:
    """Run `dudao` in a process of its own and wait for its end."""
    done = subprocess.run(
        command(*arguments),
        cwd=home,
        env=environment(home, **more),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Ended(done.returncode, done.stdout, done.stderr)


def dudao(*arguments: str | Path, home: Path, **more: str) -> Ended:
    """Run `dudao` in this process, with its working directory in a home."""
    before = dict(os.environ)
    out, err = io.StringIO(), io.StringIO()
    os.environ.clear()
    os.environ.update(environment(home, **more))
    try:
        with contextlib.chdir(home), redirect_stdout(out), redirect_stderr(err):
            status = run([str(each) for each in arguments])
    finally:
        os.environ.clear()
        os.environ.update(before)
    assert "内部错误" not in err.getvalue(), err.getvalue()
    return Ended(status, out.getvalue(), err.getvalue())


def troubles(doctor: Ended) -> set[str]:
    """Return what the doctor finds wrong, as it said in JSON.

    The calendar is among it in a year that the installed library does not know yet.
    """
    checks = cast("list[dict[str, str]]", doctor.answer["checks"])
    return {each["name"] for each in checks if each["level"] == "error"}
