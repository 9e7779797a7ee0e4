"""What the public of a scenario sees: publications, and answers to receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.commands import list_publications, look_up_objection
from engine.model.case import Clock
from engine.model.publications import PublicView
from engine.model.registers import MAX_PAGE, Page
from engine.model.values import Value
from engine.store import Session

OLDEST_FIRST = Page(MAX_PAGE)


def published(session: Session, clock: Clock) -> tuple[PublicView, ...]:
    """Return all publications, the first published first."""
    return list_publications(session, clock=clock, page=OLDEST_FIRST).rows


def publication_records(session: Session, clock: Clock) -> tuple[Mapping[str, Value], ...]:
    """Return what everybody reads of each publication, the first published first."""
    return tuple(
        {
            "number": view.number,
            "kind": view.kind.value,
            "state": view.state.value,
            "title": view.title or "",
            "text": view.text or "",
            "objections_until": view.objections_until,
            "takes_objections": view.takes_objections,
            "reason": view.closed_reason or "",
            "superseded_by": view.superseded_by or "",
        }
        for view in published(session, clock)
    )


def receipt_records(session: Session, receipts: Sequence[str]) -> tuple[Mapping[str, Value], ...]:
    """Return what the holder of each receipt is told, the first objection first."""
    views = [look_up_objection(session, receipt=receipt) for receipt in receipts]
    return tuple(
        {
            "answered": view.is_answered,
            "answer": view.answer or "",
            "upheld": view.is_upheld,
            "answered_on": view.answered_on,
        }
        for view in views
    )
