"""The part of the office that the ledger is in, and what addresses of it say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from flask import request
from werkzeug.datastructures import MultiDict

from engine.commands import Subject
from engine.model.deadline_values import instant_on
from engine.model.deadlines import local_day
from engine.model.errors import NotPermitted
from web.asking import may, service
from web.filling import Filled
from web.forms import References
from web.language import text
from web.pages import Pages

LEDGER = Pages("ledger")
_DAYS = ("since", "until", "known")


@dataclass(slots=True)
class Question:
    """About whom an address asks, and of which days; nothing is read before it names somebody."""

    form: Filled = field(default_factory=lambda: Filled(MultiDict(request.args)))
    references: References = field(default_factory=References)

    @property
    def subject(self) -> Subject | None:
        """Return the unit or the person; None where none was named."""
        if self.form.get("person"):
            return Subject(person=self.form.get("person"))
        typed = self.form.get("unit")
        return Subject(unit=self.references.unit(typed)) if typed else None

    @property
    def given(self) -> dict[str, str]:
        """Return what the address says, so that another one says it too."""
        found = {name: self.form.get(name) for name in ("unit", "person", "year", *_DAYS)}
        return {name: value for name, value in found.items() if value}

    def day(self, name: str) -> date | None:
        """Return a day; what is none is said to be wrong."""
        written = self.form.get(name)
        try:
            return date.fromisoformat(written) if written else None
        except ValueError:
            self.form.wrong(name, text("请选择一个日期。"))
            return None

    def known(self) -> datetime | None:
        """Return the end of the day as known on which it is asked; None for now."""
        day = self.day("known")
        if day is None or day == local_day(service().clock()):
            return None
        return instant_on(day)


def expect_reader() -> None:
    """Expect that whoever asks may look at some record; NotPermitted otherwise."""
    if not may("read_unit_record"):
        raise NotPermitted(
            "您没有权限查阅台账。", en="You do not have the permission to read the ledger."
        )


def here(subject: Subject) -> dict[str, str]:
    """Return how an address names somebody."""
    name = "person" if subject.person is not None else "unit"
    return {name: subject.name}
