"""A scenario as values: who exists, and the steps in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.model.values import Value


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody who acts: the groups (of the diagram) they belong to, and their unit."""

    id: str
    name: str
    unit: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """Open the case; `absent` is in whose place the player acts."""

    player: str
    unit: str
    title: str
    form: Mapping[str, Value]
    process: str = ""
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Give one command; `code` is the refusal that is expected, "" when it must succeed.

    `absent` is in whose place the player acts, "" when it is nobody's.
    """

    do: str
    player: str
    given: Mapping[str, Value]
    case: str = ""
    code: str = ""
    absent: str = ""

    def text(self, key: str) -> str:
        """Return what was given under a key as text, "" when nothing was."""
        value = self.given.get(key)
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Advance:
    """Let time pass; `sweeps` is false for an outage, in which no timer fires."""

    until: str
    sweeps: bool = True


@dataclass(frozen=True, slots=True)
class Send:
    """Send a message to the case from outside."""

    message: str
    payload: Mapping[str, Value]
    player: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """What the record of a unit or a person must say on a day, as known at an instant.

    `given` holds the expected values of the keys that the file names.
    """

    of: str
    on: date | None
    known: datetime | None
    given: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Expect:
    """What must be true now; None where nothing is expected."""

    status: str | None = None
    light: str | None = None
    open_tasks: tuple[str, ...] | None = None
    due: Mapping[str, tuple[date | None, ...]] | None = None
    history: tuple[str, ...] | None = None
    notified: tuple[str, ...] | None = None
    linked: Mapping[str, str] | None = None
    outcomes: tuple[str, ...] | None = None
    documents: tuple[str, ...] | None = None
    end: str | None = None
    variables: Mapping[str, Value] | None = None
    ledger: tuple[LedgerCheck, ...] = ()
    publications: tuple[Mapping[str, Value], ...] | None = None
    receipts: tuple[Mapping[str, Value], ...] | None = None
    case: str = ""


Action = Open | Act | Advance | Send | Expect


@dataclass(frozen=True, slots=True)
class Step:
    """One step with its number (from 1), and the lines of the file it stands on."""

    number: int
    line: int
    kind: str
    action: Action
    lines: Mapping[str, int]
    """The line of each key of the step."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario file."""

    file: str
    title: str
    process: str
    clock: datetime
    people: Mapping[str, Player]
    steps: tuple[Step, ...]
