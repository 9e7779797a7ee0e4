"""What Python's garbage collector looks through.

Its full rounds look through everything there is. The modules, routes, schemas and templates of a
process are some 300,000 objects that live as long as it does: half a second in which nobody is
answered, met by one page in some hundred. Measured at 100,000 cases: 300 to 550 ms for a full
round before they are set aside, 20 ms after.
"""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterator
from contextlib import contextmanager

_AGAIN = frozenset((100, 1_000, 10_000, 100_000))
"""Requests after which a process sets aside what came with them: drawings, templates, statements.

Ever less often, since what is set aside is lost for good if it ends in a cycle.
"""


def keep_for_good() -> None:
    """Set aside what a process made to begin its work: no round looks through it again."""
    gc.collect()
    gc.freeze()


class Requests:
    """Counts the requests of a process, and keeps for good what the first many of them made."""

    def __init__(self) -> None:
        self._ended = itertools.count(1)  # each number goes to one thread alone

    def end(self) -> None:
        """Count a request that has been answered."""
        if next(self._ended) in _AGAIN:
            keep_for_good()


@contextmanager
def nothing_thrown_away() -> Iterator[None]:
    """Let no round happen while modules are read: a fifth of the time of a start, for nothing."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()
