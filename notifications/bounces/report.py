"""What a mail that came back says: which parcel, for good or for now, and why.

The form is RFC 3464; servers that do not know it send a text, which is judged with more caution:
an answer that somebody's holiday program sends comes back as well and is no report.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from notifications.bounces.parts import blocks_of, header, returned_headers, text_of
from notifications.channels.mail.names import named_by, returned_to
from notifications.channels.mail.statuses import MailStatus, is_nobody_there

MOST_OCTETS = 1_000_000
"""How much of a mail is read: what matters stands before the mail that it returns."""
_MOST_SAID = 300
_LOG = logging.getLogger("dudao.bounces")
_RECIPIENTS = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "Cc")
_MAILER = re.compile(r"mailer-?daemon|post-?master|mail delivery|邮件系统|系统退信", re.IGNORECASE)
_CODE = re.compile(r"(?<![\d.])([45])[0-7]\d(?=[ -])")
_DELAYED = re.compile(r"delay|not yet been|still being retried|延迟|推迟|尚未", re.IGNORECASE)
_FAILED = re.compile(
    r"undeliver|non.?delivery|delivery.*fail|fail.*(notice|deliver)|returned|bounce|退信|退回|失败|无法",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Report:
    """A report about one parcel: the names that it may have, the surest first, what became of it.

    `is_final` is false for a mail that is still tried. `is_address` says that nobody is reached at
    the address; a mail may be given up for other reasons.
    """

    ids: tuple[str, ...]
    is_final: bool
    is_address: bool
    status: str
    said: str


def read_report(octets: bytes) -> Report | None:
    """Return what a mail reports; None for one that is no report of a failure or a delay."""
    mail = BytesParser(policy=compat32).parsebytes(octets[:MOST_OCTETS])
    try:
        return _standard(mail) or _worded(mail)
    except Exception:  # noqa: BLE001 - whatever a mail from outside breaks, those after it are read
        _LOG.warning("a mail that came back cannot be read", exc_info=True)
        return None


def _standard(mail: Message) -> Report | None:
    """Read the blocks of a delivery status, of which each but the first is one recipient."""
    blocks = blocks_of(mail)
    if not blocks:
        return None
    judged = [each for block in blocks if (each := _judged(block)) is not None]
    if not judged:
        return None
    is_final, status, said = max(judged, key=lambda each: each[0])
    envelope_ids = [header(block, "Original-Envelope-Id") for block in blocks]
    return _report(mail, envelope_ids, is_final=is_final, status=status, said=said)


def _judged(block: Message) -> tuple[bool, MailStatus | None, str] | None:
    """Return whether a recipient failed for good, the status, and what was said."""
    action = header(block, "Action").lower()
    status = MailStatus.find(header(block, "Status"))
    said = header(block, "Diagnostic-Code").partition(";")[2].strip()
    said = said or header(block, "Diagnostic-Code")
    if action in ("failed", "delayed"):
        return action == "failed", status, said
    if action or status is None or status.kind not in (4, 5):
        return None  # delivered, relayed, expanded; or the block about the mail as a whole
    return status.kind == 5, status, said  # noqa: PLR2004 - permanent (RFC 3463, section 2)


def _worded(mail: Message) -> Report | None:
    """Judge a report in words: only of a mail system, only where it says that it failed."""
    if blocks_of(mail) or not _is_of_mail_system(mail):
        return None
    subject, text = header(mail, "Subject"), text_of(mail)
    status, code = MailStatus.find(text), _CODE.search(text)
    kind = str(status.kind) if status is not None else (code[1] if code else "")
    if _DELAYED.search(subject) or kind == "4":
        is_final = False
    elif kind == "5" or _FAILED.search(subject):
        is_final = True
    else:
        return None
    said = _line_with(text, str(status) if status is not None else code[0] if code else "")
    return _report(mail, named_by(text), is_final=is_final, status=status, said=said or subject)


def _report(
    mail: Message, hints: list[str], *, is_final: bool, status: MailStatus | None, said: str
) -> Report:
    addresses = " ".join(str(each) for name in _RECIPIENTS for each in mail.get_all(name, []))
    ids = [
        *returned_to(addresses),
        *filter(None, hints),
        *named_by(returned_headers(mail)),
        *named_by(header(mail, "In-Reply-To") + header(mail, "References")),
    ]
    said = " ".join(said.split())[:_MOST_SAID]
    is_permanent = is_final and (status is None or status.kind == 5)  # noqa: PLR2004 - as above
    return Report(
        ids=tuple(dict.fromkeys(ids)),
        is_final=is_final,
        is_address=is_permanent and is_nobody_there(status, said),
        status="" if status is None else str(status),
        said=said,
    )


def _is_of_mail_system(mail: Message) -> bool:
    if header(mail, "Auto-Submitted").lower().startswith("auto-replied") or mail["X-Autoreply"]:
        return False
    is_without_sender = header(mail, "Return-Path").replace(" ", "") == "<>"
    return is_without_sender or bool(_MAILER.search(header(mail, "From")))


def _line_with(text: str, word: str) -> str:
    return next((each for each in text.splitlines() if word and word in each), "")
