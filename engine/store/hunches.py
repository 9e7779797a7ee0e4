"""What is known of a store only to choose a way by, such as whose scope is small.

A hunch may be a minute old: what is found does not depend on it, only how long it takes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

AGE = 60.0
"""Seconds that a hunch is trusted."""
_MOST = 1_000
T = TypeVar("T")


class Hunches:
    """The hunches of one process about one store, shared by its threads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._known: dict[Hashable, tuple[float, object]] = {}

    def of(self, question: Hashable, find: Callable[[], T]) -> T:
        """Return what was found out to a question a short while ago, or find it out.

        Two threads may find out the same; that costs time alone.
        """
        now = self._now()
        known = self._known.get(question)
        if known is not None and now < known[0]:
            return cast("T", known[1])
        found = find()
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[question] = (now + AGE, found)
        return found
