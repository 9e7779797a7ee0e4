"""Read `camunda:formData` into a form; what cannot be read is a finding."""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal, InvalidOperation

from lxml import etree

from engine.diagram.reading import Reading, quoted
from engine.diagram.xml import CAMUNDA, attribute, extensions, part, parts
from engine.model.form_free import name_fault
from engine.model.forms import Field, FieldKind, Form
from engine.model.patterns import pattern_fault

_KINDS = {kind.value: kind for kind in FieldKind} | {
    "long": FieldKind.INTEGER,
    "double": FieldKind.DECIMAL,
}
_NUMBERS = frozenset({FieldKind.INTEGER, FieldKind.DECIMAL})
_LENGTHS = frozenset({FieldKind.STRING, FieldKind.TEXT, FieldKind.LIST})
_TEXTS = frozenset({FieldKind.STRING, FieldKind.TEXT})
_FLAGS = {"": True, "true": True, "false": False}
_MAX_FIELDS = 200
_LENGTH = re.compile(r"[0-9]{1,6}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,12})?")


def read_form(element: etree._Element, reading: Reading) -> Form | None:
    """Return the form of a user task or start event, None where it has none."""
    data = extensions(element, "formData")
    if not data:
        return None
    written = [each for holder in data for each in parts(holder, "formField", within=CAMUNDA)]
    if len(written) > _MAX_FIELDS:
        reading.error(
            "too_many_fields",
            data[0],
            zh=f"表单的字段超过{_MAX_FIELDS}个。",
            en=f"The form has more than {_MAX_FIELDS} fields.",
        )
    fields: dict[str, Field] = {}
    for each in written[:_MAX_FIELDS]:
        field = _field(each, reading)
        if field.id in fields:
            reading.error(
                "duplicate_field",
                each,
                zh=f"表单中有两个字段的标识都是“{field.id}”。",
                en=f"Two fields of the form have the id '{field.id}'.",
            )
        fields.setdefault(field.id, field)
    return Form(_with_columns(fields, data[0], reading))


def _with_columns(
    fields: dict[str, Field], element: etree._Element, reading: Reading
) -> tuple[Field, ...]:
    """Put the fields named `list.column` into their lists."""
    columns: dict[str, list[Field]] = {}
    for id_, field in fields.items():
        parent, _, column = id_.rpartition(".")
        if not parent:
            continue
        if parent not in fields or fields[parent].kind is not FieldKind.LIST or "." in parent:
            reading.error(
                "column_without_list",
                element,
                zh=f"字段“{id_}”应是列表字段的一列，但“{parent}”不是列表字段。",
                en=f"'{id_}' should be a column of a list, but '{parent}' is no list field.",
            )
        columns.setdefault(parent, []).append(dataclasses.replace(field, id=column))
    return tuple(
        dataclasses.replace(field, fields=tuple(columns.get(id_, ())))
        for id_, field in fields.items()
        if "." not in id_
    )


def _field(element: etree._Element, reading: Reading) -> Field:
    field_id = attribute(element, "id")
    _check_id(field_id, element, reading)
    field = Field(
        id=field_id,
        label=attribute(element, "label"),
        kind=_kind(element, reading),
        default=str(element.get("defaultValue") or ""),
        choices=_choices(element, reading),
    )
    for holder in parts(element, "properties", within=CAMUNDA):
        for each in parts(holder, "property", within=CAMUNDA):
            field = _with_property(field, attribute(each, "id"), attribute(each, "value"))
    validation = part(element, "validation", within=CAMUNDA)
    for each in parts(validation, "constraint", within=CAMUNDA) if validation is not None else ():
        field = _with_constraint(field, each, reading)
    if field.pattern and (fault := _pattern_fault(field.pattern, reading)):
        reading.error(
            "bad_pattern",
            element,
            zh=f"字段“{field.name}”的正则表达式有误：{fault}",
            en=f"The pattern of '{field.name}' is wrong: {fault}",
        )
        field = dataclasses.replace(field, pattern="")
    return field


def _pattern_fault(pattern: str, reading: Reading) -> str:
    reading.pattern_room -= len(pattern)
    return pattern_fault(pattern) if reading.pattern_room >= 0 else "too many patterns in one file"


def _check_id(field_id: str, element: etree._Element, reading: Reading) -> None:
    for name in field_id.split("."):
        fault = name_fault(name)
        if fault and (name == field_id or name not in {"case", "loop"}):
            reading.error(
                "bad_field_id", element, zh=f"表单字段：{fault[0]}", en=f"Form field: {fault[1]}"
            )


def _kind(element: etree._Element, reading: Reading) -> FieldKind:
    written = attribute(element, "type")
    kind = _KINDS.get(written)
    if kind is None:
        reading.error(
            "unknown_field_type",
            element,
            zh=f"字段“{quoted(attribute(element, 'id'))}”的类型“{quoted(written)}”未知；"
            f"可用的类型：{'、'.join(_KINDS)}。",
            en=f"Unknown type '{quoted(written)}' of field '{quoted(attribute(element, 'id'))}'; "
            f"known are {', '.join(_KINDS)}.",
        )
    return kind or FieldKind.STRING


def _choices(element: etree._Element, reading: Reading) -> tuple[tuple[str, str], ...]:
    values = parts(element, "value", within=CAMUNDA)
    found: dict[str, str] = {}
    for each in values:
        value = attribute(each, "id")
        if not value or value in found:
            reading.error(
                "bad_choice",
                each,
                zh=f"选项的标识应填写且不重复，现为“{quoted(value)}”。",
                en=f"The id of a choice should be given and unique, found '{quoted(value)}'.",
            )
        found.setdefault(value, attribute(each, "name") or value)
    return tuple(found.items())


def _with_property(field: Field, name: str, value: str) -> Field:
    if name in {"help", "description"}:
        return dataclasses.replace(field, help=value)
    return dataclasses.replace(field, pattern=value) if name == "pattern" else field


def _with_constraint(field: Field, element: etree._Element, reading: Reading) -> Field:
    name, config = attribute(element, "name"), attribute(element, "config")
    changed: Field | None = None
    match name:
        case "required" if config.lower() in _FLAGS:
            changed = dataclasses.replace(field, required=_FLAGS[config.lower()])
        case "readonly" if config.lower() in _FLAGS:
            changed = dataclasses.replace(field, read_only=_FLAGS[config.lower()])
        case "min" | "max" if field.kind in _NUMBERS and (number := _number(config)) is not None:
            changed = (
                dataclasses.replace(field, minimum=number)
                if name == "min"
                else dataclasses.replace(field, maximum=number)
            )
        case "minlength" | "maxlength" if field.kind in _LENGTHS and _LENGTH.fullmatch(config):
            changed = (
                dataclasses.replace(field, min_length=int(config))
                if name == "minlength"
                else dataclasses.replace(field, max_length=int(config))
            )
        case "pattern" if field.kind in _TEXTS and config:
            changed = dataclasses.replace(field, pattern=config)
    if changed is None:
        reading.error(
            "bad_constraint",
            element,
            zh=f"字段“{field.name}”（类型{field.kind.value}）不能有约束"
            f"{quoted(name)}=“{quoted(config)}”。",
            en=f"Field '{field.name}' of type {field.kind.value} cannot have the constraint "
            f"{quoted(name)}='{quoted(config)}'.",
        )
    return changed or field


def _number(config: str) -> Decimal | None:
    try:
        return Decimal(config) if _NUMBER.fullmatch(config) else None
    except InvalidOperation:
        return None
