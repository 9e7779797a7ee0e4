"""What the public reads: publications as they stand, and tombstones of those withdrawn."""

from __future__ import annotations

from datetime import UTC

from engine.model.case import Clock
from engine.model.deadline_values import RESOLUTION
from engine.model.deadlines import local_day
from engine.model.errors import InvalidArgument, NotFound
from engine.model.publications import PublicationKind, PublicationState, PublicView
from engine.store.publications import find_publication, newest_publications
from engine.store.rows import PublicationRow
from engine.store.store import Session

MOST = 100


def read_publication(session: Session, *, clock: Clock, publication: str) -> PublicView:
    """Return a publication by number or id; of a withdrawn one only number, day and reason."""
    row = find_publication(session, publication)
    if row is None:
        raise NotFound(
            "没有这一公示公告。",
            en=f"Expected a publication, found none named '{publication[:80]}'.",
        )
    return _view(session, row, clock)


def list_publications(
    session: Session, *, clock: Clock, limit: int = MOST, offset: int = 0
) -> tuple[PublicView, ...]:
    """Return publications, the newest first, at most 100 at a time."""
    if not 0 < limit <= MOST or offset < 0:
        raise InvalidArgument(
            f"每页应为1至{MOST}条。", en=f"Expected a limit of 1 to {MOST} and no negative offset."
        )
    rows = newest_publications(session, limit=limit, offset=offset)
    return tuple(_view(session, row, clock) for row in rows)


def _view(session: Session, row: PublicationRow, clock: Clock) -> PublicView:
    state = PublicationState(row.state)
    is_gone = state is PublicationState.WITHDRAWN
    until = row.objection_until
    later = find_publication(session, row.superseded_by) if row.superseded_by else None
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
        superseded_by=later.number if later is not None else None,
    )
