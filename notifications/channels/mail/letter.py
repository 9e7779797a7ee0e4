"""Write a parcel as a mail: headers, plain text, HTML, and the invitation if there is one.

Everything is encoded so that it passes a server of seven bits: texts in quoted-printable or
base64, whichever is shorter. No line is longer than 998 octets (RFC 5322, section 2.1.1), and none
of the decoded plain text either, for the sake of gateways that decode it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from zoneinfo import ZoneInfo

from notifications.channel import Parcel
from notifications.channels.mail.invitation import calendar_of, method_of
from notifications.channels.mail.mailboxes import Mailbox
from notifications.channels.mail.names import message_id, name_of, thread_id

LOCAL = ZoneInfo("Asia/Shanghai")
MOST_OCTETS = 900
_NOT_PRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BREAKS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_LANGUAGES = {"zh": "zh-CN", "en": "en"}
_MOST_SUBJECT = 200
_LAST_BREAK = re.compile(r".*[\s，。；、！？]", re.DOTALL)


def letter_of(parcel: Parcel, *, sender: Mailbox, to: Mailbox) -> EmailMessage:
    """Return the mail for a parcel; at every attempt it has the same date and the same names."""
    policy = SMTPUTF8 if to.needs_smtputf8 else SMTP
    mail = EmailMessage(policy=policy.clone(cte_type="7bit"))
    mail["From"] = sender.named(one_line(sender.name))
    mail["To"] = to.named(one_line(parcel.person))
    mail["Subject"] = one_line(parcel.subject)[:_MOST_SUBJECT]
    mail["Date"] = parcel.said_at.astimezone(LOCAL)
    mail["Message-ID"] = message_id(name_of(parcel.id, parcel.seal), sender.domain)
    if parcel.thread is not None:
        thread = thread_id(parcel.thread, sender.domain)
        mail["In-Reply-To"] = thread
        mail["References"] = thread
    _say_what_it_is(mail, parcel)
    _write_bodies(mail, parcel, sender=sender, to=to)
    mail["Content-Language"] = _LANGUAGES[parcel.language]  # earlier it would move into a part
    return mail


def one_line(text: str) -> str:
    """Return a text without line breaks and control characters, so that it is one header."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _say_what_it_is(mail: EmailMessage, parcel: Parcel) -> None:
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834, section 5: nobody answers by machine
    mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"  # the same for Exchange
    if parcel.is_urgent:
        mail["Importance"] = "high"  # RFC 2156, section 5.3.4
        mail["X-Priority"] = "1"  # what Foxmail and older programs read instead


def _write_bodies(mail: EmailMessage, parcel: Parcel, *, sender: Mailbox, to: Mailbox) -> None:
    mail.set_content(plain(parcel.text), charset="utf-8")
    if parcel.html is not None:
        mail.add_alternative(_clean(parcel.html), subtype="html", charset="utf-8")
    if parcel.invitation is None:
        return
    ics = calendar_of(parcel, parcel.invitation, organizer=sender, attendee=to)
    method = method_of(parcel.invitation)
    # RFC 6047, section 2.4: the part that a program acts upon says the method. Programs that know
    # no such part offer the attached file instead.
    mail.add_alternative(
        ics.decode(), subtype="calendar", charset="utf-8", params={"method": method}
    )
    name = "cancel.ics" if parcel.invitation.is_cancelled else "invite.ics"
    mail.add_attachment(ics, maintype="application", subtype="ics", filename=name)


def plain(text: str) -> str:
    """Return a plain text whose lines none is longer than 900 octets, broken where one may."""
    lines = (part for line in _clean(text).split("\n") for part in _broken(line))
    return "\n".join(lines).rstrip("\n") + "\n"


def _clean(text: str) -> str:
    return _NOT_PRINTED.sub("", _BREAKS.sub("\n", text))


def _broken(line: str) -> Iterator[str]:
    while len(line.encode()) > MOST_OCTETS:
        head = line.encode()[:MOST_OCTETS].decode(errors="ignore")
        found = _LAST_BREAK.match(head)
        head = head if found is None else found[0]
        yield head.rstrip()
        line = line[len(head) :]
    yield line
