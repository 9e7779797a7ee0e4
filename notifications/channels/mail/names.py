"""The names by which a mail is known again: its Message-ID, its thread, where it comes back to.

All of them are made of the id of the parcel, so that the same parcel has the same names at every
attempt, and whatever comes back says which delivery it was.
"""

from __future__ import annotations

import re
from uuid import NAMESPACE_OID, uuid5

_FIT = re.compile(r"[A-Za-z0-9-]{8,50}")
"""What may stand in a Message-ID and, behind a prefix, in a local part of 64 octets."""
_RETURN = re.compile(r"\+([A-Za-z0-9-]{8,50})@")
_MESSAGE_ID = re.compile(r"<([A-Za-z0-9-]{8,50})@[^<>\s]+>")


def token(text: str) -> str:
    """Return an id as it may stand in an address; another text becomes a stable id of its own."""
    return text if _FIT.fullmatch(text) else str(uuid5(NAMESPACE_OID, text))


def message_id(parcel_id: str, domain: str) -> str:
    """Return the Message-ID of a parcel (RFC 5322, section 3.6.4)."""
    return f"<{token(parcel_id)}@{domain}>"


def thread_id(thread: str, domain: str) -> str:
    """Return the Message-ID that all mails of a thread refer to; that mail need not exist."""
    return f"<thread.{token(thread)}@{domain}>"


def return_path(bounce: str, parcel_id: str) -> str:
    """Return the envelope sender that says which parcel comes back (VERP)."""
    local, _, domain = bounce.rpartition("@")
    return f"{local}+{token(parcel_id)}@{domain}"


def returned_to(text: str) -> list[str]:
    """Return the ids of parcels in the addresses of a text that mails come back to."""
    return list(dict.fromkeys(_RETURN.findall(text)))


def named_by(text: str) -> list[str]:
    """Return the ids of parcels in the Message-IDs of a text."""
    return list(dict.fromkeys(_MESSAGE_ID.findall(text)))
