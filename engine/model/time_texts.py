"""Texts of timers and due dates: which are written out and which are to be evaluated.

Written out are dates, instants, ISO 8601 durations, terms of law and cycles of them; everything
else is FEEL, with or without a wrapper. What begins like a time but is none (`10`, `P5X`) counts
as written out, so that it is refused and not taken for a variable.
"""

from __future__ import annotations

import re
from functools import lru_cache

from engine.feel import is_wrapped
from engine.model.deadlines import parse_term
from engine.model.errors import InvalidArgument

_BEGINS_LIKE_A_TIME = re.compile(r"[-+]?[\d.]|[-+]?[PR]([-\d/]|T|$)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_time_expression(text: str) -> bool:
    """Return whether the text of a timer or due date is FEEL to be evaluated."""
    if is_wrapped(text):
        return True
    if _BEGINS_LIKE_A_TIME.match(text.strip()):
        return False
    try:
        parse_term(text)
    except InvalidArgument:
        return True
    return False
