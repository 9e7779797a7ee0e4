"""Pages of a list that is in memory anyway: settings, groups, units, versions.

Each row has a key of its own by which the list is sorted; the cursor names the last key shown, so
a page goes on at the same place though rows have come or gone.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable
from typing import TypeVar

from engine.commands.registers import Listed
from engine.model.errors import InvalidArgument
from engine.model.registers import Page

T = TypeVar("T")
_LONGEST = 4_000


def paged(rows: Iterable[T], page: Page, *, key: Callable[[T], str]) -> Listed[T]:
    """Return a page of rows sorted by their key; InvalidArgument for a cursor not given by it."""
    ordered = sorted(rows, key=key, reverse=page.is_descending)
    if page.after is not None:
        last = _key(page.after)
        ordered = [
            each
            for each in ordered
            if (key(each) < last if page.is_descending else key(each) > last)
        ]
    shown = tuple(ordered[: page.limit])
    return Listed(shown, _cursor(key(shown[-1])) if len(ordered) > page.limit else None)


def _cursor(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _key(cursor: str) -> str:
    try:
        padded = cursor[:_LONGEST] + "=" * (-len(cursor) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise InvalidArgument(
            "翻页位置无效，请从第一页重新查看。",
            en="Expected a cursor that an earlier page of the same list gave.",
            code="invalid_cursor",
        ) from error
