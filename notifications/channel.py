"""What a channel is: it carries a parcel to an address, or says why not.

A channel is a class with a `scheme`; an installation names it by an address such as
``smtp://user:password@host:587/?from=…`` in its settings. New ones are found by the entry point
group ``dudao.channels``. A channel knows nothing of cases, rules or people: only its address, the
parcel and the wire.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Literal, Protocol, Self

ENTRY_POINTS = "dudao.channels"
Language = Literal["zh", "en"]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Invitation:
    """A meeting to be put into the receiver's calendar, or to be taken out of it again.

    `uid` is the same for all that is ever said of one meeting, and `sequence` grows (RFC 5546).
    """

    uid: str
    sequence: int
    summary: str
    starts_at: datetime
    ends_at: datetime
    place: str
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Parcel:
    """One thing to say to one address.

    `id` is the same at every attempt: whoever is told twice can see that it is one. `short` is one
    sentence for channels that carry no more; `thread` is the same for all that belongs together (a
    case). `person` is whom it is for: a name that the channel may mention, empty for none. `seal`
    proves with the id that what comes back was ours (`notifications.seals`); empty for a test.
    """

    id: str
    to: str
    subject: str
    text: str
    short: str
    said_at: datetime
    html: str | None = None
    link: str | None = None
    thread: str | None = None
    language: Language = "zh"
    person: str = ""
    kind: str = ""
    is_urgent: bool = False
    invitation: Invitation | None = None
    seal: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """That the other side took it: `receipt` is what it answered, as evidence."""

    receipt: str


class Undelivered(Exception):
    """Why a parcel did not arrive: a code, and the cause in Chinese and English."""

    def __init__(self, zh: str, *, en: str, code: str) -> None:
        super().__init__(en)
        self.zh, self.en, self.code = zh, en, code


class Deferred(Undelivered):
    """It did not arrive now and may arrive later; `after` is how long the other side asks to wait.

    With `is_channel` nothing else will arrive there either (nobody answers, the login is refused):
    the channel rests instead of every parcel trying for itself.
    """

    def __init__(
        self,
        zh: str,
        *,
        en: str,
        code: str,
        after: timedelta | None = None,
        is_channel: bool = False,
    ) -> None:
        super().__init__(zh, en=en, code=code)
        self.after, self.is_channel = after, is_channel


class Refused(Undelivered):
    """It will never arrive like this; with `is_address` because nobody is reached there."""

    def __init__(self, zh: str, *, en: str, code: str, is_address: bool = False) -> None:
        super().__init__(zh, en=en, code=code)
        self.is_address = is_address


class Channel(Protocol):
    """A way out of the machine. `send` may block up to `timeout` seconds and no longer.

    One object is used by one thread at a time. `close` ends what it holds open.
    """

    scheme: ClassVar[tuple[str, ...]]
    """Schemes of the addresses that name it in the settings, such as ``smtp``, ``smtps``."""
    zh: ClassVar[str]
    en: ClassVar[str]
    is_personal: ClassVar[bool]
    """Whether each person has an address there; else it has one place, such as a group chat."""

    @classmethod
    def from_url(cls, url: str, *, clock: Clock) -> Self:
        """Read how an installation names it; WrongAddress says what was expected."""

    def check_address(self, address: str) -> str:
        """Return a person's address as it is to be kept; WrongAddress for any other text."""

    def send(self, parcel: Parcel) -> Sent:
        """Carry one parcel; raise Deferred or Refused."""

    def close(self) -> None:
        """End what is held open."""


class WrongAddress(Exception):
    """An address that a channel cannot mean: what was expected, in Chinese and English."""

    def __init__(self, zh: str, *, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en
