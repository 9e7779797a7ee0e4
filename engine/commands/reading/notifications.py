"""Read what one has been told: outbox messages whose audience means the actor today.

Whether a message was read is not kept; `status` says whether it has left the outbox.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.policy.acting import standing
from engine.commands.reading.standing import Looking
from engine.commands.registers import FIRST_PAGE, Listed
from engine.identity import Audience, Person, reaches_as
from engine.model.case import Actor, Clock
from engine.model.registers import Page
from engine.model.values import Value
from engine.store.message_lists import messages_naming
from engine.store.rows import OutboxRow
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class NotificationView:
    """One message to the actor; `body` is what the message carries."""

    id: str
    kind: str
    created_at: datetime
    case_id: str | None
    reference: str | None
    title: str | None
    body: Value
    status: str


def list_notifications(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, page: Page = FIRST_PAGE
) -> Listed[NotificationView]:
    """Return the messages meant for the actor, the newest first.

    A page may be short, even empty, while `next` still leads on: at most 500 messages that name
    one of the actor's groups are looked at for a page.
    """
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    person = standing(looking.turn.office, actor).person
    found, sorting, has_more = messages_naming(
        session, person=person.id, groups=person.groups, page=page
    )
    rows: list[NotificationView] = []
    for row, reference, title in found:
        if _is_meant(looking, person, row):
            if len(rows) == page.limit:
                return Listed(tuple(rows), sorting.cursor(rows[-1].created_at, rows[-1].id))
            rows.append(_view(row, reference, title))
    last = found[-1][0] if has_more else None
    return Listed(tuple(rows), None if last is None else sorting.cursor(last.created_at, last.id))


def _is_meant(looking: Looking, person: Person, row: OutboxRow) -> bool:
    """Say whether the audience means a person today, as `Directory.resolve` says it."""
    if not isinstance(row.audience, Mapping):
        return False
    audience, office = Audience.from_record(row.audience), looking.turn.office
    if not person.above.isdisjoint(audience.excluded_units):
        return False
    path = None if audience.unit is None else office.path(audience.unit)
    return person.id in audience.people or reaches_as(person, audience.groups, path)


def _view(row: OutboxRow, reference: str | None, title: str | None) -> NotificationView:
    return NotificationView(
        id=row.id,
        kind=row.kind,
        created_at=row.created_at,
        case_id=row.case_id,
        reference=reference,
        title=title,
        body=row.body,
        status=row.status,
    )
