"""Canonical JSON (RFC 8785): the same value is the same bytes, wherever and whenever written."""

from __future__ import annotations

import orjson
import rfc8785

from engine.model.errors import InvalidArgument
from engine.model.values import Value, to_json


def canonical_json(value: Value) -> str:
    """Write a value of ours as the canonical text of its JSON form; UTF-8 gives the bytes.

    Text that is no Unicode (a lone surrogate) raises InvalidArgument.
    """
    json = to_json(value)  # has no floats, and no integers beyond 2^53
    try:
        text = orjson.dumps(json, option=orjson.OPT_SORT_KEYS).decode()
        # Keys are sorted by UTF-16 code units, which differs from orjson's order only where
        # characters beyond the basic plane occur.
        if len(text.encode("utf-16-le")) != 2 * len(text):
            text = rfc8785.dumps(json).decode()
    except (orjson.JSONEncodeError, rfc8785.CanonicalizationError) as error:
        raise InvalidArgument(
            "文字中含有无法保存的字符，或者内容嵌套过深。",
            en="Expected Unicode text, nested no deeper than JSON writers allow.",
            code="not_storable",
        ) from error
    return text
