"""Check what a person sends with a form: the marshmallow schema of a form, and its use.

Everything wrong is said at once, in Chinese with English beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

from marshmallow import RAISE, Schema, ValidationError, fields, missing

from engine.feel import is_wrapped
from engine.model.counts import counted
from engine.model.errors import FieldError, InvalidArgument
from engine.model.form_free import load_free
from engine.model.form_values import References, Wrong, anything, read_value
from engine.model.forms import Field, FieldKind, Form
from engine.model.values import Value

__all__ = ["References", "default_value", "load_form", "load_free", "schema_for"]

NO_VARIABLES: Mapping[str, Value] = MappingProxyType({})
Evaluate: TypeAlias = Callable[[str], Value]
_Read = TypeVar("_Read")


class Sentence(str):
    """A message of marshmallow that carries its English twin."""

    __slots__ = ("en",)
    en: str

    @classmethod
    def of(cls, zh: str, en: str) -> Sentence:
        """Return the Chinese sentence with the English one attached."""
        sentence = cls(zh)
        sentence.en = en
        return sentence


@dataclass(frozen=True, slots=True)
class _Around:
    """What reading a form needs to know beside the form."""

    references: References
    variables: Mapping[str, Value]
    evaluate: Evaluate | None


def schema_for(form: Form, *, computes_defaults: bool = True) -> Schema:
    """Return the schema of a form, made once per form: what a description of an API is made from.

    Fields that were not sent take their default, or stay out of the result. Read-only fields take
    the value of their variable (or the default); whatever is sent must equal it. Unknown fields
    are refused. Defaults written in FEEL count only with `computes_defaults`. To load with it, use
    `load_form`, which says what variables and which units there are.
    """
    return _schema(form.fields, computes_defaults)


def load_form(
    form: Form,
    data: object,
    *,
    known_unit: Callable[[str], bool] = anything,
    known_person: Callable[[str], bool] = anything,
    known_file: Callable[[str], bool] = anything,
    variables: Mapping[str, Value] = NO_VARIABLES,
    evaluate: Evaluate | None = None,
) -> dict[str, Value]:
    """Return the variables a sent form sets.

    Raises InvalidArgument with the code `invalid_form` and an error for each wrong field; the path
    of a column is `items.0.title`.
    """
    around = _Around(References(known_unit, known_person, known_file), variables, evaluate)
    try:
        loaded: dict[str, Value] = _load(form.fields, data, around)
    except ValidationError as refused:
        raise InvalidArgument(
            "表单内容不符合要求，请按提示修改。",
            en="The form is not filled in as expected.",
            code="invalid_form",
            errors=tuple(_flatten(refused.messages)),
        ) from None
    return loaded


def default_value(
    declared: Field, *, evaluate: Evaluate | None = None, references: References | None = None
) -> Value:
    """Return the value of a field's default, None without one; raise Wrong where it does not fit.

    A default written in FEEL is None unless `evaluate` is given.
    """
    text = declared.default
    if not text.strip():
        return None
    value: Value = text.strip() if declared.kind is not FieldKind.TEXT else text
    if is_wrapped(text):
        if evaluate is None:
            return None
        value = evaluate(text)
    elif declared.kind is FieldKind.BOOLEAN:
        value = {"true": True, "false": False}.get(text.strip(), text)
    if value is None:
        return None
    known = references or References()
    if declared.kind is not FieldKind.LIST:
        return read_value(declared, value, references=known)
    try:
        return _read_rows(declared, value, _Around(known, NO_VARIABLES, evaluate))
    except ValidationError as refused:
        first = next(_flatten(refused.messages))
        raise Wrong(first.zh, first.en) from None


class _FormSchema(Schema):
    error_messages = {  # noqa: RUF012 - marshmallow declares it so
        "type": Sentence.of(
            "应为由字段和值组成的对象。", "Expected an object of fields and values."
        ),
        "unknown": Sentence.of("表单没有这一项。", "The form has no such field."),
    }


_AROUND: ContextVar[_Around] = ContextVar("around")
"""What the load that is going on knows; schemas are shared, so they cannot hold it."""


@lru_cache(maxsize=1024)
def _schema(declared: tuple[Field, ...], computes: bool) -> Schema:  # noqa: FBT001 - a key
    # The prefix keeps ids such as `Meta` or `load` from meeting names that marshmallow uses.
    made: dict[str, fields.Field[Value]] = {
        f"field_{each.id}": _FormField(each, computes=computes) for each in declared
    }
    return _FormSchema.from_dict(made)(unknown=RAISE)


def _load(declared: tuple[Field, ...], data: object, around: _Around, *, many: bool = False) -> Any:  # noqa: ANN401 - a dictionary, or a list of them with `many`
    token = _AROUND.set(around)
    schema = _schema(declared, around.evaluate is not None)
    try:
        return schema.load(data, many=many)  # type: ignore[arg-type]  # it judges whatever was sent
    finally:
        _AROUND.reset(token)


def _default(declared: Field, *, computes: bool) -> Callable[[], Value] | None:
    """Return what marshmallow calls when the field was not sent; None where nothing follows."""
    if declared.read_only:
        return lambda: _held(declared, _AROUND.get())
    if not declared.default.strip() or (is_wrapped(declared.default) and not computes):
        return None
    return lambda: _checked(lambda: _computed(declared, _AROUND.get()))


def _computed(declared: Field, around: _Around) -> Value:
    value = default_value(declared, evaluate=around.evaluate, references=around.references)
    if value is None and declared.required:
        raise _missing(declared)
    return value


def _held(declared: Field, around: _Around) -> Value:
    if declared.id in around.variables:
        return around.variables[declared.id]
    return _checked(
        lambda: default_value(declared, evaluate=around.evaluate, references=around.references)
    )


def _checked(read: Callable[[], _Read]) -> _Read:
    try:
        return read()
    except Wrong as wrong:
        raise ValidationError(Sentence.of(wrong.zh, wrong.en)) from None


def _missing(declared: Field) -> Wrong:
    return Wrong(f"请填写“{declared.name}”。", f"Expected a value for '{declared.name}'.")


def _refuse_change(declared: Field, sent: Value, around: _Around) -> Value:
    held = _held(declared, around)
    if sent != held:
        raise ValidationError(
            Sentence.of(
                f"“{declared.name}”为只读，不能修改。",
                f"'{declared.name}' is read-only; it was changed.",
            )
        )
    return held


class _FormField(fields.Field[Value]):
    def __init__(self, declared: Field, *, computes: bool) -> None:
        default = _default(declared, computes=computes)
        wrong = _missing(declared)
        sentence = Sentence.of(wrong.zh, wrong.en)
        super().__init__(
            load_default=default or missing,
            required=declared.required and default is None,
            allow_none=not declared.required or declared.read_only,
            data_key=declared.id,
            attribute=declared.id,
            error_messages={"required": sentence, "null": sentence},
        )
        self._declared = declared

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, object] | None, **_: object
    ) -> Value:
        del attr, data
        declared, around = self._declared, _AROUND.get()
        if declared.kind is FieldKind.LIST:
            read = _read_rows(declared, value, around)
        else:
            read = _checked(lambda: read_value(declared, value, references=around.references))
        return _refuse_change(declared, read, around) if declared.read_only else read


def _read_rows(declared: Field, sent: object, around: _Around) -> Value:
    if not isinstance(sent, list | tuple):
        raise ValidationError(
            Sentence.of(f"“{declared.name}”应为列表。", f"Expected a list for '{declared.name}'.")
        )
    _check_rows(declared, len(sent))
    inner = _Around(around.references, NO_VARIABLES, around.evaluate)
    rows: list[Value] = _load(declared.fields, sent, inner, many=True)
    return rows


def _check_rows(declared: Field, count: int) -> None:
    least = max(declared.min_length or 0, 1 if declared.required else 0)
    if count < least:
        raise ValidationError(
            Sentence.of(
                f"“{declared.name}”至少{least}行，现有{count}行。",
                f"Expected at least {counted(least, 'row')} for '{declared.name}', found {count}.",
            )
        )
    if count > declared.length_cap:
        raise ValidationError(
            Sentence.of(
                f"“{declared.name}”最多{declared.length_cap}行，现有{count}行。",
                f"Expected at most {counted(declared.length_cap, 'row')} for '{declared.name}', "
                f"found {count}.",
            )
        )


def _flatten(messages: object, path: tuple[str, ...] = ()) -> Iterator[FieldError]:
    """Yield the errors of marshmallow's nested dictionary, each with its dotted path."""
    if isinstance(messages, dict):
        for key, inner in messages.items():
            yield from _flatten(inner, path if key == "_schema" else (*path, str(key)))
    elif isinstance(messages, list):
        for message in messages:
            en = message.en if isinstance(message, Sentence) else str(message)
            yield FieldError(".".join(path), _row(path) + str(message), en)


def _row(path: tuple[str, ...]) -> str:
    row = next((part for part in path if part.isdecimal()), None)
    return f"第{int(row) + 1}行：" if row is not None else ""
