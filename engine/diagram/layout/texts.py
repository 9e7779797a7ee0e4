"""How much room a name takes: characters of 12 pixels in lines of 14, as bpmn.io sets them."""

from __future__ import annotations

import math
import unicodedata

from engine.diagram.layout.picture import Box

LINE = 14
_WIDE, _NARROW = 12, 7
_LABEL = 7 * _WIDE  # bpmn.io breaks the names beside symbols at 90 pixels


def lines_of(text: str, width: int) -> list[int]:
    """Return the widths of the lines into which a text breaks."""
    found: list[int] = []
    for line in text.split("\n"):
        used = 0
        for character in line:
            wide = unicodedata.east_asian_width(character) in "WFA"
            step = _WIDE if wide else _NARROW
            if used + step > width:
                found.append(used)
                used = 0
            used += step
        found.append(used)
    return found


def label_size(text: str) -> tuple[int, int]:
    """Return width and height of a name beside its symbol."""
    lines = lines_of(text.strip(), _LABEL)
    return max(lines) + 4, LINE * len(lines)


def note_size(text: str) -> tuple[int, int]:
    """Return width and height of a text annotation."""
    width = 160
    lines = lines_of(text.strip(), width)
    return min(width, max(lines)) + 20, LINE * len(lines) + 12


def centred(size: tuple[int, int], x: int, top: int) -> Box:
    """Return a rectangle around x."""
    width, height = size
    return Box(x - math.ceil(width / 2), top, width, height)
