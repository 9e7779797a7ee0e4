"""Units, people and files that a form names: what was typed, and what they are called.

An input shows a unit as 某县教育局（430621）; its code alone, or its whole name, is understood too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from engine.commands.reading.directory import list_people, list_units, read_unit
from engine.model.errors import NotFound, NotPermitted
from engine.model.registers import MAX_TEXT, Page
from engine.store.directory_lists import PeopleFilter
from web.asking import look

_LABELLED = re.compile(r"(.*)\(([^()]+)\)")
_MOST = 50
_T = TypeVar("_T")


@dataclass(slots=True)
class References:
    """What the directory and the case know; `files` are (id, name) that a file field may take."""

    files: tuple[tuple[str, str], ...] = ()
    _known: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def unit(self, typed: str) -> str:
        """Return the code of the unit that was typed; the text where it names none, or several."""
        return self._found("unit", typed, self._unit_name, self._units_called)

    def unit_label(self, code: str) -> str:
        """Write a unit as an input shows it."""
        return labelled(code, self._unit_name(code))

    def unit_name(self, code: str) -> str:
        """Return what a unit is called; its code where nothing is known."""
        return self._unit_name(code) or code

    def person(self, typed: str) -> str:
        """Return the id of the person that was typed; the text where it names none, or several."""
        return self._found("person", typed, self._person_name, self._people_called)

    def person_label(self, id_: str) -> str:
        """Write a person as an input shows them."""
        return labelled(id_, self._person_name(id_))

    def person_name(self, id_: str) -> str:
        """Return what a person is called; their id where nothing is known."""
        return self._person_name(id_) or id_

    def _found(
        self,
        kind: str,
        typed: str,
        name_of: Callable[[str], str | None],
        called: Callable[[str], list[str]],
    ) -> str:
        """Take a code as it is, a name that only one has, or the code in the brackets behind it."""
        text = typed.strip()
        if not text or name_of(text) is not None:
            return text
        labelled_as = _LABELLED.fullmatch(unicodedata.normalize("NFKC", text))
        inside = "" if labelled_as is None else labelled_as[2].strip()
        if inside and name_of(inside) is not None:
            return inside
        ids = self._kept((f"{kind} called", text), lambda: _only(called(text)))
        return ids or text

    def _unit_name(self, code: str) -> str | None:
        def find() -> str | None:
            try:
                return look(read_unit, code=code).name
            except NotFound:
                return None

        return self._kept(("unit", code), find)

    def _units_called(self, name: str) -> list[str]:
        rows = look(list_units, text=name[:MAX_TEXT], page=Page(_MOST)).rows
        return [each.code for each in rows if each.name == name]

    def _person_name(self, id_: str) -> str | None:
        return self._kept(("person", id_), lambda: _only(self._people(id_, by_name=False)))

    def _people_called(self, name: str) -> list[str]:
        return self._people(name, by_name=True)

    def _people(self, text: str, *, by_name: bool) -> list[str]:
        """Return the ids of people of a name, or the names of those of an id, in my scope."""
        try:
            wanted = PeopleFilter(text=text[:MAX_TEXT])
            rows = look(list_people, wanted=wanted, page=Page(_MOST)).rows
        except NotPermitted:
            return []
        if by_name:
            return [each.id for each in rows if each.name == text]
        return [each.name for each in rows if each.id == text]

    def _kept(self, key: tuple[str, str], find: Callable[[], str | None]) -> str | None:
        if key not in self._known:
            self._known[key] = find()
        return self._known[key]


def labelled(code: str, name: str | None) -> str:
    """Write a code with the name of what it stands for."""
    return f"{name}（{code}）" if name and name != code else code


def _only(found: list[_T]) -> _T | None:
    return found[0] if len(found) == 1 else None
