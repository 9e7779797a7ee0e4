"""The revision: one number that grows when people, units, settings, calendar or tables change.

A step reads it along with its case. What a process has cached of these holds as long as the
number stands, so a step needs no further statement for them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy import update

from engine.store.reads import read_revision
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import revision

T = TypeVar("T")

_BUMP = Statement(update(revision).values(number=revision.c.number + 1))


def bump_revision(session: Session) -> None:
    """Say that something changed that others have cached; changes then wait for each other."""
    if not session.has_changed_configuration:
        session.run(_BUMP)
        session.has_changed_configuration = True


class Cached(Generic[T]):
    """One value per process, read again when the revision has changed."""

    __slots__ = ("_kept", "_load")

    def __init__(self, load: Callable[[Session], T]) -> None:
        self._load = load
        self._kept: tuple[int, T] | None = None

    def get(self, session: Session, *, revision: int | None = None) -> T:
        """Return the value; `revision` saves a statement when it has been read already.

        What a unit of work has itself changed is read afresh and not kept, because it may yet
        be rolled back.
        """
        if session.has_changed_configuration:
            return self._load(session)
        number = read_revision(session) if revision is None else revision
        kept = self._kept  # one look, so that another thread cannot come between
        if kept is None or kept[0] != number:
            # The number is read before the value, so at worst a newer value has an older number
            # and is read once more.
            kept = self._kept = (number, self._load(session))
        return kept[1]
