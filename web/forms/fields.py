"""The fields of a form, read from its schema (`engine/model/form_description.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from engine.model.forms import FieldKind
from engine.model.values import Json

_RADIO_MOST = 5


@dataclass(frozen=True, slots=True)
class FormField:
    """One field as a page shows it.

    `least` and `most` bound numbers, as text; `longest` bounds characters or rows, `shortest`
    is the least number of them. `columns` are the fields of each row of a list.
    """

    id: str
    title: str
    kind: FieldKind
    hint: str = ""
    is_needed: bool = False
    is_read_only: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    least: str = ""
    most: str = ""
    shortest: int = 0
    longest: int | None = None
    pattern: str = ""
    columns: tuple[FormField, ...] = ()

    @property
    def as_radio(self) -> bool:
        """Say whether the choices are few enough to be seen at once."""
        return self.kind is FieldKind.BOOLEAN or len(self.choices) <= _RADIO_MOST

    @property
    def writable_columns(self) -> tuple[FormField, ...]:
        """Return the columns that are filled in, in the order in which a row is pasted."""
        return tuple(each for each in self.columns if not each.is_read_only)


def fields_of(schema: Mapping[str, Json]) -> tuple[FormField, ...]:
    """Return the fields of a form in their order; none for a form that takes anything."""
    needed = cast("list[str]", schema.get("required") or [])
    properties = cast("Mapping[str, Mapping[str, Json]]", schema.get("properties") or {})
    return tuple(
        _field(name, written, is_needed=name in needed) for name, written in properties.items()
    )


def _field(name: str, written: Mapping[str, Json], *, is_needed: bool) -> FormField:
    kind = FieldKind(written["x-kind"])
    is_list = kind is FieldKind.LIST
    shortest = written.get("minItems" if is_list else "minLength")
    longest = written.get("maxItems" if is_list else "maxLength")
    columns = fields_of(cast("Mapping[str, Json]", written["items"])) if is_list else ()
    return FormField(
        id=name,
        title=str(written["title"]),
        kind=kind,
        hint=str(written.get("description") or ""),
        # A field with a default is not required of programs, but a person must not empty it.
        is_needed=is_needed or not _may_be_null(written),
        is_read_only=bool(written.get("readOnly")),
        choices=_choices(written),
        least=_number(written.get("minimum")),
        most=_number(written.get("maximum")),
        shortest=int(cast("int", shortest or 0)),
        longest=None if longest is None else int(cast("int", longest)),
        pattern=str(written.get("pattern") or ""),
        columns=columns,
    )


def _may_be_null(written: Mapping[str, Json]) -> bool:
    named = written["type"]
    return isinstance(named, list) and "null" in named


def _choices(written: Mapping[str, Json]) -> tuple[tuple[str, str], ...]:
    known = cast("list[Mapping[str, Json]]", written.get("oneOf") or [])
    return tuple(
        (str(each["const"]), str(each["title"]) or str(each["const"]))
        for each in known
        if each["const"] is not None
    )


def _number(value: Json) -> str:
    return "" if value is None else str(value)
