"""A code of six digits goes to an address, and proves there that whoever gave it is reached.

Only its hash is kept with the address. The message that carries it goes through this one channel,
stands in no inbox, and forgets the code once it was used or another one was sent.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import insert

from engine.commands.accounts.credentials import digest, fresh
from engine.model.errors import InvalidState
from engine.model.message_kinds import CONTACT_CODE
from engine.store.batch import StepBatch
from engine.store.contacts import Contact, codes_since, void_codes
from engine.store.rows import OutboxRow
from engine.store.tables import delivery
from notifications.contacts.addresses import Channels, masked
from notifications.contacts.keeping import Book
from notifications.contacts.settings import CODES_AN_HOUR, DIGITS, HOLDS, MOST_TRIES

_HOUR = timedelta(hours=1)


def with_code(book: Book, row: Contact, *, channels: Channels) -> Contact:
    """Send a new code to an address and return the address with its hash; the old one is void."""
    if row.channel not in channels.names:
        raise InvalidState(
            "本系统还没有开通这一渠道，不能发送确认码；请由系统管理员登记地址。",
            en=f"Expected this installation to have the channel '{row.channel}'.",
            code="channel_not_configured",
        )
    _expect_few(book, row)
    void_codes(book.session, row.person, row.channel, at=book.now)
    code = f"{int.from_bytes(digest(fresh(book.engine))) % 10**DIGITS:0{DIGITS}d}"
    salt = book.engine.new_salt().hex()
    _send(book, row, code)
    return replace(
        row,
        code_hash=f"{salt}:{_hash(code, salt)}",
        code_until=book.now + HOLDS,
        code_tries=0,
    )


def expect_askable(book: Book, row: Contact) -> None:
    """Expect a code that was sent to an address to hold still; InvalidState says what to do."""
    is_over = row.code_until is None or row.code_until <= book.now
    if row.code_hash is None or is_over or row.code_tries >= MOST_TRIES:
        raise InvalidState(
            "确认码已经失效，请重新获取。",
            en="Expected a code that holds; ask for a new one.",
            code="contact_code_over",
        )


def is_right(row: Contact, code: str) -> bool:
    """Say whether it is the code that was sent."""
    salt, _, wanted = (row.code_hash or "").partition(":")
    return hmac.compare_digest(_hash("".join(code.split()), salt), wanted)


def _hash(code: str, salt: str) -> str:
    return hashlib.sha256(f"{salt}\n{code}".encode("utf-8", "surrogatepass")).hexdigest()


def _expect_few(book: Book, row: Contact) -> None:
    most = book.office.settings.integer(CODES_AN_HOUR)
    sent = codes_since(book.session, row.person, row.channel, book.now - _HOUR)
    if sent >= most:
        raise InvalidState(
            f"一小时内最多发送{most}次确认码，请稍后再试。",
            en=f"Expected at most {most} codes an hour.",
            code="too_many_contact_codes",
        )


def _send(book: Book, row: Contact, code: str) -> None:
    minutes = HOLDS // timedelta(minutes=1)
    message = OutboxRow(
        id=str(book.engine.new_id()),
        case_id=None,
        created_at=book.now,
        kind=CONTACT_CODE,
        audience={"people": [row.person], "groups": [], "unit": None, "excluded_units": []},
        body={
            "code": code,
            "minutes": minutes,
            "until": book.now + HOLDS,
            "address": masked(row.address),
            "text": f"您的地址确认码是{code}，{minutes}分钟内有效。不是您本人登记的，不必理会，也不要告诉他人。",
        },
        status="sent",  # nothing is left to spread: it has its one delivery
    )
    batch = StepBatch()
    batch.add_message(message)
    batch.flush(book.session)
    cause = f"{CONTACT_CODE}:{message.id}"
    book.session.execute(
        insert(delivery).values(
            id=str(uuid5(NAMESPACE_OID, f"{row.channel}:{row.person}:{cause}")),
            message_id=message.id,
            channel=row.channel,
            person=row.person,
            cause=cause,
            kind=CONTACT_CODE,
            is_urgent=True,
            status="pending",
            created_at=book.now,
            attempts=0,
            next_at=book.now,
        )
    )
