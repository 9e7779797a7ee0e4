"""Read the JSON of a request as RFC 8259 has it, and as RFC 8259 advises: one meaning or none.

The reader of the standard library alone takes NaN, lone surrogates and a name twice, and stops
with an error of its own at deep nesting. What two readers would read differently is refused.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import orjson


def read_json(data: bytes) -> Any:  # noqa: ANN401 - JSON
    """Read a body; raise json.JSONDecodeError for what is no JSON or has no single meaning."""
    orjson.loads(data)  # UTF-8 throughout, no NaN, no lone surrogates, nesting within bounds
    try:
        return json.loads(data, object_pairs_hook=_each_once, parse_float=_finite)
    except json.JSONDecodeError:
        raise
    except (ValueError, RecursionError) as error:
        raise json.JSONDecodeError(str(error), "…", 0) from None


def _each_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        msg = "Expected each name once in an object"
        raise ValueError(msg)
    return found


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        msg = "Expected a number that can be kept"
        raise ValueError(msg)
    return number
