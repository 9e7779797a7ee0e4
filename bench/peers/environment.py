"""Environments of the peers: made once by name, kept in var/bench, never mixed with ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench.places import KEPT

SECONDS = 180
READY = "ready"


class NotInstalled(Exception):
    """A peer could not be installed; the text says why."""


def environment(name: str, *packages: str) -> Path:
    """Return the Python of an environment that has these packages; raise NotInstalled."""
    folder = KEPT / f"{name}-venv"
    python = folder / "bin" / "python"
    stamp, wanted = folder / READY, " ".join(packages)
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return python
    stamp.unlink(missing_ok=True)
    _run(sys.executable, "-m", "venv", "--clear", str(folder))
    _run(str(python), "-m", "pip", "install", "--quiet", "--retries", "1", *packages)
    stamp.write_text(wanted, "utf-8")
    return python


def _run(*command: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command
            command, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise NotInstalled(f"no answer within {SECONDS} seconds") from None
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
        raise NotInstalled(said[-1])
