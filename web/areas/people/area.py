"""The part of the office that all pages about people belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.commands.reading.directory import PersonView, list_groups, read_person
from engine.commands.reading.keeping import may_keep
from engine.model.errors import NotPermitted
from engine.model.registers import MAX_PAGE, Page
from web.asking import expect_text, look, look_recorded
from web.directory_lists import is_me
from web.filling import Filled
from web.language import text
from web.pages import Pages

PEOPLE = Pages("people", "/people")


@dataclass(frozen=True, slots=True)
class Kept:
    """A person with what whoever asks may do: `keeps` their data, and whether it is themself."""

    person: PersonView
    keeps: bool
    is_me: bool


def kept(person: str) -> Kept:
    """Return a person, recording that they were read, and whether they may be changed."""
    found = look_recorded(read_person, person=expect_text(person))
    return Kept(found, keeps=look(may_keep, unit=found.unit.id), is_me=is_me(found.id))


def kept_to_change(person: str) -> Kept:
    """Return a person whom whoever asks keeps; NotPermitted for any other."""
    found = kept(person)
    if not found.keeps:
        raise NotPermitted(
            "此人不在您维护的范围内。", en="Expected somebody whom you keep in the directory."
        )
    return found


def groups() -> list[tuple[str, str]]:
    """Return the groups that people are put into, for a field."""
    return [(each.id, each.name) for each in look(list_groups, page=Page(MAX_PAGE)).rows]


def typed_day(form: Filled, name: str) -> date | None:
    """Return a day that was typed, None for none; what is no day is noted at its field."""
    typed = form.get(name)
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        form.wrong(name, text("请选择一个日期。"))
        return None
