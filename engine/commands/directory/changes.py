"""The fields of one entry that somebody wants changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.model.errors import FieldError, InvalidArgument
from engine.model.values import Value


def expect_fields(changes: Mapping[str, Value], known: Sequence[str]) -> None:
    """Expect at least one field, and none but those known."""
    unknown = sorted(set(changes) - set(known))
    if unknown or not changes:
        raise InvalidArgument(
            f"应指明要改的项目，可以有：{'、'.join(known)}。",
            en=f"Expected changes to {', '.join(known)}, found {unknown}.",
            code="invalid_directory",
            errors=tuple(FieldError(each, "没有这一项。", "Unknown field.") for each in unknown),
        )


def text_of(changes: Mapping[str, Value], name: str, before: str) -> str:
    """Return the text of a field, what was before where it is not changed."""
    value = changes.get(name, before)
    if not isinstance(value, str):
        raise _wrong(name, "应为文字。", "Expected text.")
    return value


def truth_of(changes: Mapping[str, Value], name: str, *, before: bool) -> bool:
    """Return whether a field is true, what was before where it is not changed."""
    value = changes.get(name, before)
    if not isinstance(value, bool):
        raise _wrong(name, "应为是或否。", "Expected true or false.")
    return value


def _wrong(name: str, zh: str, en: str) -> InvalidArgument:
    return InvalidArgument(
        f"{name}：{zh}", en=en, code="invalid_directory", errors=(FieldError(name, zh, en),)
    )
