"""An office that sent mails about a case, and what it knows of them afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import insert, select

from engine import commands
from engine.store import Store
from engine.store.contacts import Contact, contacts_of
from engine.store.outbox import messages_of_case
from engine.store.return_secrets import keep_return_secret
from engine.store.tables import contact, delivery
from notifications.bounces.reading import Tally, tally_bounces
from notifications.bounces.sources import StreamSource
from tests.notifications.mail.bounces.reports import ID, SECRET
from tests.reading.house import House
from tests.support.clock import HandClock


class Returning(House):
    """`in_case_officer` has an address and was sent one mail, an hour after giving it."""

    person = "in_case_officer"

    def __init__(self, store: Store, clock: HandClock) -> None:
        super().__init__(store, clock)
        self.case_id = self.rectify()
        self.message_id = self.read(lambda s: messages_of_case(s, self.case_id))[0].id
        self.give_address("li@example.org")
        clock.advance(timedelta(hours=1))
        with store.begin() as session:
            keep_return_secret(session, SECRET, at=clock())
        self.deliver_mail(ID)
        clock.advance(timedelta(minutes=10))

    def give_address(self, address: str, *, person: str = person) -> None:
        with self.store.begin() as session:
            row = {"person": person, "channel": "mail", "address": address, "code_tries": 0,
                   "given_at": self.clock(), "given_by": person, "confirmed_at": self.clock()}  # fmt: skip
            session.execute(contact.delete().where(contact.c.person == person))
            session.execute(insert(contact).values(**row))

    def deliver_mail(
        self, id_: str, *, status: str = "sent", cause: str = "", with_case: bool = True
    ) -> None:
        with self.store.begin() as session:
            session.execute(
                insert(delivery).values(
                    id=id_,
                    message_id=self.message_id,
                    case_id=self.case_id if with_case else None,
                    channel="mail",
                    person=self.person,
                    cause=cause or id_,
                    kind="task_assigned",
                    is_urgent=False,
                    status=status,
                    created_at=self.clock(),
                    attempts=1,
                    next_at=None if status != "pending" else self.clock(),
                    claimed_by="worker" if status == "pending" else None,
                    ended_at=self.clock() if status == "sent" else None,
                )
            )

    def come_back(self, *octets: bytes) -> Tally:
        """Read mails that came back, as a mail server gives them."""
        mails = b"\n\n".join(b"From MAILER-DAEMON Mon Mar  2 09:31:00 2026\n" + m for m in octets)
        source = StreamSource(mails)
        return tally_bounces(self.store, engine=self.engine, clock=self.clock, source=source)

    def state(self, id_: str = ID) -> tuple[str, str | None, str | None, datetime | None]:
        row = delivery.c
        query = select(row.status, row.failure_code, row.failure, row.next_at)
        with self.store.read() as session:
            status, code, failure, next_at = session.execute(query.where(row.id == id_)).one()
        return status, code, failure, next_at  # type: ignore[return-value]  # as the columns are

    def address(self) -> Contact:
        return self.read(lambda session: contacts_of(session, self.person))[0]

    def mail_events(self) -> list[dict[str, object]]:
        """What the chain of the reads of the case says of mails."""
        found = self.history(f"{self.case_id}/access")
        return [each.members() for each in found if each.type.startswith("delivery_")]

    def told(self, person: str) -> list[str]:
        """What somebody finds in their inbox about addresses."""
        listed = self.ask(commands.list_notifications, person)
        return [each.words.zh for each in listed.rows if each.kind == "address_failed"]
