"""What a sentence about an event is made of: the event as plain values, names, dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol

from engine.model.calendar import SHANGHAI
from engine.model.calendar_days import zh_date
from engine.model.case import PUBLIC, SYSTEM
from engine.model.deadline_story import en_day, term_en
from engine.model.deadline_terms import parse_term
from engine.model.errors import InvalidArgument
from engine.model.item_numbers import in_brackets
from engine.model.values import Value

Values = Mapping[str, Value]
DAY_ENDS = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in both languages; a detail is for those who look closely."""

    zh: str
    en: str
    is_detail: bool = False


class SentenceNames(Protocol):
    """How ids are called by whoever reads; "" where there is no name."""

    def doer(self, person: str, at: datetime) -> str:
        """Return who acted, with the posts held then."""
        ...

    def person(self, person: str) -> str:
        """Return the name of a person."""
        ...

    def group(self, group: str) -> str:
        """Return the name of a candidate group."""
        ...

    def unit(self, unit: str) -> str:
        """Return the name of a unit."""
        ...

    def activity(self, node: str) -> str:
        """Return what an activity or event of the diagram is called."""
        ...

    def answer(self, node: str, form: Values) -> Said:
        """Return the decisive answer of a form in its own words."""
        ...

    def table(self, decision: str) -> str:
        """Return what a decision table is called."""
        ...

    def paper(self, document: str) -> str:
        """Return the title of a document or the name of an attachment."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """An event as its reader may see it."""

    type: str
    at: datetime
    names: SentenceNames
    person: str | None = None
    on_behalf_of: str | None = None
    node: str | None = None
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    data: Values = field(default_factory=dict)

    def text(self, key: str) -> str:
        """Return a text of the data; "" where there is none."""
        value = self.data.get(key)
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> int | None:
        """Return a whole number of the data."""
        value = self.data.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    @property
    def who(self) -> Said:
        """Return who acted, and for whom."""
        if self.person is None:
            return Said("", "")
        if self.person == SYSTEM.person:
            return Said("系统", "The system")
        if self.person == PUBLIC.person:
            return Said("公众", "Somebody of the public")
        name = self.names.doer(self.person, self.at)
        if self.on_behalf_of is None:
            return Said(name, name)
        absent = self.names.person(self.on_behalf_of)
        return Said(f"{name}代{absent}", f"{name}, on behalf of {absent},")

    @property
    def what(self) -> Said:
        """Return what it is about in quotation marks, with the item it belongs to."""
        name = self.text("name") or self.names.activity(self.node or "")
        zh_number, en_number = in_brackets(self.number("item"), self.number("part"))
        zh = f"“{name}”" if name else "该环节"
        en = f"“{name}”" if name else "this step"
        return Said(f"{zh}{zh_number}", f"{en}{en_number}")

    @property
    def why(self) -> Said:
        """Return the reason given, in brackets."""
        reason = bare(self.text("reason"))
        return brackets(Said(f"原因：{reason}", f"reason: {reason}"))

    def holder(self, values: Values, key: str = "assignee") -> str:
        """Return the name of a person that `before` or `after` has."""
        found = values.get(key)
        return self.names.person(found) if isinstance(found, str) else ""

    def due(self, values: Values) -> Said:
        """Return the due day that `before` or `after` has."""
        return day_said(values.get("due_at"), self.at)


def brackets(said: Said) -> Said:
    """Put what was said into brackets; what ends in a colon was never said."""
    if said.zh.endswith("："):
        return Said("", "")
    return Said(f"（{said.zh}）", f" ({said.en})")


def bare(text: str) -> str:
    """Return a text that goes into a sentence: without the full stop at its end."""
    return text.strip().rstrip("。.；;")


def day_said(value: Value, near: datetime) -> Said:
    """Write an instant as its day, with the time unless it is the end of the day.

    The year is left out in Chinese where it is that of the event. A timer at 24:00 is one of the
    day that ends then.
    """
    if isinstance(value, datetime):
        local = value.astimezone(SHANGHAI)
        if local.time() == time():
            return _day(local.date() - timedelta(days=1), near, "24时", " 24:00")
        if local.time() == DAY_ENDS:
            return _day(local.date(), near)
        return _day(local.date(), near, f"{local:%H:%M}", f" {local:%H:%M}")
    return _day(value, near) if isinstance(value, date) else Said("未定", "an open day")


def _day(on: date, near: datetime, zh_time: str = "", en_time: str = "") -> Said:
    has_year = on.year != near.astimezone(SHANGHAI).year
    return Said(zh_date(on, year=has_year) + zh_time, f"{en_day(on)}{en_time}")


def term_said(text: Value) -> Said:
    """Write a term of law; "" for what is none."""
    if not isinstance(text, str):
        return Said("", "")
    try:
        term = parse_term(text)
    except InvalidArgument:
        return Said("", "")
    return Said(str(term), term_en(term))


def in_words(value: Value) -> str:
    """Return a text that was written for people; "" for codes, which are written in ASCII."""
    return value if isinstance(value, str) and not value.isascii() else ""


def listed(texts: Iterable[str]) -> Said:
    """Join names."""
    found = [each for each in texts if each]
    return Said("、".join(found), ", ".join(found))


Telling = Callable[[Told], Said]
