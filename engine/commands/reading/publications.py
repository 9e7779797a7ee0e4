"""Read publications as officials see them: their case, and how many objections wait.

Everybody reads the words; whose case it is, and that somebody objected, is for those in whose
register the case lies (`list_below`). What was objected is read by `list_objections`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.public_reading import NEWEST_FIRST, view_of
from engine.commands.registers import Listed
from engine.identity import CaseScope
from engine.model.case import Actor, Clock
from engine.model.errors import NotFound
from engine.model.publications import EVERY_PUBLICATION, PublicationFilter, PublicView
from engine.model.registers import Page
from engine.store import publication_lists as stored
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class ObjectionCount:
    """How many objections to a publication were filed, and how many are not answered yet."""

    filed: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class OfficePublication:
    """A publication with the case that published it.

    `objections` is None where whoever asks may not read them. `due_at` is what of the open work
    of the case is due first.
    """

    publication: PublicView
    case_id: str
    reference: str | None
    case_title: str
    unit: str | None
    unit_name: str | None
    objections: ObjectionCount | None
    due_at: datetime | None


def list_office_publications(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    wanted: PublicationFilter = EVERY_PUBLICATION,
    is_unanswered: bool = False,
    page: Page = NEWEST_FIRST,
) -> Listed[OfficePublication]:
    """Return a page of the publications of cases in one's register, the newest first.

    `is_unanswered` leaves those with an objection that waits for its answer. Somebody outside the
    groups for `list_below` raises NotPermitted.
    """
    office = Office(session, engine, now=clock())
    lines, cursor = stored.page_of_lines(
        session,
        _sight(engine, office, actor),
        wanted,
        page,
        is_unanswered=is_unanswered,
        now=clock().astimezone(UTC),
    )
    return Listed(tuple(_view(office, line, clock) for line in lines), cursor)


def read_office_publication(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, publication: str
) -> OfficePublication:
    """Return a publication by number or id; NotFound where its case is out of reach."""
    office = Office(session, engine, now=clock())
    line = stored.find_line(session, _sight(engine, office, actor), publication)
    if line is None:
        raise NotFound(
            "没有这一公示公告。",
            en=f"Expected a publication in reach, found none named '{publication[:80]}'.",
        )
    return _view(office, line, clock)


def _sight(engine: Engine, office: Office, actor: Actor) -> stored.PublicationSight:
    permissions = engine.permissions
    permissions.expect(office, actor, "list_below")
    below, readers = (
        permissions.units(office, actor, word) for word in ("list_below", "read_objections")
    )
    return stored.PublicationSight(CaseScope(below), CaseScope(readers))


def _view(office: Office, line: stored.PublicationLine, clock: Clock) -> OfficePublication:
    counted = None
    if line.filed is not None and line.unanswered is not None:
        counted = ObjectionCount(line.filed, line.unanswered)
    return OfficePublication(
        publication=view_of(line.row, line.later, clock),
        case_id=line.row.case_id,
        reference=line.reference,
        case_title=line.case_title,
        unit=line.unit,
        unit_name=None if line.unit is None else office.unit_name(line.unit),
        objections=counted,
        due_at=line.due_at,
    )
