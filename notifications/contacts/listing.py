"""Bring people, their posts and their addresses up to date from one list: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.commands.directory import PeopleImported, import_people
from engine.commands.engine import Engine
from engine.identity import PersonEntry
from engine.model.case import Actor, Clock
from engine.store.store import Session
from notifications.contacts.addresses import Channels
from notifications.contacts.setting import Address, set_contacts


@dataclass(frozen=True, slots=True)
class ListImported:
    """What a list changed of people and posts, and how many addresses it set."""

    people: PeopleImported
    addresses: int


def import_list(  # noqa: PLR0913 - one name for each thing a caller says
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    channels: Channels,
    people: Sequence[PersonEntry],
    addresses: Iterable[tuple[str, str, str]],
    deactivate_missing: bool = False,
    is_trial: bool = False,
    note: str = "",
    idempotency_key: str | None = None,
) -> ListImported:
    """Import people as `import_people` does, then set their addresses (person, channel, address).

    Only the first has the key: addresses set again change nothing.
    """
    done = import_people(
        session,
        engine=engine,
        clock=clock,
        actor=actor,
        people=people,
        deactivate_missing=deactivate_missing,
        is_trial=is_trial,
        note=note,
        idempotency_key=idempotency_key,
    )
    reached = set_contacts(
        session,
        engine=engine,
        clock=clock,
        actor=actor,
        channels=channels,
        addresses=[Address(*each) for each in addresses],
        is_trial=is_trial,
    )
    return ListImported(done, reached.set)
