"""Read which kinds of messages there are, and which of them the actor has counted."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.commands.reading.inboxes import OwnInbox
from engine.commands.reading.paging import paged
from engine.commands.registers import FIRST_PAGE, Listed
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.model.message_kinds import CONTACT_CODE, MessageKind
from engine.model.registers import Page
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class MessageKindView:
    """A kind of message; where it cannot be muted, `why_zh` and `why_en` say why."""

    kind: str
    zh: str
    en: str
    is_counted: bool
    can_be_muted: bool
    why_zh: str
    why_en: str


def list_message_kinds(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, page: Page = FIRST_PAGE
) -> Listed[MessageKindView]:
    """Return the kinds of messages by key, and which of them the actor has counted.

    A kind that only a diagram names is not among them; such messages are always counted. Neither
    is what stands in no inbox.
    """
    muted = OwnInbox.of(Turn(session, engine=engine, clock=clock, actor=actor)).muted
    known = engine.message_kinds.known.values()
    rows = (_view(each, muted) for each in known if each.key != CONTACT_CODE)
    return paged(rows, page, name="message_kinds", key=lambda each: each.kind)


def read_message_kind(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, kind: str
) -> MessageKindView:
    """Return one kind of message, as the list has it."""
    muted = OwnInbox.of(Turn(session, engine=engine, clock=clock, actor=actor)).muted
    return _view(engine.message_kinds.kind(kind), muted)


def _view(kind: MessageKind, muted: frozenset[str]) -> MessageKindView:
    duty = kind.duty
    return MessageKindView(
        kind=kind.key,
        zh=kind.zh,
        en=kind.en,
        is_counted=kind.key not in muted,
        can_be_muted=duty is None,
        why_zh="" if duty is None else duty.zh,
        why_en="" if duty is None else duty.en,
    )
