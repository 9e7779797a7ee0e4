"""Publications and objections as a turn has made them: its batch before the store."""

from __future__ import annotations

from engine.store import publications as stored
from engine.store.batch import StepBatch
from engine.store.rows import ObjectionRow, PublicationRow
from engine.store.store import Session


def find_publication(session: Session, batch: StepBatch, name: str) -> PublicationRow | None:
    """Return a publication by id or number; None where there is none."""
    for row in batch.publications.values():
        if name in (row.id, row.number):
            return row
    return stored.find_publication(session, name)


def find_objection(session: Session, batch: StepBatch, objection_id: str) -> ObjectionRow | None:
    """Return an objection by its id; None where there is none."""
    return batch.objections.get(objection_id) or stored.find_objection(session, objection_id)
