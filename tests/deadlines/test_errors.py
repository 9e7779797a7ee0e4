"""The error classes every layer shares."""

from __future__ import annotations

import pickle

import pytest

from engine.model.errors import (
    AlreadyExists,
    Conflict,
    EngineError,
    FieldError,
    InvalidArgument,
    InvalidState,
    NotFound,
    NotPermitted,
)

CODES: list[tuple[type[EngineError], str]] = [
    (NotFound, "not_found"),
    (NotPermitted, "not_permitted"),
    (InvalidState, "invalid_state"),
    (Conflict, "conflict"),
    (AlreadyExists, "already_exists"),
    (InvalidArgument, "invalid_argument"),
]


@pytest.mark.parametrize("error,code", CODES)
def test_each_class_has_a_stable_code_and_titles_in_both_languages(
    error: type[EngineError], code: str
) -> None:
    raised = error()
    assert (error.code, raised.code) == (code, code)
    assert raised.en == error.title() == (error.__doc__ or "").strip()
    assert raised.message == error.title_zh
    assert raised.message.endswith("。")


def test_an_instance_may_refine_the_code_without_touching_its_class() -> None:
    raised = InvalidArgument("期限无法识别。", en="Not a term.", code="invalid_term")
    assert (raised.code, InvalidArgument.code) == ("invalid_term", "invalid_argument")
    assert (raised.message, raised.en) == ("期限无法识别。", "Not a term.")


def test_an_error_can_be_passed_between_processes() -> None:
    field = FieldError("第3行", "应为日期。", "Expected a date.")
    raised = pickle.loads(pickle.dumps(InvalidArgument("错。", errors=(field,))))  # noqa: S301
    assert isinstance(raised, InvalidArgument)
    assert raised.errors == (field,)
