"""What a list says to PostgreSQL, which would guess how to read it.

The planner takes any text, and any span of units that is not known beforehand, for rare: it reads
a hundred thousand rows and sorts what is left, with several processes at once, though a page is
full after a few rows of an index. Quick counts know better. SQLite is told by hidden columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import func, literal, select

from engine.store.store import Session

_NO_SCANS = ("enable_hashjoin", "enable_mergejoin", "enable_seqscan")
_NO_SORT = ("enable_sort",)
_ALONE = {"max_parallel_workers_per_gather": "0"}
"""More processes at once shorten a page by little and take them from everybody else."""


@contextmanager
def reading(session: Session, *, is_walk: bool) -> Iterator[None]:
    """Let the block look rows up by their ids; `is_walk`: along the index of the order instead."""
    if session.kind != "postgresql":
        yield
        return
    others = (*_NO_SCANS, *_NO_SORT) if is_walk else _NO_SCANS
    _tell(session, {**_ALONE, **dict.fromkeys(others, "off")})
    yield
    # Where the block fails, the whole unit of work does.
    _tell(session, dict.fromkeys(others, "on"))


def _tell(session: Session, said: Mapping[str, str]) -> None:
    """Say something to the planner until the unit of work ends."""
    told = [func.set_config(name, value, literal(value=True)) for name, value in said.items()]
    session.execute(select(*told))
