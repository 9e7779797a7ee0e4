"""What a register (台账) is asked: filters, order, place in the list; and what it answers.

A filter says the same to the list on screen and to an export of it. Days are local and both
included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from engine.model.deadlines import Light
from engine.model.errors import InvalidArgument

MAX_TEXT = 100
MAX_PAGE = 500
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class Days:
    """A span of local days, open where None."""

    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        for day in (self.since, self.until):
            if day is not None and not _FIRST_YEAR <= day.year < _LAST_YEAR:
                raise InvalidArgument(
                    f"日期应在{_FIRST_YEAR}年至{_LAST_YEAR}年之间。",
                    en=f"Expected a day between the years {_FIRST_YEAR} and {_LAST_YEAR}.",
                    code="invalid_days",
                )
        if self.since is not None and self.until is not None and self.since > self.until:
            raise InvalidArgument(
                f"起始日期{self.since}晚于截止日期{self.until}。",
                en=f"Expected {self.since} not to be later than {self.until}.",
                code="invalid_days",
            )


ANY_DAY = Days()


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases; an empty part filters nothing. `unit` includes everything below it."""

    unit: str | None = None
    keys: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    lights: tuple[Light, ...] = ()
    opened: Days = ANY_DAY
    due: Days = ANY_DAY
    ended: Days = ANY_DAY
    text: str = ""
    is_mine: bool = False
    """Only cases that one opened, or in which one holds open work."""
    is_unit_alone: bool = False
    """`unit` itself, without what is below it."""
    on_time: bool | None = None
    """Only closed cases that kept the due day that stood at the end, or only those that did not."""

    def __post_init__(self) -> None:
        check_text(self.text)


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which problem items; `unit` is the unit responsible and everything below it."""

    unit: str | None = None
    keys: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    lights: tuple[Light, ...] = ()
    opened: Days = ANY_DAY
    due: Days = ANY_DAY
    ended: Days = ANY_DAY
    text: str = ""
    is_mine: bool = False
    kinds: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    owner: str | None = None
    """The unit responsible, exactly."""
    case_id: str | None = None
    on_time: bool | None = None
    """Only items whose report came by the due date of that moment, or only those that were late."""

    def __post_init__(self) -> None:
        check_text(self.text)


def check_text(text: str) -> None:
    """Refuse a text that nothing can contain."""
    if len(text) > MAX_TEXT or not text.isprintable():
        raise InvalidArgument(
            f"查找的文字应不超过{MAX_TEXT}字，不含控制字符。",
            en=f"Expected at most {MAX_TEXT} printable characters to look for.",
            code="invalid_text",
        )


class CaseOrder(Enum):
    """By what cases can be sorted; what has no value comes last."""

    OPENED = "opened"
    """When the case was opened."""
    DUE = "due"
    """What of it is due first."""
    ENDED = "ended"
    """When it ended."""
    TITLE = "title"
    """Its title, by code point."""
    UNIT = "unit"
    """The code of its unit."""


class ItemOrder(Enum):
    """By what problem items can be sorted; what has no value comes last."""

    OPENED = "opened"
    """When it was listed; items of one case stay together."""
    DUE = "due"
    """Its due date."""
    ENDED = "ended"
    """When it was struck off."""
    TITLE = "title"
    """Its title, by code point."""
    OWNER = "owner"
    """The code of the unit responsible."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list: up to `limit` rows after a cursor that an earlier page gave."""

    limit: int = 50
    after: str | None = None
    is_descending: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.limit <= MAX_PAGE:
            raise InvalidArgument(
                f"每页应为1至{MAX_PAGE}行。",
                en=f"Expected a page of 1 to {MAX_PAGE} rows.",
                code="invalid_page",
            )


@dataclass(frozen=True, slots=True)
class Held:
    """Open work of a case: its name, and who holds it or may take it."""

    name: str
    assignee: str | None
    groups: tuple[str, ...]
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedCase:
    """One line of the register of cases (案件台账)."""

    id: str
    reference: str | None
    title: str
    key: str
    definition_id: str
    unit: str | None
    status: str
    opened_at: datetime
    opened_by: str
    due_at: datetime | None
    ended_at: datetime | None
    end_code: str | None
    light: Light
    work: tuple[Held, ...] = ()
    linked: tuple[str, ...] = ()
    """References of the case that opened it and of those it opened, a title where there is none."""


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One line of the register of problem items (问题整改台账)."""

    id: str
    case_id: str
    reference: str | None
    case_title: str
    key: str
    unit: str | None
    case_status: str
    batch: int
    number: int
    title: str
    kind: str | None
    severity: str | None
    demand: str | None
    source: str | None
    owner: str | None
    person: str | None
    status: str
    round: int
    due_at: datetime | None
    extensions: int
    measures: str | None
    progress: str | None
    evidence: int
    escalation: str | None
    opened_at: datetime
    verified_at: datetime | None
    verified_by: tuple[str, ...]
    ended_at: datetime | None
    light: Light
