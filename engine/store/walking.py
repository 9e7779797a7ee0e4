"""What a list says to PostgreSQL, which would guess how to read it.

The planner takes any text, and any span of units that is not known beforehand, for rare: it reads
a hundred thousand rows and sorts what is left, though a page is full after a few rows of an index.
Quick counts know better. SQLite is told by hidden columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import func, literal, select

from engine.store.store import Session

_NO_SCANS = ("enable_hashjoin", "enable_mergejoin", "enable_seqscan")
_NO_SORT = ("enable_sort",)


@contextmanager
def reading(session: Session, *, is_walk: bool) -> Iterator[None]:
    """Let the block look rows up by their ids; `is_walk`: along the index of the order instead."""
    if session.kind != "postgresql":
        yield
        return
    others = (*_NO_SCANS, *_NO_SORT) if is_walk else _NO_SCANS
    _turn(session, others, "off")
    yield
    _turn(session, others, "on")  # where the block fails, the whole unit of work does


def _turn(session: Session, ways: Iterable[str], how: str) -> None:
    """Turn ways to read on or off until the unit of work ends."""
    session.execute(select(*(func.set_config(each, how, literal(value=True)) for each in ways)))
