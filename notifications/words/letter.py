"""What a template may say of one message, and how little of it a channel may carry.

Templates see these values and nothing else, so that what a channel may not carry is taken out in
one place (`at_detail`), whatever a template says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from notifications.words.content import Detail


class Family(Enum):
    """The few ways of saying something that all kinds of messages share."""

    WORK = "work"
    """Open work: what is asked, until when and why, and what happens otherwise."""
    OVER = "over"
    """Work that is done, canceled or taken back: nothing is left to do."""
    TOLD = "told"
    """A sentence that a diagram or the engine wrote."""
    BARE = "bare"
    """That something waits, and where to sign in."""


@dataclass(frozen=True, slots=True)
class DueWords:
    """A due date as it is written: the day, its weekday, and how far it is.

    `time` is empty where the whole day is in time. `working_days`, `days` and `hours` count from
    now to the due date, or back to it when `is_overdue`.
    """

    day: str
    short_day: str
    weekday: str
    time: str
    is_overdue: bool
    is_stopped: bool
    working_days: int
    days: int
    hours: int


@dataclass(frozen=True, slots=True)
class Letter:
    """One message; a text that is empty is not said.

    `what` is the name of the activity with the number of its item; `said` a sentence with whatever
    people wrote. `lapses` and `starts` are names of events that a due date without anything done
    brings about. `duty` is why the kind cannot be turned off.
    """

    family: Family
    kind: str
    office: str
    reader: str = ""
    is_substitute: bool = False
    absent: str = ""
    process: str = ""
    reference: str = ""
    title: str = ""
    what: str = ""
    said: str = ""
    due: DueWords | None = None
    why: tuple[str, ...] = ()
    otherwise: str = ""
    lapses: str = ""
    starts: str = ""
    duty: str = ""
    link: str = ""
    settings: str = ""


def at_detail(letter: Letter, detail: Detail, *, link: str, bare_link: str = "") -> Letter:
    """Return what of a letter a channel of this detail may carry.

    `link` names nobody, `bare_link` no case either; that of the letter may name an absent person.
    """
    if detail == "full":
        return letter
    if detail == "bare":
        return Letter(Family.BARE, "", letter.office, link=bare_link)
    return replace(letter, reader="", absent="", title="", said="", link=link)


@dataclass(frozen=True, slots=True)
class Group:
    """The messages about one case, the most urgent first; without a case it has no reference."""

    process: str
    reference: str
    title: str
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """All at once: how many messages there are, of how much work, and the messages by case.

    `overdue` and `near` count work, each once: what is overdue, and what is due within three working
    days.
    """

    office: str
    reader: str
    count: int
    link: str
    settings: str
    cases: int = 0
    overdue: int = 0
    near: int = 0
    groups: tuple[Group, ...] = ()
