"""What is counted in portions: what is counted so far travels in the form of the page.

Who changes it on the way sees wrong figures; nothing is done with them.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from datetime import timedelta
from typing import TypeVar

from flask import request

from engine.model.errors import InvalidArgument
from engine.model.portions import Portion
from engine.model.written import read_back, written

T = TypeVar("T")
_FIRST, _NEXT = Portion(timedelta(milliseconds=25)), Portion(timedelta(milliseconds=50))
"""How long is counted before a page is shown, and before the counted part of it alone is."""
MOST = 256 * 1024
"""Bytes of what is counted so far; a hundred deadlines with long titles are a third of it."""


def is_part() -> bool:
    """Say whether only the counted part of a page is asked for."""
    return bool(request.headers.get("HX-Request"))


def portion() -> Portion:
    """Return how much is counted for this request."""
    return _NEXT if is_part() else _FIRST


def carried(counted: object | None) -> str:
    """Return what is counted so far as the text of a field; empty when all is counted."""
    return "" if counted is None else base64.b64encode(zlib.compress(written(counted))).decode()


def brought(kind: type[T]) -> T | None:
    """Return what was counted so far, as the form brings it back; None without."""
    sent = request.form.get("so_far", "")
    if not sent:
        return None
    try:
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(base64.b64decode(sent, validate=True), MOST)
        return read_back(kind, text)  # what was cut off is no JSON
    except (binascii.Error, zlib.error, ValueError) as cause:
        raise InvalidArgument(
            "计数的中间结果不完整，请重新打开这一页。",
            en="Expected what was counted so far as the page had it; please open the page again.",
            code="invalid_count",
        ) from cause
