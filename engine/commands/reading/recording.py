"""Every look is an event: who, on whose behalf, at which part of which case or person.

The reads of a case have a chain of their own, so that they change neither its version nor its
history, and take no lock that a step waits for. A page that is shown again and again would drown
what matters: the same part read again by the same person within `audit.read_interval` minutes is
one event. Whoever is in a group for `record_every_read` (auditors) is never folded.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import Enum

from engine.commands.turn import Turn
from engine.definitions.system_chain import record_change
from engine.model.history import SYSTEM, Chain, SealedEvent
from engine.model.values import Value, to_json
from engine.store.access_reads import access_chain, recent_reads, take_chain
from engine.store.batch import StepBatch
from engine.store.case_reads import head_of

INTERVAL = "audit.read_interval"
EXPORTED = "history_exported"
Values = Mapping[str, Value]


class Part(Enum):
    """The parts of a case that are read, and recorded, by themselves."""

    CASE = "case"
    """What it is about and how it stands."""
    WORK = "work"
    """One piece of its open work with the form."""
    VARIABLES = "variables"
    """What it knows."""
    HISTORY = "history"
    """What happened."""
    DIAGRAM = "diagram"
    """Where it stands in its diagram."""
    ACCESS = "access"
    """Who read it."""
    MESSAGES = "messages"
    """What was told about it to whom, and who read that."""
    MESSAGE = "message"
    """One thing that was told to the reader."""


def record_case_read(turn: Turn, case_id: str, part: Part) -> None:
    """Record that the actor read a part of a case, unless they just did."""
    chain_id, said = access_chain(case_id), {"part": part.value}
    if _is_just_read(turn, chain_id, "case_read", said):
        return
    take_chain(turn.session, chain_id)
    if _is_just_read(turn, chain_id, "case_read", said):  # by the same person, a moment ago
        return
    _append(turn, chain_id, "case_read", said)


def record_history_export(turn: Turn, case_id: str, *, events: int, head: str) -> None:
    """Record that the actor took out the history of a case, up to which event; never folded."""
    chain_id = access_chain(case_id)
    take_chain(turn.session, chain_id)
    _append(turn, chain_id, EXPORTED, {"events": events, "head": head})


def record_person_read(turn: Turn, person: str) -> None:
    """Record in the system chain that the actor read somebody's record, unless it is their own."""
    said = {"person": person}
    if person == turn.actor.person or _is_just_read(turn, SYSTEM, "person_read", said):
        return
    record_change(
        turn.session,
        "person_read",
        new_salt=turn.engine.new_salt,
        at=turn.now,
        actor=turn.actor,
        data=said,
    )


def record_messages_read(turn: Turn, case_id: str | None, type_: str, said: Values) -> None:
    """Record that the actor read messages of a case; of none, in the system chain.

    Never folded: each message is marked once. Where several cases are meant, take them in the
    order of their ids, so that nobody waits for somebody who waits for them.
    """
    _record(turn, case_id, type_, {"part": Part.MESSAGE.value, **said})


def record_delivery(turn: Turn, case_id: str | None, type_: str, said: Values) -> None:
    """Record what came of a message outside of the inbox, where its reads are recorded.

    The chain of a case waits for no step and no step for it. Never folded. Where several cases are
    meant, take them in the order of their ids.
    """
    _record(turn, case_id, type_, said)


def _record(turn: Turn, case_id: str | None, type_: str, said: Values) -> None:
    if case_id is None:
        record_change(
            turn.session,
            type_,
            new_salt=turn.engine.new_salt,
            at=turn.now,
            actor=turn.actor,
            data=said,
        )
        return
    chain_id = access_chain(case_id)
    take_chain(turn.session, chain_id)
    _append(turn, chain_id, type_, said)


def _append(turn: Turn, chain_id: str, type_: str, said: Values) -> int:
    chain = Chain(chain_id, turn.engine.new_salt, *head_of(turn.session, chain_id))
    chain.append(
        type_,
        at=turn.now,
        person=turn.actor.person,
        on_behalf_of=turn.actor.on_behalf_of,
        data=said,
        calendar=turn.office.calendar.version,
    )
    batch = StepBatch()
    batch.add_events(chain.added)
    batch.flush(turn.session)
    return chain.seq


def _is_just_read(turn: Turn, chain: str, type_: str, said: Values) -> bool:
    """Say whether the same was read by the same person within the interval."""
    minutes = turn.office.settings.integer(INTERVAL)
    every = turn.engine.permissions.allows(turn.office, turn.actor, "record_every_read", unit=None)
    if not minutes or every:
        return False
    since = turn.now - timedelta(minutes=minutes)
    events = recent_reads(turn.session, chain, type_, person=turn.actor.person, since=since)
    return any(_is_same(event, turn, said) for event in events)


def _is_same(event: SealedEvent, turn: Turn, said: Values) -> bool:
    same_absent = event.on_behalf_of == turn.actor.on_behalf_of
    return same_absent and event.members().get("data") == to_json(said)
