"""What an official document says, before and apart from how it is set on paper.

A `Content` is what the office signs: it is stored and hashed; DOCX and PDF are made from it, as
often as wanted. The words follow GB/T 9704-2012, section 7 (elements of a document).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum

from engine.model.canonical_json import canonical_json
from engine.model.values import Json, from_json

FORMAT = 1
"""The version of the record, so that a later release still reads what was signed by this one."""


class Kind(StrEnum):
    """Name the layout of a document."""

    OFFICIAL = "文件"
    """With a red head and a red line (GB/T 9704-2012, 7)."""
    LETTER = "函"
    """Letter layout (10.1)."""
    MINUTES = "纪要"
    """Minutes of a meeting (10.3)."""
    FORM = "表"
    """An inner paper without head: receipt, approval sheet, record."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Hold one paragraph; level 0 is plain, 1 to 4 are 一、（一）1.（1）(7.3.3).

    `lead` is set in the type of the level, `text` follows it on the same line in the type of the
    body; a heading that stands alone has no text.
    """

    level: int
    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Hold a table with one header row; `widths` are shares of the line, one per column."""

    header: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """Hold one labelled place of a form; `lines` rows of space are kept free for handwriting."""

    label: str
    value: str
    lines: int = 0


@dataclass(frozen=True, slots=True)
class FieldTable:
    """Hold the rows of a bordered form, each with one or two labelled places."""

    rows: tuple[tuple[Field, ...], ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """Hold one part of a signature line: a text before, and what stands on the rule after it."""

    before: str
    filled: str
    ruled: bool


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """Hold a line to be signed, such as 送达人（签名）：____ 日期：____."""

    parts: tuple[Blank, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """Begin an annex on a new page (7.3.7): its label, such as 附件1, and its title."""

    label: str
    title: str


Block = Paragraph | Table | FieldTable | SignatureLine | Annex
KINDS_OF_BLOCK = {
    Paragraph: "paragraph",
    Table: "table",
    FieldTable: "fields",
    SignatureLine: "signature",
    Annex: "annex",
}
"""The name of each kind of block in a record."""


@dataclass(frozen=True, slots=True)
class Person:
    """Hold a line 出席、请假 or 列席 of minutes (10.3)."""

    label: str
    names: str


@dataclass(frozen=True, slots=True)
class Content:
    """Hold all that a document says; an empty text means that the document has no such element.

    `title` holds the lines of the title, broken where the words allow (7.3.1).
    """

    kind: Kind
    title: tuple[str, ...]
    blocks: tuple[Block, ...]
    head: str = ""
    number: str = ""
    signers: tuple[str, ...] = ()
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    to: str = ""
    notes: tuple[str, ...] = ()
    signature: str = ""
    date: str = ""
    sealed: bool = True
    remark: str = ""
    people: tuple[Person, ...] = ()
    copies_to: str = ""
    printed_by: str = ""
    printed_on: str = ""

    def to_record(self) -> dict[str, Json]:
        """Write the content as plain JSON; `content_from_record` reads it back."""
        record = _plain(self)
        if not isinstance(record, dict):  # a dataclass is always written as a dictionary
            raise TypeError(type(record).__name__)
        return {"format": FORMAT, **record}

    def to_bytes(self) -> bytes:
        """Write the content as canonical JSON (RFC 8785): what is hashed and signed."""
        return canonical_json(from_json(self.to_record())).encode()


def _plain(value: object) -> Json:
    if is_dataclass(value):
        named = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        kind = KINDS_OF_BLOCK.get(type(value))
        return {"block": kind, **named} if kind else named
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value if isinstance(value, bool | int) else str(value)
