"""What somebody does with their inbox: mark what is there as read, choose what is counted.

A message that must be told by law is always counted: its kind says why (`Duty`).
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.commands.reading.inboxes import OwnInbox
from engine.commands.reading.recording import record_messages_read
from engine.commands.requests import command
from engine.commands.results import Recorded
from engine.commands.turn import Turn
from engine.definitions.system_chain import record_change
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidArgument, NotFound, NotPermitted
from engine.model.message_kinds import MessageKind
from engine.model.values import Value
from engine.store.inbox import ReadMark, mark_read, set_muted
from engine.store.message_lists import cases_of
from engine.store.store import Session

MOST_MARKED = 500
"""How many messages are marked at once: each case has an event of its own."""


@dataclass(frozen=True, slots=True)
class MarkedRead(Recorded):
    """Messages were marked read; with `has_more` there are others, for the next time."""

    marked: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class KindSet(Recorded):
    """Whether a kind of message is counted now; `changed` is False when it was so before."""

    kind: str
    is_counted: bool
    changed: bool


@command(MarkedRead)
def mark_all_read(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    idempotency_key: str | None = None,
) -> MarkedRead:
    """Mark the actor's unread messages as read without opening them, the newest 500 at once.

    The history of every case says which ones were marked, and that they were marked together.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    own = OwnInbox.of(turn)
    found, has_more = own.all_unread(MOST_MARKED)
    marks = [
        ReadMark(each.id, actor.person, actor.on_behalf_of, turn.now, "marked") for each in found
    ]
    marked = mark_read(session, marks)
    by_case: dict[str | None, list[Value]] = {}
    for message_id, case_id in cases_of(session, marked):
        by_case.setdefault(case_id, []).append(message_id)
    for case_id in sorted(by_case, key=lambda each: each or ""):
        said: dict[str, Value] = {"messages": by_case[case_id]}
        record_messages_read(turn, case_id, "notifications_marked_read", said)
    own.move_on(MOST_MARKED)
    return MarkedRead("", 0, "", 0, len(marked), has_more)


@command(KindSet)
def set_notification(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    kind: str,
    is_counted: bool,
    idempotency_key: str | None = None,
) -> KindSet:
    """Count and highlight a kind of message in the actor's inbox, or no longer.

    One that the law wants told raises InvalidArgument (``kind_must_be_counted``) with the reason.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    OwnInbox.of(turn)  # whoever is unknown has none
    if actor.on_behalf_of is not None:
        raise NotPermitted(
            "消息设置不能由他人代理。",
            en=f"Expected '{actor.person}' to set their notifications in their own name.",
            code="not_by_substitute",
        )
    declared = engine.message_kinds.known.get(kind)
    if declared is None:
        raise NotFound("没有这一消息种类。", en=f"Expected a kind of message, found '{kind[:80]}'.")
    if not is_counted:
        _expect_free(declared)
    changed = set_muted(session, actor.person, kind, at=None if is_counted else turn.now)
    if not changed:
        return KindSet("", 0, "", 0, kind, is_counted, changed)
    seq = record_change(
        session,
        "notification_setting_changed",
        new_salt=engine.new_salt,
        at=turn.now,
        actor=actor,
        before={"is_counted": not is_counted},
        after={"is_counted": is_counted},
        data={"kind": kind},
    )
    return KindSet("", 0, "", seq, kind, is_counted, changed)


def _expect_free(kind: MessageKind) -> None:
    if kind.duty is not None:
        raise InvalidArgument(
            f"“{kind.zh}”必须计入，不能关闭。{kind.duty.zh}",
            en=f"'{kind.en}' must be counted. {kind.duty.en}",
            code="kind_must_be_counted",
        )
