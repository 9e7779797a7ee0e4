"""Values of the engine, written for an input and for a person."""

from __future__ import annotations

from datetime import date, datetime

from engine.model.calendar import SHANGHAI
from engine.model.forms import FieldKind
from engine.model.values import Json
from web import formatting
from web.forms.fields import FormField
from web.forms.references import References
from web.language import text


def written(field: FormField, value: Json, references: References) -> str:
    """Write a value as the input of its field holds it."""
    if value is None:
        return ""
    match field.kind:
        case FieldKind.BOOLEAN:
            return "true" if value is True else "false"
        case FieldKind.DATETIME:
            at = datetime.fromisoformat(str(value)).astimezone(SHANGHAI).replace(tzinfo=None)
            return at.isoformat(timespec="seconds" if at.second else "minutes")
        case FieldKind.UNIT:
            return references.unit_label(str(value))
        case FieldKind.PERSON:
            return references.person_label(str(value))
        case _:
            return str(value)


def fact(field: FormField, value: Json, references: References) -> str:
    """Write a value for somebody who reads it; blank for nothing."""
    if value is None or value == "":
        return ""
    plain = str(value)
    if field.kind is FieldKind.BOOLEAN:
        return text("是") if value is True else text("否")
    if field.kind in (FieldKind.DATE, FieldKind.DATETIME):
        return _day(field, plain)
    return _named(field, plain, references)


def _day(field: FormField, plain: str) -> str:
    if field.kind is FieldKind.DATE:
        return formatting.day(date.fromisoformat(plain))
    return formatting.instant(datetime.fromisoformat(plain))


def _named(field: FormField, plain: str, references: References) -> str:
    match field.kind:
        case FieldKind.ENUM:
            return dict(field.choices).get(plain, plain)
        case FieldKind.UNIT:
            return references.unit_name(plain)
        case FieldKind.PERSON:
            return references.person_name(plain)
        case FieldKind.FILE:
            return dict(references.files).get(plain, text("已上传的文件"))
    return plain
