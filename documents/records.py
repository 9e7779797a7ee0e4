"""Read back what `Content.to_record` wrote; whatever else is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields

from documents.content import (
    FORMAT,
    Annex,
    Blank,
    Block,
    Content,
    Field,
    FieldTable,
    Kind,
    Paragraph,
    Person,
    SignatureLine,
    Table,
)
from engine.model.errors import InvalidArgument

Record = Mapping[str, object]


def content_from_record(record: Record) -> Content:
    """Read a content from its record; raise InvalidArgument (``bad_content``) for anything else."""
    try:
        return _content(record)
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidArgument(
            f"这不是一份公文的内容记录：{error}。",
            en=f"Expected the record of a document's content: {error}.",
            code="bad_content",
        ) from error


def _content(record: Record) -> Content:
    if record.get("format") != FORMAT:
        raise ValueError(f"format {record.get('format')!r}")
    _has_exactly(record, {"format"} | {each.name for each in fields(Content)})
    return Content(
        kind=Kind(_text(record, "kind")),
        title=_texts(record, "title"),
        blocks=tuple(_block(each) for each in _list(record, "blocks")),
        signers=_texts(record, "signers"),
        notes=_texts(record, "notes"),
        sealed=_flag(record, "sealed"),
        people=tuple(_person(each) for each in _list(record, "people")),
        **{name: _text(record, name) for name in _TEXTS},
    )


_TEXTS = (
    *("head", "number", "copy_number", "secrecy", "urgency", "to", "signature", "date"),
    *("remark", "copies_to", "printed_by", "printed_on"),
)


def _block(value: object) -> Block:
    record = _mapping(value)
    read = _READERS[_text(record, "block")]
    return read(record)


def _paragraph(record: Record) -> Block:
    _has_exactly(record, {"block", "level", "lead", "text"})
    return Paragraph(_number(record, "level"), _text(record, "lead"), _text(record, "text"))


def _table(record: Record) -> Block:
    _has_exactly(record, {"block", "header", "widths", "rows"})
    rows = _list(record, "rows")
    return Table(
        header=_texts(record, "header"),
        widths=tuple(_integer(each) for each in _list(record, "widths")),
        rows=tuple(tuple(_string(cell) for cell in _sequence(row)) for row in rows),
    )


def _fields(record: Record) -> Block:
    _has_exactly(record, {"block", "rows"})
    rows = (_sequence(row) for row in _list(record, "rows"))
    return FieldTable(tuple(tuple(_field(each) for each in row) for row in rows))


def _field(value: object) -> Field:
    record = _mapping(value)
    _has_exactly(record, {"label", "value", "lines"})
    return Field(_text(record, "label"), _text(record, "value"), _number(record, "lines"))


def _signature(record: Record) -> Block:
    _has_exactly(record, {"block", "parts"})
    return SignatureLine(tuple(_blank(each) for each in _list(record, "parts")))


def _blank(value: object) -> Blank:
    record = _mapping(value)
    _has_exactly(record, {"before", "filled", "ruled"})
    return Blank(_text(record, "before"), _text(record, "filled"), _flag(record, "ruled"))


def _annex(record: Record) -> Block:
    _has_exactly(record, {"block", "label", "title"})
    return Annex(_text(record, "label"), _text(record, "title"))


def _person(value: object) -> Person:
    record = _mapping(value)
    _has_exactly(record, {"label", "names"})
    return Person(_text(record, "label"), _text(record, "names"))


_READERS: Mapping[str, Callable[[Record], Block]] = {
    "paragraph": _paragraph,
    "table": _table,
    "fields": _fields,
    "signature": _signature,
    "annex": _annex,
}


def _has_exactly(record: Record, names: set[str]) -> None:
    if set(record) != names:
        raise ValueError("、".join(sorted(set(record) ^ names)))


def _mapping(value: object) -> Record:
    if not isinstance(value, Mapping):
        raise TypeError(type(value).__name__)
    return value


def _sequence(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(type(value).__name__)
    return value


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value


def _integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(type(value).__name__)
    return value


def _list(record: Record, name: str) -> list[object]:
    return _sequence(record[name])


def _texts(record: Record, name: str) -> tuple[str, ...]:
    return tuple(_string(each) for each in _list(record, name))


def _text(record: Record, name: str) -> str:
    return _string(record[name])


def _number(record: Record, name: str) -> int:
    return _integer(record[name])


def _flag(record: Record, name: str) -> bool:
    value = record[name]
    if not isinstance(value, bool):
        raise TypeError(type(value).__name__)
    return value
