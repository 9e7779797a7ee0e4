"""A mailbox that is asked by IMAP (RFC 9051): for those who have no mail server of their own.

The mailbox is for bounces alone: what was read is marked as seen, whatever it was.
"""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from notifications.bounces.report import MOST_OCTETS
from notifications.bounces.sources import Returned
from notifications.channel import WrongAddress
from notifications.channels.mail.place import context_of

TIMEOUT = 20
"""Seconds that each answer may take."""
_ENCRYPTED, _PLAIN = 993, 143
"""The ports of RFC 9051, section 2.1."""
_ERRORS = (OSError, imaplib.IMAP4.error)


class Unread(Exception):
    """The mailbox cannot be read now: why, in Chinese and English."""

    def __init__(self, zh: str, *, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass(frozen=True, slots=True)
class ImapSource:
    """A mailbox on a server, always encrypted; unseen mails are those not settled yet."""

    host: str
    port: int
    user: str
    mailbox: str
    is_encrypted_at_once: bool
    password: str = field(repr=False)
    context: ssl.SSLContext = field(repr=False)

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Read ``imaps://user:password@host:993/INBOX?ca=…``; WrongAddress for anything else."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        if not (parts.scheme and parts.hostname and parts.username and parts.password):
            raise WrongAddress(
                "退信的邮箱应为 imaps://用户:口令@主机/邮箱，口令中的特殊字符写成 %XX",
                en="Expected imaps://user:password@host/mailbox, with special characters of the"
                " password written as %XX",
            )
        is_at_once = parts.scheme == "imaps"
        return cls(
            host=parts.hostname,
            port=port or (_ENCRYPTED if is_at_once else _PLAIN),
            user=unquote(parts.username),
            mailbox=unquote(parts.path.strip("/")) or "INBOX",
            is_encrypted_at_once=is_at_once,
            password=unquote(parts.password),
            context=context_of(parse_qs(parts.query).get("ca", [None])[0]),
        )

    def returned(self, limit: int) -> Iterator[Returned]:
        """Yield unseen mails; Unread when the server cannot be asked."""
        try:
            client = self._called()
        except _ERRORS as error:
            raise _unread(error) from error
        try:
            yield from self._unseen(client, limit)
        except _ERRORS as error:
            raise _unread(error) from error
        finally:
            _hang_up(client)

    def _called(self) -> imaplib.IMAP4:
        client: imaplib.IMAP4
        if self.is_encrypted_at_once:
            client = imaplib.IMAP4_SSL(
                self.host, self.port, ssl_context=self.context, timeout=TIMEOUT
            )
        else:
            client = imaplib.IMAP4(self.host, self.port, timeout=TIMEOUT)
        try:
            if not self.is_encrypted_at_once:
                client.starttls(self.context)
            client.login(self.user, self.password)
            _expect_ok(client.select(f'"{self.mailbox}"'))
        except BaseException:
            _hang_up(client)
            raise
        return client

    def _unseen(self, client: imaplib.IMAP4, limit: int) -> Iterator[Returned]:
        found = _expect_ok(client.uid("SEARCH", "UNSEEN"))
        uids = b" ".join(each for each in found if isinstance(each, bytes)).split()
        for uid in uids[:limit]:
            name = uid.decode()
            parts = _expect_ok(client.uid("FETCH", name, f"(BODY.PEEK[]<0.{MOST_OCTETS}>)"))
            octets = next((each[1] for each in parts if isinstance(each, tuple)), None)
            if octets is not None:
                yield Returned(octets, partial(_settle, client, name))


def _settle(client: imaplib.IMAP4, uid: str) -> None:
    try:
        _expect_ok(client.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"))
    except _ERRORS as error:
        raise _unread(error) from error


def _hang_up(client: imaplib.IMAP4) -> None:
    try:
        client.logout()
    except _ERRORS:  # it hung up first; what is left of the line is closed
        with suppress(OSError):
            client.shutdown()


def _expect_ok(answer: tuple[str, Sequence[object]]) -> Sequence[object]:
    kind, found = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(f"{kind} {found!r}"[:300])
    return found


def _unread(error: Exception) -> Unread:
    return Unread(
        f"退信的邮箱现在不能读取：{error}", en=f"The mailbox of bounces cannot be read: {error}"
    )
