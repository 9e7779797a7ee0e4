"""The names by which a mail is known again: its Message-ID, its thread, where it comes back to.

All of them are made of the id of the parcel and its seal, so that the same parcel has the same
names at every attempt, and whatever comes back says which delivery it was, and that it was ours.
"""

from __future__ import annotations

import re
from uuid import NAMESPACE_OID, UUID, uuid5

from notifications.seals import LENGTH

_FIT = re.compile(r"[A-Za-z0-9-]{8,50}")
"""What may stand in a Message-ID and, behind a prefix, in a local part of 64 octets."""
_RETURN = re.compile(r"\+([A-Za-z0-9-]{8,50})@")
_SEALED = re.compile(rf"([0-9a-f]{{32}})([a-z2-7]{{{LENGTH}}})")
_MESSAGE_ID = re.compile(r"<([A-Za-z0-9-]{8,50})@[^<>\s]+>")


def token(text: str) -> str:
    """Return an id as it may stand in an address; another text becomes a stable id of its own."""
    return text if _FIT.fullmatch(text) else str(uuid5(NAMESPACE_OID, text))


def name_of(parcel_id: str, seal: str) -> str:
    """Return the name of a parcel in all that can come back: its id, and its seal where it has one.

    A sealed one has 50 characters, in lower case.
    """
    return f"{_uuid(parcel_id).hex}{seal}" if seal else token(parcel_id)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid5(NAMESPACE_OID, text)


def opened(name: str) -> tuple[str, str]:
    """Return the id of the parcel in a name, and its seal; an empty one where it has none."""
    found = _SEALED.fullmatch(name.lower())
    return (name, "") if found is None else (str(UUID(found[1])), found[2])


def message_id(name: str, domain: str) -> str:
    """Return the Message-ID of a parcel of this name (RFC 5322, section 3.6.4)."""
    return f"<{name}@{domain}>"


def thread_id(thread: str, domain: str) -> str:
    """Return the Message-ID that all mails of a thread refer to; that mail need not exist."""
    return f"<thread.{token(thread)}@{domain}>"


def return_path(bounce: str, name: str) -> str:
    """Return the envelope sender that says which parcel comes back (VERP)."""
    local, _, domain = bounce.rpartition("@")
    return f"{local}+{name}@{domain}"


def returned_to(text: str) -> list[str]:
    """Return the names of parcels in the addresses of a text that mails come back to."""
    return list(dict.fromkeys(_RETURN.findall(text)))


def named_by(text: str) -> list[str]:
    """Return the names of parcels in the Message-IDs of a text."""
    return list(dict.fromkeys(_MESSAGE_ID.findall(text)))
