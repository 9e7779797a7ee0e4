"""What a scenario file may say: every key of every step, checked before anything runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from dudao.scenarios.instants import parse_advance, parse_instant
from engine.model.errors import InvalidArgument

MESSAGES = {
    "required": "缺少这一项",
    "null": "不能为空",
    "type": "应为若干“键: 值”",
    "unknown": "没有这个键",
    "invalid": "值的类型不对",
}


AnyField: TypeAlias = fields.Field[Any]  # a field of whatever type


class Text(fields.Field[str]):
    """A text; a number is taken as the text it was written as (unit codes are digits)."""

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, object] | None, **kwargs: object
    ) -> str:
        del attr, data, kwargs
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise ValidationError("应为文字")
        return str(value)


class Plain(fields.Field[object]):
    """Any value of a form, as written."""


class Mapped(fields.Field[dict[str, object]]):
    """A mapping of names to any values."""

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, object] | None, **kwargs: object
    ) -> dict[str, object]:
        del attr, data, kwargs
        if not isinstance(value, dict):
            raise ValidationError("应为若干“键: 值”")
        return value


class Texts(fields.List[str]):
    """A list of texts."""

    default_error_messages = {"invalid": "应为列表，如 [甲, 乙]"}  # noqa: RUF012 - as marshmallow has it

    def __init__(self) -> None:
        super().__init__(Text())


class Instant(Text):
    """An instant with its offset, such as 2026-09-01T09:00:00+08:00."""

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, object] | None, **kwargs: object
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        _checked(parse_instant, text)
        return text


class Passage(Text):
    """A duration, a term or an instant: how far time moves."""

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, object] | None, **kwargs: object
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        _checked(parse_advance, text)
        return text


def _checked(parse: object, text: str) -> None:
    try:
        parse(text)  # type: ignore[operator]  # one of the two functions above
    except InvalidArgument as error:
        raise ValidationError(error.message.rstrip("。")) from error


class Days(fields.Field[dict[str, tuple[date | None, ...]]]):
    """Local due dates per task: one day, or a list of days in the order of the items."""

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, object] | None, **kwargs: object
    ) -> dict[str, tuple[date | None, ...]]:
        del attr, data, kwargs
        if not isinstance(value, dict):
            raise ValidationError("应为“任务: 日期”")
        return {
            str(task): tuple(_day(each) for each in (days if isinstance(days, list) else [days]))
            for task, days in value.items()
        }


class Day(fields.Field[date]):
    """A local day, such as 2026-09-16."""

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, object] | None, **kwargs: object
    ) -> date:
        del attr, data, kwargs
        found = _day(value)
        if found is None:
            raise ValidationError(MESSAGES["null"])
        return found


class Flag(fields.Field[bool]):
    """True or false, written so."""

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, object] | None, **kwargs: object
    ) -> bool:
        del attr, data, kwargs
        if not isinstance(value, bool):
            raise ValidationError("应为 true 或 false")
        return value


class Checked(fields.Field[dict[str, object]]):
    """A mapping with these keys."""

    def __init__(self, keys: Mapping[str, AnyField]) -> None:
        super().__init__()
        self._keys = keys

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, object] | None, **kwargs: object
    ) -> dict[str, object]:
        del attr, data, kwargs
        return load(self._keys, value)


def _day(value: object) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ValidationError(f"日期“{value}”应写作 2026-09-16") from error


class _Strict(Schema):
    class Meta:
        unknown = RAISE

    error_messages = {"unknown": MESSAGES["unknown"], "type": MESSAGES["type"]}  # noqa: RUF012 - as marshmallow has it


class PersonSchema(_Strict):
    """One of `people`."""

    groups = Texts()
    unit = Text(required=True)
    name = Text()


class FileSchema(_Strict):
    """The top of the file; people and steps are read one by one."""

    scenario = Text(required=True, validate=validate.Length(min=1, error="不能为空"))
    process = Text(required=True)
    clock = Instant(required=True)
    people = Mapped(required=True)
    steps = fields.List(Mapped(), required=True)


_COMMON: Mapping[str, AnyField] = {"as": Text(required=True), "for": Text(), "case": Text()}
_WORK: Mapping[str, AnyField] = {
    **_COMMON,
    "task": Text(required=True),
    "item": fields.Integer(strict=True),
}
_REASON: Mapping[str, AnyField] = {"reason": Text()}
_OPEN: Mapping[str, AnyField] = {
    "unit": Text(required=True),
    "title": Text(),
    "form": Mapped(),
    "process": Text(),
}

COMMANDS: Mapping[str, Mapping[str, AnyField]] = {
    "open": {**_COMMON, **_OPEN},
    "complete": {**_WORK, "form": Mapped()},
    "claim": _WORK,
    "unclaim": _WORK,
    "assign": {**_WORK, "to": Text(required=True), **_REASON},
    "delegate": {**_WORK, "to": Text(required=True), **_REASON},
    "withdraw": {**_COMMON, "task": Text(), "item": fields.Integer(strict=True), **_REASON},
    "cancel": {**_COMMON, **_REASON},
    "suspend": {**_COMMON, **_REASON},
    "resume": {**_COMMON, **_REASON},
    "extend": {
        **_COMMON, "task": Text(), "item": fields.Integer(strict=True), "variable": Text(),
        "term": Text(required=True), "approver": Text(), **_REASON,
    },
    "move_timer": {
        **_COMMON, "timer": Text(required=True), "item": fields.Integer(strict=True),
        "to": Instant(required=True), **_REASON,
    },
    "retry": {**_COMMON, "task": Text(), "item": fields.Integer(strict=True), **_REASON},
    "resolve": {
        **_COMMON, "task": Text(), "item": fields.Integer(strict=True), "form": Mapped(), **_REASON,
    },
    "substitute": {
        "as": Text(required=True), "absent": Text(), "to": Text(required=True),
        "from": Day(), "until": Day(required=True), **_REASON,
    },
    "set": {**_COMMON, "key": Text(required=True), "value": Plain(required=True), **_REASON},
    "import_calendar": {**_COMMON, "file": Text(required=True)},
    "object": {"publication": Text(), "text": Text(required=True), "contact": Text()},
    "send": {
        "message": Text(required=True), "payload": Mapped(), "case": Text(), "as": Text(),
        "item": fields.Integer(strict=True),
    },
}  # fmt: skip
"""The keys of each command, as a step of its own or after `do` in a refusal."""

LEDGER: Mapping[str, AnyField] = {
    "of": Text(required=True),
    "on": Day(),
    "known": Instant(),
    "codes": Texts(),
    "grade_cap": Text(allow_none=True),
    "award_ban": Flag(),
    "promotion_ban": Flag(),
    "veto": Flag(),
    "remedies": Texts(),
}
"""The keys of one check of the ledger."""

EXPECTATIONS: Mapping[str, AnyField] = {
    "case": Text(),
    "status": Text(),
    "light": Text(),
    "open_tasks": Texts(),
    "due": Days(),
    "history": Texts(),
    "notified": Texts(),
    "linked": Mapped(),
    "outcomes": Texts(),
    "documents": Texts(),
    "end": Text(),
    "variables": Mapped(),
    "ledger": fields.List(Checked(LEDGER)),
    "publications": fields.List(Mapped()),
    "receipts": fields.List(Mapped()),
}
PASSAGE: Mapping[str, AnyField] = {"until": Passage(required=True)}
PASSAGES = ("advance", "outage")
STEP_KINDS = (*COMMANDS, "refuse", *PASSAGES, "expect")


def load(keys: Mapping[str, AnyField], content: object) -> dict[str, object]:
    """Check a mapping against the keys it may have; raise marshmallow's ValidationError."""
    return loaded(_Strict.from_dict(dict(keys))(), content)


def loaded(schema: Schema, content: object) -> dict[str, object]:
    """Check a mapping against a schema, with the messages in Chinese."""
    for field in schema.fields.values():
        for kind in ("required", "null"):
            field.error_messages[kind] = MESSAGES[kind]
        if type(field) is fields.Integer:
            field.error_messages["invalid"] = "应为整数"
    result: dict[str, object] = schema.load(content)  # type: ignore[arg-type]  # checked by it
    return result


def load_refusal(content: object) -> dict[str, object]:
    """Check a `refuse` step: the keys of the command it names, and the code expected."""
    command = content.get("do", "complete") if isinstance(content, dict) else "complete"
    if command not in COMMANDS:
        raise ValidationError({"do": [f"没有“{command}”这个操作：应为 {'、'.join(COMMANDS)} 之一"]})
    code: Mapping[str, AnyField] = {"do": Text(), "code": Text(required=True)}
    return load({**COMMANDS[str(command)], **code}, content)
