"""The writers of one SQLite file take turns, so that none of them starves.

SQLite lets one write at a time and has the others look again after ever longer pauses, up to a
tenth of a second: under load whoever waited longest is the one who sleeps, while newcomers find
the lock free. Here the threads of a process wait for each other, and the processes pass two gates
of a lock file. Whoever waits at the inner gate holds the outer one, so that a process which has
just written cannot pass again before it.

Nothing but fairness rests on this: what one writer must not do to another, SQLite prevents, and
whoever does not know of the gates waits as before.
"""

from __future__ import annotations

import fcntl
import logging
import os
import weakref
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock
from time import monotonic

from engine.store.connections import BUSY_SECONDS
from engine.store.failures import busy

_LOG = logging.getLogger("dudao.store")
_SUFFIX = "-turns"
_OUTER, _INNER = 0, 1
_AGAIN = 0.001
"""Seconds until a process looks again; only one thread of each does."""


class Turns:
    """Wait for one's turn to write to a file, and take it while the block lasts."""

    def __init__(self, file: Path, *, seconds: float = BUSY_SECONDS) -> None:
        """Take the file of the database, and how long to wait before Conflict, code `busy`."""
        self._file = file
        self._seconds = seconds
        self._threads = Lock()
        self._never = Event()
        self._gates: int | None = None
        self._has_gate = False
        self._is_told = False

    def __enter__(self) -> None:
        """Wait for the turn; raise Conflict with the code `busy` when it does not come in time."""
        deadline = monotonic() + self._seconds
        if not self._threads.acquire(timeout=self._seconds):
            raise busy()
        try:
            self._has_gate = self._pass_both(deadline)
        except BaseException:
            self._threads.release()
            raise

    def __exit__(self, *_: object) -> None:
        """Let the next one write."""
        if self._has_gate and self._gates is not None:
            with suppress(OSError):
                fcntl.lockf(self._gates, fcntl.LOCK_UN, 1, _INNER)
        self._threads.release()

    def _pass_both(self, deadline: float) -> bool:
        """Pass the gates; False where there are none: SQLite alone says then whose turn it is."""
        try:
            gates = self._opened()
            self._pass(gates, _OUTER, deadline)
            try:
                self._pass(gates, _INNER, deadline)
            finally:
                fcntl.lockf(gates, fcntl.LOCK_UN, 1, _OUTER)
        except OSError as error:
            if not self._is_told:
                _LOG.warning("the writers of %s do not take turns: %s", self._file, error)
            self._is_told = True
            return False
        return True

    def _pass(self, gates: int, gate: int, deadline: float) -> None:
        while True:
            try:
                fcntl.lockf(gates, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, gate)
            except BlockingIOError:
                if monotonic() >= deadline:
                    raise busy() from None
                self._never.wait(_AGAIN)
            else:
                return

    def _opened(self) -> int:
        """Return the descriptor of the lock file, which belongs to whom the database belongs."""
        if self._gates is None:
            path = self._file.with_name(self._file.name + _SUFFIX)
            flags = os.O_RDWR | os.O_CLOEXEC
            try:
                gates = os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o666)
            except FileExistsError:
                gates = os.open(path, flags)
            else:
                self._give_to_owner(gates)
            weakref.finalize(self, os.close, gates)
            self._gates = gates
        return self._gates

    def _give_to_owner(self, gates: int) -> None:
        """Let whoever may write to the database open the lock file, whatever our umask is."""
        with suppress(OSError):  # others go without gates then
            owner = self._file.stat()
            os.fchmod(gates, owner.st_mode & 0o777)
            if os.geteuid() == 0:
                os.fchown(gates, owner.st_uid, owner.st_gid)
