"""The channel of mail: one line to one server, kept open for many parcels."""

from __future__ import annotations

import smtplib
import time
from contextlib import suppress
from datetime import timedelta
from typing import ClassVar, Self

from notifications.channel import Clock, Parcel, Refused, Sent, WrongAddress
from notifications.channels.mail.attempt import Attempt, Monotonic, Stage, TooSlow, Unwanted
from notifications.channels.mail.failures import concerns_connection, undelivered
from notifications.channels.mail.handing import Post, hand_over
from notifications.channels.mail.letter import letter_of
from notifications.channels.mail.line import Line
from notifications.channels.mail.mailboxes import Mailbox
from notifications.channels.mail.names import name_of, return_path
from notifications.channels.mail.opening import NoEncryption, open_line
from notifications.channels.mail.place import MailPlace

IDLE = timedelta(seconds=60)
"""After so long without a mail the line is closed and opened anew: many servers hang up by then."""
_FAREWELL = 2.0
"""Seconds to say goodbye in: it is a courtesy, nothing depends on it."""
_ERRORS = (Unwanted, TooSlow, NoEncryption, OSError, smtplib.SMTPException)


class MailChannel:
    """Mail over one SMTP server (RFC 5321), encrypted unless the installation says otherwise."""

    scheme: ClassVar[tuple[str, ...]] = ("smtp", "smtps")
    zh: ClassVar[str] = "邮件"
    en: ClassVar[str] = "Mail"
    is_personal: ClassVar[bool] = True

    def __init__(
        self, place: MailPlace, *, clock: Clock, monotonic: Monotonic = time.monotonic
    ) -> None:
        self._place = place
        self._clock = clock
        self._monotonic = monotonic
        self._line: Line | None = None
        self._used_at = clock()
        self._was_slow = False

    @classmethod
    def from_url(cls, url: str, *, clock: Clock) -> Self:
        """Read how an installation names its mail server; nothing is connected yet."""
        return cls(MailPlace.from_url(url), clock=clock)

    def check_address(self, address: str) -> str:
        """Return a mail address with its domain in ASCII; WrongAddress for any other text."""
        mailbox = Mailbox.read(address)
        if mailbox.name:
            raise WrongAddress(
                "只填邮件地址，不带名称", en="Expected a mail address alone, without a name"
            )
        return mailbox.address

    def send(self, parcel: Parcel) -> Sent:
        """Hand one mail to the server within `timeout` seconds in all; say why it was not taken."""
        post = self._post(parcel)
        ends_at = self._monotonic() + self._place.timeout
        attempt = Attempt(ends_at, self._monotonic, self._was_slow)
        if self._line is not None and self._clock() - self._used_at >= IDLE:
            self.close()
        try:
            receipt = self._carry(post, attempt)
        except _ERRORS as error:
            self._was_slow = isinstance(error, TooSlow | TimeoutError)
            self._leave(error)
            raise undelivered(error, attempt) from error
        self._used_at, self._was_slow = self._clock(), False
        return Sent(receipt)

    def close(self) -> None:
        """Say goodbye to the server, and hang up whatever it answers."""
        line, self._line = self._line, None
        if line is None:
            return
        line.attempt = Attempt(self._monotonic() + _FAREWELL, self._monotonic)
        with suppress(*_ERRORS):
            line.quit()
        line.close()

    def _post(self, parcel: Parcel) -> Post:
        sender = self._place.sender
        try:
            to = Mailbox.read(parcel.to)
        except WrongAddress as error:
            raise Refused(
                error.zh, en=str(error), code="mail_unfit_address", is_address=True
            ) from error
        bounce, name = self._place.bounce, name_of(parcel.id, parcel.seal)
        return Post(
            sender=return_path(bounce, name) if bounce else sender.address,
            to=to.address,
            content=letter_of(parcel, sender=sender, to=to).as_bytes(),
            needs_smtputf8=to.needs_smtputf8,
            envelope_id=name,
        )

    def _carry(self, post: Post, attempt: Attempt) -> str:
        """Hand it over on the line that is open; if the server hung up since, on a new one."""
        if self._line is not None:
            self._line.attempt = attempt
            attempt.stage = Stage.SENDER
            try:
                return hand_over(self._line, post, attempt)
            except _ERRORS as error:
                if attempt.stage is not Stage.SENDER or not concerns_connection(error):
                    raise
                attempt.left()
                self._hang_up()
        self._line = open_line(self._place, attempt)
        return hand_over(self._line, post, attempt)

    def _leave(self, error: Exception) -> None:
        """Leave the line as for the next mail, or hang up."""
        if self._line is None:
            return
        if concerns_connection(error):
            self._hang_up()
            return
        try:
            self._line.rset()
        except _ERRORS:
            self._hang_up()

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()
