"""Note which messages stood on somebody's screen: once for each reader, in the reads of each case.

Shown is less than opened, and neither is service (送达): see `engine.commands.reading.services`.
"""

from __future__ import annotations

from collections.abc import Collection

from engine.commands.engine import Engine
from engine.commands.reading.inboxes import OwnInbox
from engine.commands.reading.recording import record_messages_read
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.model.values import Value
from engine.store.evidence import ShownMark, mark_shown, shown_among, told_among
from engine.store.message_lists import cases_of
from engine.store.store import Session


def find_unshown(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, messages: Collection[str]
) -> tuple[str, ...]:
    """Return which of these messages never stood on the actor's screen; nothing is written."""
    del engine, clock
    shown = shown_among(session, actor.person, messages)
    return tuple(each for each in dict.fromkeys(messages) if each not in shown)


def note_shown(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, messages: Collection[str]
) -> int:
    """Note that these messages stand on the actor's screen; return for how many that is new.

    One that is not meant for them is passed over.
    """
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    own = OwnInbox.of(turn)
    told = told_among(session, own.inbox, messages)
    marks = [ShownMark(each, actor.person, actor.on_behalf_of, turn.now) for each in told]
    new = mark_shown(session, marks)
    by_case: dict[str | None, list[Value]] = {}
    for message_id, case_id in cases_of(session, new):
        by_case.setdefault(case_id, []).append(message_id)
    for case_id in sorted(by_case, key=lambda each: each or ""):
        said: dict[str, Value] = {"messages": by_case[case_id]}
        record_messages_read(turn, case_id, "notifications_shown", said)
    return len(new)
