"""Overviews that were counted a moment ago, for the next who asks the same.

Each process keeps those of its own in memory. The worker keeps what the widest scopes ask first
in the store, counted ahead, so that nobody waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.identity import CaseScope
from engine.model.overview import Overview, OverviewFilter
from engine.model.written import read_back, written
from engine.store.overviews_kept import (
    KeptOverview,
    counted_at,
    find_overview,
    keep_overview,
)
from engine.store.store import Session

_MOST = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What decides all figures beside the cases: who sees what, what is asked, day, configuration."""

    scope: CaseScope
    wanted: OverviewFilter
    today: date
    revision: int

    @property
    def text(self) -> str:
        """Return the question without the configuration, always written in the same way."""
        return written((self.scope, self.wanted, self.today)).decode()


class Kept:
    """The last overviews by what was asked; shared by threads."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[Question, Overview] = {}

    def find(
        self, session: Session, question: Question, *, now: datetime, age: timedelta
    ) -> Overview | None:
        """Return what was counted for a question, here or ahead, no longer ago than `age`."""
        found = self._kept.get(question)
        if found is not None and is_fresh(found.as_of, now=now, age=age):
            return found
        if not age:
            return None
        ahead = find_overview(session, question.text, revision=question.revision)
        if ahead is None or not is_fresh(ahead.as_of, now=now, age=age):
            return None
        read = read_back(Overview, ahead.figures)
        self.put(question, read)
        return read

    def put(self, question: Question, overview: Overview) -> None:
        """Keep an overview in the place of an older one."""
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[question] = overview


def is_fresh(as_of: datetime, *, now: datetime, age: timedelta) -> bool:
    """Say whether figures of an instant may still be shown."""
    return timedelta() <= now - as_of < age


def put_ahead(session: Session, question: Question, overview: Overview) -> None:
    """Keep an overview in the store, for every process."""
    kept = KeptOverview(overview.as_of, written(overview).decode())
    keep_overview(session, question.text, kept, revision=question.revision)


def ahead_as_of(session: Session, question: Question) -> datetime | None:
    """Return of when the overview is that was counted ahead for a question; None without one."""
    return counted_at(session, question.text, revision=question.revision)
