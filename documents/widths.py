"""How wide a text is before any font is known."""

from __future__ import annotations

from itertools import pairwise

_BETWEEN = 0.25
"""Characters that typesetting leaves free between a Chinese character and a figure or letter."""


def ems(text: str) -> float:
    """Return the width of a text in characters: half of one for ASCII, as in 仿宋_GB2312."""
    characters = sum(0.5 if char.isascii() else 1.0 for char in text)
    return characters + _BETWEEN * sum(_meet(left, right) for left, right in pairwise(text))


def _meet(left: str, right: str) -> bool:
    return (_is_latin(left) and _is_han(right)) or (_is_han(left) and _is_latin(right))


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"
