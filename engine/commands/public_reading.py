"""What the public reads: publications as they stand, and tombstones of those withdrawn."""

from __future__ import annotations

from datetime import UTC

from engine.commands.registers import Listed
from engine.model.case import Clock
from engine.model.deadline_values import RESOLUTION
from engine.model.deadlines import local_day
from engine.model.errors import NotFound
from engine.model.publications import (
    EVERY_PUBLICATION,
    PublicationFilter,
    PublicationKind,
    PublicationState,
    PublicView,
)
from engine.model.registers import Page
from engine.store import publications as stored
from engine.store.publications import find_publication, page_of_publications
from engine.store.rows import PublicationRow
from engine.store.store import Session

NEWEST_FIRST = Page(is_descending=True)


def read_publication(session: Session, *, clock: Clock, publication: str) -> PublicView:
    """Return a publication by number or id; of a withdrawn one only number, day and reason."""
    row = find_publication(session, publication)
    if row is None:
        raise NotFound(
            "没有这一公示公告。",
            en=f"Expected a publication, found none named '{publication[:80]}'.",
        )
    later = find_publication(session, row.superseded_by) if row.superseded_by else None
    return _view(row, None if later is None else later.number, clock)


def list_publications(
    session: Session,
    *,
    clock: Clock,
    wanted: PublicationFilter = EVERY_PUBLICATION,
    page: Page = NEWEST_FIRST,
) -> Listed[PublicView]:
    """Return a page of publications, the newest first unless the page says otherwise."""
    rows, cursor = page_of_publications(session, wanted, page, now=clock().astimezone(UTC))
    return Listed(tuple(_view(row, later, clock) for row, later in rows), cursor)


def count_publications(session: Session, *, clock: Clock, wanted: PublicationFilter) -> int:
    """Count publications over all pages."""
    return stored.count_publications(session, wanted, now=clock().astimezone(UTC))


def _view(row: PublicationRow, later: str | None, clock: Clock) -> PublicView:
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
