"""How a number of things is written in English: 1 day, 2 days.

The texts of pages have their forms in `web/texts`; this is for sentences that modules put together.
"""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with what it counts; `many` where that is not `one` with an s behind it."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
