"""A form of a diagram on a page: what each input holds, and the values for the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

from flask import request

from engine.model.forms import FieldKind
from engine.model.values import Json
from web.filling import Filled
from web.forms import lenient, rows
from web.forms.fields import FormField, fields_of
from web.forms.pasting import Pasted, paste
from web.forms.references import References
from web.forms.showing import fact, written
from web.language import text

PREFIX = "form."
CHANGE = "_rows"
"""The button that adds or takes off rows, or takes in what was pasted."""


@dataclass(slots=True)
class AskedForm:
    """The fields of a schema with what was typed; `given` holds what they are before that."""

    filled: Filled
    fields: tuple[FormField, ...]
    given: Mapping[str, Json]
    references: References
    pasted: dict[str, Pasted] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        filled: Filled,
        schema: Mapping[str, Json],
        *,
        given: Mapping[str, Json] | None = None,
        references: References | None = None,
    ) -> AskedForm:
        """Take what was sent; a form that is shown for the first time holds `given`."""
        asked = cls(filled, fields_of(schema), given or {}, references or References())
        for each in asked.fields:
            if filled.is_sent:
                rows.tidy(filled.values, each)
            elif not each.is_read_only:
                asked._fill(each)
        return asked

    @property
    def is_back(self) -> bool:
        """Say whether the page shows what was typed, so that no older draft may cover it."""
        return self.filled.is_sent

    @property
    def file_fields(self) -> tuple[FormField, ...]:
        """Return the fields that take a file; with one the form is `multipart/form-data`."""
        return tuple(
            each for each in self.fields if each.kind is FieldKind.FILE and not each.is_read_only
        )

    @property
    def names_files(self) -> bool:
        """Say whether any field, shown or filled in, names a file."""
        columns = (column for each in self.fields for column in each.columns)
        return any(each.kind is FieldKind.FILE for each in (*self.fields, *columns))

    @property
    def has_lists(self) -> bool:
        """Say whether there are rows that can be added."""
        return any(each.kind is FieldKind.LIST and not each.is_read_only for each in self.fields)

    def name(self, *path: str | int) -> str:
        """Return the name of an input."""
        return PREFIX + ".".join(map(str, path))

    def shown(self, field_: FormField, name: str) -> str:
        """Return what an input shows: as typed, days and choices as their inputs need them."""
        typed = str(self.filled.values.get(name, ""))
        if field_.kind in (FieldKind.DATE, FieldKind.DATETIME, FieldKind.BOOLEAN, FieldKind.ENUM):
            return lenient.read(field_, typed, references=self.references)
        return typed

    def fits(self, field_: FormField, held: str) -> bool:
        """Say whether the input made for a kind can hold a text; else a plain one shows it."""
        return not held or lenient.is_understood(field_, held)

    def options(self, field_: FormField) -> tuple[tuple[str, str], ...]:
        """Return the choices of a field; yes and no of a truth value."""
        if field_.kind is FieldKind.BOOLEAN:
            return (("true", text("是")), ("false", text("否")))
        return field_.choices

    def row_numbers(self, field_: FormField) -> range:
        """Return the numbers of the rows that a list has; one blank row where it needs some."""
        count = rows.count(self.filled.values, field_)
        return range(max(count, 1 if field_.is_needed or field_.shortest else 0))

    def fact(self, field_: FormField) -> str:
        """Write what a read-only field holds."""
        return fact(field_, self.given.get(field_.id), self.references)

    def fact_rows(self, field_: FormField) -> list[list[str]]:
        """Write the rows that a read-only list holds."""
        found = cast("list[Mapping[str, Json]]", self.given.get(field_.id) or [])
        return [
            [fact(each, row.get(each.id), self.references) for each in field_.columns]
            for row in found
        ]

    def put(self, field_id: str, value: str) -> None:
        """Let a field hold something else, such as the file that was just uploaded."""
        self.filled.values[self.name(field_id)] = value

    def typed(self) -> list[tuple[str, str]]:
        """Return what was typed by the title of its field, for somebody who cannot send it now."""
        found = []
        for each in self.fields:
            if each.kind is FieldKind.LIST:
                lines = rows.all_rows(self.filled.values, each)
                whole = "\n".join("\t".join(line.values()) for line in lines)
            else:
                whole = str(self.filled.values.get(self.name(each.id), ""))
            if whole.strip() and each.kind is not FieldKind.FILE:
                found.append((each.title, whole))
        return found

    def values(self) -> dict[str, object]:
        """Return what the engine takes; whatever could not be read stays text, for it to judge."""
        return {each.id: self._value(each) for each in self.fields if not each.is_read_only}

    def changes_rows(self) -> bool:
        """Add, take off or paste rows if that button was pressed; say whether it was."""
        word, _, rest = request.form.get(CHANGE, "").partition(":")
        id_, _, at = rest.partition(":")
        wanted = next((each for each in self.fields if each.id == id_), None)
        if wanted is None or wanted.kind is not FieldKind.LIST:
            return False
        if word == "add":
            rows.add(self.filled.values, wanted, shown=len(self.row_numbers(wanted)))
        elif word == "remove" and at.isdecimal():
            rows.remove(self.filled.values, wanted, int(at))
        elif word == "paste":
            self.pasted[id_] = paste(self.filled.values, wanted, references=self.references)
        else:
            return False
        return True

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Take the refusal of a command, with its errors beside the fields they are about."""
        with self.filled.trying():
            yield
        known = {each.id for each in self.fields}
        self.filled.errors = {
            PREFIX + path if path.partition(".")[0] in known else path: messages
            for path, messages in self.filled.errors.items()
        }

    def _fill(self, each: FormField) -> None:
        values, given = self.filled.values, self.given.get(each.id)
        if each.kind is not FieldKind.LIST:
            values[self.name(each.id)] = written(each, given, self.references)
            return
        for number, row in enumerate(cast("list[Mapping[str, Json]]", given or [])):
            for column in each.writable_columns:
                name = self.name(each.id, number, column.id)
                values[name] = written(column, row.get(column.id), self.references)

    def _value(self, each: FormField) -> object:
        if each.kind is not FieldKind.LIST:
            return self._read(each, self.name(each.id))
        return [
            {
                column.id: self._read(column, self.name(each.id, number, column.id))
                for column in each.writable_columns
            }
            for number in range(rows.count(self.filled.values, each))
        ]

    def _read(self, each: FormField, name: str) -> object:
        typed = str(self.filled.values.get(name, ""))
        if not typed.strip():
            return None
        read = lenient.read(each, typed, references=self.references)
        if each.kind is FieldKind.BOOLEAN:
            return {"true": True, "false": False}.get(read, read)
        return read
