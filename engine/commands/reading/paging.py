"""Pages of a list that is in memory anyway: settings, groups, units, versions.

Each row has a key of its own by which the list is sorted; the cursor names the last key shown, so
a page goes on at the same place though rows have come or gone.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable
from typing import TypeVar

import orjson

from engine.commands.registers import Listed
from engine.model.errors import InvalidArgument
from engine.model.registers import Page

T = TypeVar("T")
_LONGEST = 4_000


def paged(rows: Iterable[T], page: Page, *, name: str, key: Callable[[T], str]) -> Listed[T]:
    """Return a page of rows sorted by their key; `name` tells the cursors of one list from others.

    A cursor that no earlier page of the list gave raises InvalidArgument.
    """
    ordered = sorted(rows, key=key, reverse=page.is_descending)
    if page.after is not None:
        last = _key(page.after, name)
        ordered = [
            each
            for each in ordered
            if (key(each) < last if page.is_descending else key(each) > last)
        ]
    shown = tuple(ordered[: page.limit])
    return Listed(shown, _cursor(name, key(shown[-1])) if len(ordered) > page.limit else None)


def _cursor(name: str, key: str) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([name, key])).decode().rstrip("=")


def _key(cursor: str, name: str) -> str:
    try:
        padded = cursor[:_LONGEST] + "=" * (-len(cursor) % 4)
        of, key = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if of == name and isinstance(key, str):
            return key
    except (binascii.Error, ValueError, TypeError) as error:
        raise _bad() from error
    raise _bad()


def _bad() -> InvalidArgument:
    return InvalidArgument(
        "翻页位置无效，请从第一页重新查看。",
        en="Expected a cursor that an earlier page of the same list gave.",
        code="invalid_cursor",
    )
