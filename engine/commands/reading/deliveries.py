"""Read what left the machine and what did not: by channel, with the cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.reading.names import Named, Names
from engine.commands.reading.operations import SEE
from engine.commands.reading.standing import Looking
from engine.commands.registers import FIRST_PAGE, Listed
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidArgument
from engine.model.registers import Page
from engine.store import delivery_lists as lists
from engine.store.store import Session

RESEND = "resend_message"
STATUS_WORDS: dict[str, tuple[str, str]] = {
    "dead": ("未送达", "Not delivered"),
    "pending": ("等待外发", "Waits to be sent"),
    "held": ("等待汇总", "Waits for a digest"),
    "sent": ("已外发", "Sent"),
    "skipped": ("不必外发", "Not needed any more"),
}
"""What each status of a delivery means to people."""


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A delivery: of which kind of message, to whom (None: a shared place), and what became of it.

    `failure` is what the channel said, in Chinese.
    """

    id: str
    kind: str
    kind_zh: str
    kind_en: str
    channel: str
    person: Named | None
    on_behalf_of: Named | None
    case_id: str | None
    reference: str | None
    title: str | None
    status: str
    status_zh: str
    status_en: str
    created_at: datetime
    attempts: int
    next_at: datetime | None
    ended_at: datetime | None
    failure_code: str | None
    failure: str | None


@dataclass(frozen=True, slots=True)
class RestView:
    """A channel that nothing gets through since then, why, and when it is tried again."""

    channel: str
    since: datetime
    until: datetime
    failures: int
    failure: str


def list_deliveries(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    status: str = "dead",
    channel: str | None = None,
    page: Page = FIRST_PAGE,
) -> Listed[DeliveryView]:
    """Return deliveries about the cases in scope; those about no case to who may send them again."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    viewer = looking.expect(SEE)
    if status not in STATUS_WORDS:
        raise InvalidArgument(
            "没有这种外发状态。", en="Expected a status of deliveries.", code="unknown_status"
        )
    turn = looking.turn
    is_all = engine.permissions.allows(turn.office, actor, RESEND, unit=None)
    if viewer is None and not is_all:
        return Listed(())
    found, cursor = lists.list_deliveries(
        session, viewer, status=status, channel=channel, is_all=is_all, page=page
    )
    names = Names(turn)
    return Listed(tuple(_view(engine, names, each) for each in found), cursor)


def list_resting_channels(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> tuple[RestView, ...]:
    """Return the channels that nothing gets through; needs `see_operations`."""
    Looking(session, engine=engine, clock=clock, actor=actor).expect(SEE)
    return tuple(
        RestView(each.channel, each.since, each.until, each.failures, each.failure)
        for each in lists.resting_channels(session)
    )


def _view(engine: Engine, names: Names, listed: lists.ListedDelivery) -> DeliveryView:
    row = listed.row
    kind = engine.message_kinds.kind(row.kind)
    zh, en = STATUS_WORDS[row.status]
    return DeliveryView(
        id=row.id,
        kind=row.kind,
        kind_zh=kind.zh,
        kind_en=kind.en,
        channel=row.channel,
        person=names.person(row.person) if row.person else None,
        on_behalf_of=names.maybe(row.on_behalf_of),
        case_id=row.case_id,
        reference=listed.reference,
        title=listed.title,
        status=row.status,
        status_zh=zh,
        status_en=en,
        created_at=row.created_at,
        attempts=row.attempts,
        next_at=row.next_at,
        ended_at=row.ended_at,
        failure_code=row.failure_code,
        failure=row.failure,
    )
