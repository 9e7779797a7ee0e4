"""What the processes keep in the data folder while they run."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dudao.failures import Stop


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The folder `run/` of the data folder."""

    path: Path

    @property
    def empty(self) -> Path:
        """Return an empty folder: gunicorn imports modules from where it is started."""
        return self.path / "empty"

    @property
    def metrics(self) -> Path:
        """Return where the processes put their figures."""
        return self.path / "metrics"

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Take the folder for this supervisor; raise Stop when another one has it."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "supervisor").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                lock.seek(0)
                raise _taken(self.path.parent, lock.read().strip()) from error
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            self._clear()
            yield

    def _clear(self) -> None:
        for folder in (self.empty, self.metrics):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()


def _taken(data: Path, pid: str) -> Stop:
    return Stop(
        f"数据目录 {data} 已经有 dudao serve 在运行（进程 {pid}）。",
        en=f"dudao serve runs already in {data} (process {pid}).",
        code="already_serving",
    )
