"""Status codes of mail systems (RFC 3463): what kind of failure a server or a report means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

_CODE = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]\d)")
_OF_SENDER = (7, 8)
"""Of the address: that of the sender is wrong, which says nothing of the recipient's."""
_DISABLED = (0, 1)
"""Of the mailbox: unknown, or disabled. Full (2) and too large (3) say that somebody is there."""
_REJECTED = re.compile("recipient address rejected", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MailStatus:
    """A status as ``5.1.1``: permanent or not, what it is about, and the detail."""

    kind: int
    subject: int
    detail: int

    @classmethod
    def find(cls, text: str) -> Self | None:
        """Return the first status in a text, None where there is none."""
        found = _CODE.search(text)
        return None if found is None else cls(*map(int, found.groups()))

    def __str__(self) -> str:
        return f"{self.kind}.{self.subject}.{self.detail}"


def is_nobody_there(status: MailStatus | None, said: str) -> bool:
    """Say whether a permanent failure means that nobody is reached at the address.

    A full mailbox, a policy, a route or a size say nothing about the address; where nothing more
    is said than that it failed, the address is what is wrong most often. Exchange Online says
    5.4.1, a route, of recipients that it does not know.
    """
    if status is None:
        return True
    match status.subject:
        case 0:
            return True
        case 1:
            return status.detail not in _OF_SENDER
        case 2:
            return status.detail in _DISABLED
        case 4:
            return status.detail == 1 and bool(_REJECTED.search(said))
        case _:
            return False
