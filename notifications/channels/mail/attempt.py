"""One attempt to hand over a mail: how far it came, and how much time is left for all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

Monotonic = Callable[[], float]
"""Tell seconds that only grow."""


class Stage(IntEnum):
    """How far a conversation came, in order."""

    CONNECTING = 1
    """The host is looked up and called."""
    GREETING = 2
    """The server greets and says what it can do."""
    SECURING = 3
    """The connection is encrypted and the certificate checked."""
    LOGIN = 4
    """The user and the password are said."""
    SENDER = 5
    """The sender of this mail is said: the first that belongs to one parcel."""
    RECIPIENT = 6
    """The recipient is said."""
    CONTENT = 7
    """The mail itself is sent."""
    ANSWER = 8
    """All of it is sent; the server has not said yet whether it took it."""


class TooSlow(Exception):
    """The time for the whole attempt is over."""


class Unwanted(Exception):
    """The server answered with another code than was hoped for."""

    def __init__(self, code: int, text: bytes) -> None:
        self.code, self.text = code, shown(text)
        super().__init__(f"{code} {self.text}")


@dataclass(slots=True)
class Attempt:
    """Where an attempt stands; `ends_at` is the last second of the clock that it may use.

    `is_after_slow` says that time was over for the mail before it as well.
    """

    ends_at: float
    monotonic: Monotonic
    is_after_slow: bool = False
    stage: Stage = field(default=Stage.CONNECTING)

    def left(self) -> float:
        """Return how many seconds are left; TooSlow when there are none."""
        seconds = self.ends_at - self.monotonic()
        if seconds <= 0:
            raise TooSlow
        return seconds


_MOST = 300


def shown(text: bytes) -> str:
    """Return what a server said as one line for people and rows, at most 300 characters."""
    said = text.decode(errors="replace")
    return " ".join("".join(c if c.isprintable() else " " for c in said).split())[:_MOST]
