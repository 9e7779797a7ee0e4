"""By which channels somebody is told, and from when on: addresses, choices, manners."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import bindparam, select

from engine.store.contacts import Choice, Contact, choice_of, contacts_of
from engine.store.deliveries import DeliveryRow
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import muted_kind
from notifications.channel import Channel
from notifications.spreading.causes import URGED, cause_of, delivery_id
from notifications.spreading.manners import Manners
from notifications.spreading.telling import Matter, Meant, Recipient

_MUTED = Statement(
    select(muted_kind.c.kind).where(muted_kind.c.person == bindparam("person")), ["person"]
)


class Installed(Protocol):
    """The channels of an installation; `notifications.registry.Channels` is one."""

    @property
    def names(self) -> tuple[str, ...]:
        """Their names."""
        ...

    def kind(self, name: str) -> type[Channel]:
        """Return the class of one."""
        ...

    def open(self, name: str) -> Channel:
        """Return a new object for one thread."""
        ...


@dataclass(frozen=True, slots=True)
class Reach:
    """Where somebody is reached, and how they want to be told."""

    contacts: dict[str, Contact]
    choice: Choice
    muted: frozenset[str]


class Ways:
    """Make the deliveries of messages, in one unit of work."""

    def __init__(
        self, session: Session, *, channels: Installed, manners: Manners, now: datetime
    ) -> None:
        self._session = session
        self._channels = channels
        self._manners = manners
        self._now = now
        self._reach: dict[str, Reach] = {}

    def reach(self, person: str) -> Reach:
        """Return where somebody is reached."""
        if person not in self._reach:
            session = self._session
            self._reach[person] = Reach(
                {each.channel: each for each in contacts_of(session, person) if each.is_usable},
                choice_of(session, person),
                frozenset(str(row[0]) for row in session.rows(_MUTED, person)),
            )
        return self._reach[person]

    def deliveries(
        self, matter: Matter, meant: Iterable[Meant], *, has_duty: bool
    ) -> Iterator[DeliveryRow]:
        """Yield the deliveries of a message: one for each channel and person.

        Who is told for themselves and for somebody absent is told for themselves; what one rule
        calls urgent is urgent.
        """
        to: dict[tuple[str, str], Recipient] = {}
        urgent: set[tuple[str, str]] = set()
        for each in meant:
            for place, recipient in self._places(matter.message.kind, each, has_duty=has_duty):
                known = to.get(place)
                if known is None or known.on_behalf_of is not None:
                    to[place] = recipient
                if each.rule.is_urgent:
                    urgent.add(place)
        for (channel, person), recipient in sorted(to.items(), key=lambda each: each[0]):
            is_urgent = (channel, person) in urgent
            yield self.delivery(matter, channel, recipient, is_urgent=is_urgent, has_duty=has_duty)

    def delivery(
        self,
        matter: Matter,
        channel: str,
        recipient: Recipient,
        *,
        is_urgent: bool,
        has_duty: bool,
    ) -> DeliveryRow:
        """Return the delivery of a message to somebody, with when it may go."""
        message, cause = matter.message, cause_of(matter.message, matter.work)
        hour = self._digest_hour(message.kind, recipient, is_urgent=is_urgent or has_duty)
        if is_urgent:
            next_at = self._now
        elif hour is None:
            next_at = self._manners.opening(self._now)
        else:
            next_at = self._manners.digest(self._now, hour)
        return DeliveryRow(
            id=delivery_id(channel, recipient.person, cause),
            message_id=message.id,
            case_id=message.case_id,
            channel=channel,
            person=recipient.person,
            on_behalf_of=recipient.on_behalf_of,
            cause=cause,
            kind=message.kind,
            is_urgent=is_urgent,
            status="pending" if hour is None else "held",
            created_at=self._now,
            next_at=next_at,
        )

    def carries(self, channel: str, person: str, kind: str, *, has_duty: bool) -> bool:
        """Say whether a channel reaches somebody, and they did not choose otherwise.

        Choosing otherwise never applies to what must be told.
        """
        reach = self.reach(person)
        if channel not in reach.contacts:
            return False
        return has_duty or (channel not in reach.choice.off_channels and kind not in reach.muted)

    def _places(
        self, kind: str, meant: Meant, *, has_duty: bool
    ) -> Iterator[tuple[tuple[str, str], Recipient]]:
        for channel in _both(meant.rule.channels, self._channels.names):
            if not self._channels.kind(channel).is_personal:
                if meant.rule.to:
                    yield (channel, ""), Recipient("")
                continue
            for each in meant.recipients:
                if self.carries(channel, each.person, kind, has_duty=has_duty):
                    yield (channel, each.person), each

    def _digest_hour(self, kind: str, recipient: Recipient, *, is_urgent: bool) -> int | None:
        """Return at which hour it waits for the others; None for what goes by itself."""
        if is_urgent or kind == URGED or not recipient.person:
            return None
        return self.reach(recipient.person).choice.digest_at


def _both(named: Iterable[str], installed: Collection[str]) -> Iterator[str]:
    return (each for each in dict.fromkeys(named) if each in installed)
