"""What the two registers share: filters that stand in the address, order, and what to pick from.

An address says the same as the interface does (`light=red&unit=430621`); several values are
repeated or separated by commas, and `sort=-opened` counts downwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from engine.commands.reading.definitions import name_processes
from engine.model.deadlines import Light
from engine.model.errors import InvalidArgument
from engine.model.registers import ANY_DAY, Days, Page, check_text
from web.asking import look
from web.filling import Filled
from web.forms import References
from web.language import either, text

ROWS = 50
LIGHTS = tuple(each.value for each in Light)
_MORE = (
    "unit", "process", "kind", "severity", "owner", "opened_since", "opened_until", "due_since",
    "due_until", "ended_since", "ended_until", "on_time", "unit_alone",
)  # fmt: skip
_ON_TIME = {"true": True, "false": False}
Order = TypeVar("Order", bound=Enum)


@dataclass(slots=True)
class Asked:
    """A register as the address asks for it; what is wrong in it is said and left out."""

    form: Filled = field(default_factory=lambda: Filled(MultiDict(request.args)))

    @property
    def given(self) -> dict[str, list[str]]:
        """Return what the address says beside the place in the list."""
        kept = (name for name in request.args if name not in ("after", "for"))
        found = {name: [each for each in request.args.getlist(name) if each] for name in kept}
        return {name: values for name, values in found.items() if values}

    def address(self, endpoint: str, *, without: Collection[str] = ()) -> str:
        """Return where this list is, with its conditions and the place in it, to come back to."""
        given: dict[str, Any] = {k: each for k, each in self.given.items() if k not in without}
        return url_for(endpoint, **given, after=request.args.get("after") or None)

    @property
    def is_filtered(self) -> bool:
        """Say whether anything is left out of the list."""
        return any(name != "sort" for name in self.given)

    @property
    def has_more(self) -> bool:
        """Say whether one of the less common conditions is in use, so that they are shown."""
        return any(name in self.given for name in _MORE)

    def several(self, name: str, known: Iterable[str] | None = None) -> tuple[str, ...]:
        """Return the values of a condition, of those that are known."""
        values = [each for value in request.args.getlist(name) for each in value.split(",") if each]
        allowed = None if known is None else set(known)
        return tuple(each for each in values if allowed is None or each in allowed)

    def one(self, name: str) -> str | None:
        """Return the value of a condition; None for nothing."""
        return self.form.get(name) or None

    def unit(self) -> str | None:
        """Return the code of the unit that was typed; what names none is said to be wrong.

        A code in an address is shown with the name of its unit.
        """
        typed = self.form.get("unit")
        if not typed:
            return None
        references = References()
        code = references.unit(typed)
        label = references.unit_label(code)
        if label == code:
            self._say("unit", text("没有找到这个单位，这一项没有用上。"))
            return None
        self.form.values["unit"] = label
        return code

    def words(self) -> str:
        """Return the words to look for; what nothing can contain is said to be wrong."""
        wanted = self.form.get("text")
        try:
            check_text(wanted)
        except InvalidArgument as error:
            self._wrong("text", error)
            return ""
        return wanted

    def days(self, name: str) -> Days:
        """Return a span of days; one that is no span is said to be wrong."""
        try:
            return Days(self._day(f"{name}_since"), self._day(f"{name}_until"))
        except InvalidArgument as error:
            self._wrong(f"{name}_since", error)
            return ANY_DAY

    def shared(self) -> dict[str, Any]:
        """Return the conditions that both registers have."""
        return {
            "unit": self.unit(),
            "keys": self.several("process"),
            "lights": tuple(map(Light, self.several("light", LIGHTS))),
            "opened": self.days("opened"),
            "due": self.days("due"),
            "ended": self.days("ended"),
            "text": self.words(),
            "is_mine": bool(self.one("mine")),
            "on_time": _ON_TIME.get(self.form.get("on_time")),
        }

    def order(self, kind: type[Order], usual: str) -> tuple[Order, bool]:
        """Return by what to sort, and whether downwards; `usual` where nothing sound is said."""
        wanted = self.form.get("sort") or usual
        known = {str(each.value): each for each in kind}
        if wanted.removeprefix("-") not in known:
            wanted = usual
        return known[wanted.removeprefix("-")], wanted.startswith("-")

    def page(self, *, is_descending: bool) -> Page:
        """Return the place in the list."""
        return Page(ROWS, request.args.get("after") or None, is_descending=is_descending)

    def _day(self, name: str) -> date | None:
        written = self.form.get(name)
        try:
            return date.fromisoformat(written) if written else None
        except ValueError:
            raise InvalidArgument(
                "日期应写作2026-03-05。", en="A day is written 2026-03-05."
            ) from None

    def _wrong(self, name: str, error: InvalidArgument) -> None:
        self._say(name, either(error.message, error.en))

    def _say(self, name: str, sentence: str) -> None:
        self.form.errors.setdefault(name, []).append(sentence)
        self.form.summary = text("查找条件有误，这一项没有用上。")
        self.form.status = 422


def process_choices() -> tuple[tuple[str, str], ...]:
    """Return the kinds of cases to pick from."""
    return tuple((each.id, each.name) for each in look(name_processes))
