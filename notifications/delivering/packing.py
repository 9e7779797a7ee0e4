"""Put what is worth sending into a parcel: to whom, in which words, under an id that stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from engine.identity import Person
from engine.model.message_kinds import CONTACT_CODE
from engine.store.contacts import contact_of
from engine.store.deliveries import DeliveryRow
from engine.store.store import Session
from notifications.channel import Language, Parcel
from notifications.delivering.codes import code_content
from notifications.delivering.looking import Skipped, Worthy
from notifications.delivering.meetings import invitation_of
from notifications.delivering.words import Words
from notifications.seals import seal_of
from notifications.spreading.settings import detail_of
from notifications.spreading.telling import Telling
from notifications.spreading.ways import Ways
from notifications.words.content import Content


@dataclass(frozen=True, slots=True)
class Packed:
    """What is sent as one, and what of it is not sent any more; no parcel where nothing is left."""

    parcel: Parcel | None
    rows: tuple[DeliveryRow, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Packing:
    """What putting into parcels needs, in one unit of work."""

    session: Session
    telling: Telling
    ways: Ways
    words: Words
    base_url: str
    secret: str = field(repr=False)
    """By which parcels are sealed."""

    def parcel(self, parcel_id: str, worthy: Sequence[Worthy]) -> Parcel:
        """Return one parcel for deliveries to one person through one channel."""
        first = worthy[0]
        row, turn = first.row, self.telling.turn
        reach = self.ways.reach(row.person) if row.person else None
        language = cast("Language", reach.choice.language if reach else "zh")
        person = self._person(row.person)
        is_digest = parcel_id != row.id
        content = (
            self._digest(worthy, person, language)
            if is_digest and person is not None
            else self._content(first, person, language)
        )
        return Parcel(
            id=parcel_id,
            to=self._address(first) if reach else "",
            subject=content.subject,
            text=content.text,
            short=content.short,
            html=content.html,
            said_at=first.message.created_at,
            link=None if is_digest else self._link(first, person),
            thread=None if is_digest else row.case_id,
            language=language,
            person=person.name if person is not None else "",
            kind="digest" if is_digest else row.kind,
            is_urgent=row.is_urgent,
            invitation=None if is_digest else invitation_of(turn, first.matter),
            seal=seal_of(self.secret, parcel_id),
        )

    def _address(self, first: Worthy) -> str:
        row = first.row
        if first.message.kind == CONTACT_CODE:  # to an address that does not count yet
            found = contact_of(self.session, row.person, row.channel)
            return "" if found is None else found.address
        return self.ways.reach(row.person).contacts[row.channel].address

    def _link(self, first: Worthy, person: Person | None) -> str | None:
        if first.message.kind == CONTACT_CODE:
            return None
        return self.words.link_of(first.message, self.base_url, is_shared=person is None)

    def _content(self, first: Worthy, person: Person | None, language: Language) -> Content:
        turn, row = self.telling.turn, first.row
        if first.message.kind == CONTACT_CODE:
            return code_content(first.message, language)
        return self.words.content_of(
            self.session,
            engine=turn.engine,
            now=turn.now,
            message=first.message,
            to=person,
            on_behalf_of=None if row.on_behalf_of is None else self._person(row.on_behalf_of),
            language=language,
            detail=detail_of(turn.office.settings, row.channel),
            base_url=self.base_url,
        )

    def _digest(self, worthy: Sequence[Worthy], person: Person, language: Language) -> Content:
        turn = self.telling.turn
        return self.words.digest_of(
            self.session,
            engine=turn.engine,
            now=turn.now,
            messages=[each.message for each in worthy],
            to=person,
            language=language,
            detail=detail_of(turn.office.settings, worthy[0].row.channel),
            base_url=self.base_url,
        )

    def _person(self, person_id: str) -> Person | None:
        return self.telling.turn.office.person(person_id) if person_id else None
