"""Read where somebody is reached: whole to themselves and to who keeps them, masked to others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.commands.directory.keeping import WORD
from engine.commands.engine import Engine
from engine.commands.reading.directory import read_person
from engine.commands.turn import Turn
from engine.model.case import Actor, Clock
from engine.store.contacts import Contact, contacts_of
from engine.store.store import Session
from notifications.contacts.addresses import Channels, masked, personal_channels
from notifications.contacts.settings import MOST_TRIES


@dataclass(frozen=True, slots=True)
class ContactView:
    """An address: `is_masked` where the reader may not have it whole.

    `awaits_code` says that a code was sent there that holds still. `failure` is why what was sent
    there came back. Without `is_configured` nothing is sent through the channel here.
    """

    channel: str
    channel_zh: str
    channel_en: str
    address: str
    is_masked: bool
    given_at: datetime
    confirmed_at: datetime | None
    is_usable: bool
    awaits_code: bool
    failed_at: datetime | None
    failure: str | None
    is_configured: bool


def read_contacts(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    channels: Channels,
    person: str | None = None,
) -> tuple[ContactView, ...]:
    """Return where somebody is reached, oneself without a name; reading of another is recorded.

    NotFound for a person whom one may not read.
    """
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    whose = person or actor.person
    is_own = whose == actor.person and actor.on_behalf_of is None
    is_whole = is_own
    if not is_own:
        entry = read_person(session, engine=engine, clock=clock, actor=actor, person=whose)
        is_whole = engine.permissions.allows(turn.office, actor, WORD, unit=entry.unit.id)
    named = personal_channels(channels)
    return tuple(
        _view(each, channels, named.get(each.channel, (each.channel,) * 2), turn.now, is_whole)
        for each in contacts_of(session, whose)
    )


def _view(
    row: Contact,
    channels: Channels,
    named: tuple[str, ...],
    now: datetime,
    is_whole: bool,  # noqa: FBT001 - one call, beside it
) -> ContactView:
    holds = row.code_hash is not None and row.code_until is not None and row.code_until > now
    return ContactView(
        channel=row.channel,
        channel_zh=named[0],
        channel_en=named[1],
        address=row.address if is_whole else masked(row.address),
        is_masked=not is_whole,
        given_at=row.given_at,
        confirmed_at=row.confirmed_at,
        is_usable=row.is_usable,
        awaits_code=holds and row.code_tries < MOST_TRIES,
        failed_at=row.failed_at,
        failure=row.failure,
        is_configured=row.channel in channels.names,
    )
