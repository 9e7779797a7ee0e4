"""Publications as the public sees them, and the states they may be in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from engine.model.registers import ANY_DAY, Days
from engine.model.search_text import Passage


class PublicationKind(Enum):
    """What was made public."""

    PUBLICITY = "公示"
    """Before a decision; takes objections for a period."""
    ANNOUNCEMENT = "公告"
    """After a decision; stands until it is corrected, superseded or withdrawn."""
    CORRECTION = "更正"
    """Takes the place of something published that was wrong."""
    WITHDRAWAL = "撤回"
    """Says that something published no longer stands."""


class PublicationState(Enum):
    """The states of a publication; docs/announcement.md draws how one follows another."""

    PUBLISHED = "published"
    """Stands as published."""
    ENDED = "ended"
    """Its period for objections is over; the words can still be read."""
    CORRECTED = "corrected"
    """Found to be wrong; a correction takes its place or is being prepared."""
    SUPERSEDED = "superseded"
    """A newer publication has taken its place."""
    WITHDRAWN = "withdrawn"
    """Only number, day and reason are shown; the words stay in the case file."""


_P = PublicationState
MAY_BECOME: Mapping[PublicationState, frozenset[PublicationState]] = {
    _P.PUBLISHED: frozenset({_P.ENDED, _P.CORRECTED, _P.SUPERSEDED, _P.WITHDRAWN}),
    _P.ENDED: frozenset({_P.CORRECTED, _P.SUPERSEDED, _P.WITHDRAWN}),
    _P.CORRECTED: frozenset({_P.CORRECTED, _P.SUPERSEDED, _P.WITHDRAWN}),
    _P.SUPERSEDED: frozenset({_P.WITHDRAWN}),
    _P.WITHDRAWN: frozenset(),
}
"""What may follow each state. A corrected one becomes so again when its correction is out."""


@dataclass(frozen=True, slots=True)
class PublicationFilter:
    """Which publications; an empty part filters nothing. Days are local and both included."""

    kinds: tuple[PublicationKind, ...] = ()
    states: tuple[PublicationState, ...] = ()
    published: Days = ANY_DAY
    is_open: bool = False
    """Only those that take objections now."""


EVERY_PUBLICATION = PublicationFilter()


@dataclass(frozen=True, slots=True)
class PublicView:
    """A publication as everybody may read it.

    `title` and `text` are None once it is withdrawn. `objections_until` is the last local day on
    which objections are taken; `takes_objections` says whether they are at this instant.
    """

    number: str
    kind: PublicationKind
    state: PublicationState
    title: str | None
    text: str | None
    published_at: datetime
    basis: str | None
    objections_until: date | None
    takes_objections: bool
    closed_at: datetime | None
    closed_reason: str | None
    superseded_by: str | None


@dataclass(frozen=True, slots=True)
class PublicHit:
    """A publication that contains the words looked for, and where."""

    publication: PublicView
    title_marks: tuple[tuple[int, int], ...]
    """Where in the title the words stand: pairs of begin and end."""
    snippet: Passage


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """What the holder of a receipt is told: nothing about the case."""

    is_answered: bool
    answer: str | None
    is_upheld: bool | None
    answered_on: date | None
