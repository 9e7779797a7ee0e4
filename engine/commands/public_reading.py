"""What the public reads: publications as they stand, and tombstones of those withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from uuid import UUID, uuid5

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.registers import FIRST_PAGE, Listed
from engine.commands.searching import search_publications
from engine.model.case import Clock
from engine.model.deadline_values import RESOLUTION
from engine.model.deadlines import local_day
from engine.model.errors import NotFound
from engine.model.publications import (
    EVERY_PUBLICATION,
    PublicationFilter,
    PublicationKind,
    PublicationState,
    PublicHit,
    PublicView,
)
from engine.model.registers import Page
from engine.model.search_results import Counted
from engine.store import publications as stored
from engine.store.case_reads import first_hash_of
from engine.store.publications import (
    find_publication,
    page_of_publications,
    publications_by_id,
)
from engine.store.rows import PublicationRow
from engine.store.store import Session

NEWEST_FIRST = Page(is_descending=True)
_PUBLISHER = UUID("6ad2b4a1-2f0e-4c52-9c55-3b8f0f1f4e6d")
"""The namespace of ids of publishers (RFC 9562, section 5.5)."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """The office that publishes; `id` is the same as long as its history is, whatever its name."""

    name: str
    id: UUID


@dataclass(frozen=True, slots=True)
class PublicHits:
    """A page of publications found, newest first; the cursor of the next one; how many."""

    rows: tuple[PublicHit, ...]
    next: str | None
    total: Counted


def read_publication(session: Session, *, clock: Clock, publication: str) -> PublicView:
    """Return a publication by number or id; of a withdrawn one only number, day and reason."""
    row = find_publication(session, publication)
    if row is None:
        raise NotFound(
            "没有这一公示公告。",
            en=f"Expected a publication, found none named '{publication[:80]}'.",
        )
    later = find_publication(session, row.superseded_by) if row.superseded_by else None
    return view_of(row, None if later is None else later.number, clock)


def list_publications(
    session: Session,
    *,
    clock: Clock,
    wanted: PublicationFilter = EVERY_PUBLICATION,
    page: Page = NEWEST_FIRST,
) -> Listed[PublicView]:
    """Return a page of publications, the newest first unless the page says otherwise."""
    rows, cursor = page_of_publications(session, wanted, page, now=clock().astimezone(UTC))
    return Listed(tuple(view_of(row, later, clock) for row, later in rows), cursor)


def find_publications(
    session: Session, *, clock: Clock, text: str, page: Page = FIRST_PAGE
) -> PublicHits:
    """Return publications, not withdrawn, that contain every word of a text, newest first.

    A text without words, or longer than 100 characters, raises InvalidArgument.
    """
    hits = search_publications(session, text=text, page=page)
    found = publications_by_id(session, [each.id for each in hits.rows])
    rows = tuple(
        PublicHit(view_of(*found[each.id], clock), each.title_marks, each.snippet)
        for each in hits.rows
        # One may have been withdrawn between the two statements.
        if found[each.id][0].state != PublicationState.WITHDRAWN.value
    )
    return PublicHits(rows, hits.next, hits.total)


def read_publisher(session: Session, *, engine: Engine, clock: Clock) -> Publisher:
    """Return who publishes here: the setting `document.office`, and an id that stays the same."""
    name = Office(session, engine, now=clock()).settings.text("document.office")
    return Publisher(name, uuid5(_PUBLISHER, first_hash_of(session).hex()))


def count_publications(session: Session, *, clock: Clock, wanted: PublicationFilter) -> int:
    """Count publications over all pages."""
    return stored.count_publications(session, wanted, now=clock().astimezone(UTC))


def view_of(row: PublicationRow, later: str | None, clock: Clock) -> PublicView:
    """Return what everybody may read of a publication; `later` is the number in its place."""
    state = PublicationState(row.state)
    is_gone = state is PublicationState.WITHDRAWN
    until = row.objection_until
    return PublicView(
        number=row.number,
        kind=PublicationKind(row.kind),
        state=state,
        title=None if is_gone else row.title,
        text=None if is_gone else row.body,
        published_at=row.published_at,
        basis=None if is_gone else row.basis,
        objections_until=local_day(until - RESOLUTION) if until is not None else None,
        takes_objections=(
            until is not None
            and clock().astimezone(UTC) < until
            and state is PublicationState.PUBLISHED
        ),
        closed_at=row.closed_at,
        closed_reason=row.closed_reason,
        superseded_by=later,
    )
