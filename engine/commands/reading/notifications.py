"""Read what one has been told: outbox messages whose audience means the actor today.

A message that is opened is marked read by the actor, once, and the chain of reads of its case says
so. `status` says whether it has left the outbox.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.reading.inboxes import OwnInbox
from engine.commands.reading.recording import record_messages_read
from engine.commands.registers import FIRST_PAGE, Listed
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.model.errors import NotFound
from engine.model.message_words import MessageWords, words_of
from engine.model.registers import Page
from engine.model.values import Value
from engine.store.inbox import ReadMark, is_told, mark_read
from engine.store.message_lists import Heard, message_to, messages_named, messages_to
from engine.store.rows import OutboxRow
from engine.store.store import Session

MOST_COUNTED = 99
"""Up to how many unread messages are counted (无法定依据，建议值)."""
_LOOKED_THROUGH = 500


@dataclass(frozen=True, slots=True)
class NotificationView:
    """One message to the actor: its words, what it carries (`body`), and when the actor read it.

    `is_highlighted` says that it is unread and of a kind that the actor has counted.
    """

    id: str
    kind: str
    kind_zh: str
    kind_en: str
    created_at: datetime
    case_id: str | None
    reference: str | None
    title: str | None
    words: MessageWords
    body: Value
    status: str
    read_at: datetime | None
    is_highlighted: bool


@dataclass(frozen=True, slots=True)
class UnreadCount:
    """How many messages are unread; with `is_more` at least so many, `shown` as 99+."""

    count: int
    is_more: bool
    shown: str


@dataclass(frozen=True, slots=True)
class UnreadMessages:
    """Unread messages, the newest first; with `has_more` there may be others."""

    rows: tuple[NotificationView, ...]
    has_more: bool


def list_notifications(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, page: Page = FIRST_PAGE
) -> Listed[NotificationView]:
    """Return the messages meant for the actor, the newest first."""
    own = OwnInbox.of(Turn(session, engine=engine, clock=clock, actor=actor))
    found, following = messages_to(session, own.inbox, page=page)
    return Listed(tuple(_view(own, each) for each in found), following)


def list_unread(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, most: int
) -> UnreadMessages:
    """Return the newest of the actor's unread messages, those of muted kinds too."""
    own = OwnInbox.of(Turn(session, engine=engine, clock=clock, actor=actor))
    found, has_more = own.newest_unread(most)
    heard = messages_named(session, own.inbox, [each.id for each in found])
    return UnreadMessages(tuple(_view(own, each) for each in heard), has_more)


def count_unread(session: Session, *, engine: Engine, clock: Clock, actor: Actor) -> UnreadCount:
    """Count the actor's unread messages of the kinds they have counted, up to 99."""
    own = OwnInbox.of(Turn(session, engine=engine, clock=clock, actor=actor))
    found, is_more = own.unread(MOST_COUNTED)
    return UnreadCount(len(found), is_more, f"{len(found)}{'+' if is_more else ''}")


def read_notification(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, message_id: str
) -> NotificationView:
    """Return a message to the actor and mark it read; NotFound when it is not meant for them."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    own = OwnInbox.of(turn)
    heard = message_to(session, own.inbox, message_id)
    if heard is None or not is_told(session, own.inbox, message_id, heard[0].created_at):
        raise NotFound("消息不存在。", en=f"Expected a message '{message_id[:80]}' to the actor.")
    if heard[3] is None:
        heard = (*heard[:3], _mark(own, heard[0]))
        own.move_on(_LOOKED_THROUGH)
    return _view(own, heard)


def _mark(own: OwnInbox, message: OutboxRow) -> ReadMark:
    turn = own.turn
    mark = ReadMark(message.id, turn.actor.person, turn.actor.on_behalf_of, turn.now, "opened")
    if mark_read(turn.session, (mark,)):
        said: dict[str, Value] = {"message": message.id, "kind": message.kind}
        record_messages_read(turn, message.case_id, "notification_read", said)
    return mark


def message_words(engine: Engine, heard: tuple[OutboxRow, str | None, str | None]) -> MessageWords:
    """Return what a message says, given with reference and title of its case."""
    row, reference, title = heard
    kind = engine.message_kinds.kind(row.kind)
    return words_of(kind, row.kind, row.body, case=title, reference=reference)


def _view(own: OwnInbox, heard: Heard) -> NotificationView:
    row, reference, title, mark = heard
    engine = own.turn.engine
    kind = engine.message_kinds.kind(row.kind)
    return NotificationView(
        id=row.id,
        kind=row.kind,
        kind_zh=kind.zh,
        kind_en=kind.en,
        created_at=row.created_at,
        case_id=row.case_id,
        reference=reference,
        title=title,
        words=message_words(engine, (row, reference, title)),
        body=row.body,
        status=row.status,
        read_at=None if mark is None else mark.read_at,
        is_highlighted=mark is None and row.kind not in own.muted,
    )
