"""Where the limits are counted: in the memory of one web process.

The store that Flask-Limiter comes with starts a thread for nearly every request, which costs as
much as reading who sends it. Here the counts of a window that is over go when the next window of
anybody begins, but at most once a minute.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from limits.storage import Storage

SCHEME = "counts"
_TIDY = 60.0


class Counts(Storage):
    """Count requests in fixed windows."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 - as `limits` declares it

    def __init__(
        self, uri: str | None = None, *, seconds: Callable[[], float], **_: object
    ) -> None:
        """Take what tells the seconds since 1970."""
        super().__init__(uri)
        self._seconds = seconds
        self._lock = Lock()
        self._counts: dict[str, tuple[int, float]] = {}
        """How many, and when the window ends."""
        self._tidy_at = 0.0

    @property
    def base_exceptions(self) -> type[Exception]:
        """Return what a broken store would raise; memory does not break."""
        return MemoryError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count, and return how many there are in the window that runs."""
        now = self._seconds()
        with self._lock:
            found, ends = self._counts.get(key, (0, 0.0))
            if ends <= now:
                self._forget(now)
                found, ends = 0, now + expiry
            self._counts[key] = found + amount, ends
        return found + amount

    def get(self, key: str) -> int:
        """Return how many there are in the window that runs."""
        found, ends = self._counts.get(key, (0, 0.0))
        return found if ends > self._seconds() else 0

    def get_expiry(self, key: str) -> float:
        """Return when the window ends."""
        return self._counts.get(key, (0, self._seconds()))[1]

    def check(self) -> bool:
        """Say that memory is there."""
        return True

    def reset(self) -> int:
        """Forget all counts; return how many there were."""
        with self._lock:
            found = len(self._counts)
            self._counts.clear()
        return found

    def clear(self, key: str) -> None:
        """Forget one count."""
        with self._lock:
            self._counts.pop(key, None)

    def _forget(self, now: float) -> None:
        if now >= self._tidy_at:
            self._tidy_at = now + _TIDY
            self._counts = {key: each for key, each in self._counts.items() if each[1] > now}
