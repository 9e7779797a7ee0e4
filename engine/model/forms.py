"""Forms as a diagram declares them: defined once, shown, checked and documented from here.

The schema, the OpenAPI body and the HTML form are all derived from these values.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

MAX_STRING = 500
"""Characters of a string field that declares no length of its own."""
MAX_TEXT = 20_000
"""Characters of a text field that declares no length of its own."""
MAX_ROWS = 500
"""Rows of a list field that declares no number of its own."""


class FieldKind(Enum):
    """Name what a field takes; the values are the `type` of `camunda:formField`."""

    STRING = "string"
    """One line of text."""
    TEXT = "text"
    """Text of several lines."""
    INTEGER = "integer"
    """A whole number (Camunda's `long` is read as this)."""
    DECIMAL = "decimal"
    """An exact decimal number (Camunda's `double` is read as this)."""
    BOOLEAN = "boolean"
    """True or false."""
    DATE = "date"
    """A day."""
    DATETIME = "datetime"
    """An instant with its offset from UTC."""
    ENUM = "enum"
    """One of the choices."""
    FILE = "file"
    """The id of an uploaded file."""
    UNIT = "unit"
    """The code of a unit."""
    PERSON = "person"
    """The id of a person."""
    LIST = "list"
    """Rows, each with the columns in `fields`."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    `default` is text as written: a literal, or FEEL when it has a wrapper. `minimum` and `maximum`
    bound numbers, both included; `min_length` and `max_length` bound characters, or rows of a list.
    `choices` are (value, label) of an enum; `fields` are the columns of a list.
    """

    id: str
    label: str
    kind: FieldKind
    required: bool = False
    default: str = ""
    read_only: bool = False
    help: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    fields: tuple[Field, ...] = ()

    @property
    def name(self) -> str:
        """Return what people call the field: its label, or its id where it has none."""
        return self.label or self.id

    @property
    def length_cap(self) -> int:
        """Return the most characters, or rows, that are taken."""
        if self.max_length is not None:
            return self.max_length
        caps = {FieldKind.TEXT: MAX_TEXT, FieldKind.LIST: MAX_ROWS}
        return caps.get(self.kind, MAX_STRING)


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a user task or a start event, in the order in which they are shown."""

    fields: tuple[Field, ...] = ()

    def field(self, id: str) -> Field | None:  # noqa: A002 - BPMN calls it so
        """Return the field with this id, or None."""
        return next((field for field in self.fields if field.id == id), None)
