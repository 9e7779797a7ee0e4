"""Boundary events on the lower side of their activity, each with a way down and its name."""

from __future__ import annotations

from dataclasses import replace

from engine.diagram.layout.picture import Box, Picture, Point, Shape
from engine.diagram.layout.texts import label_size
from engine.diagram.model import Node

_SIZE, _HALF, _GAP = 36, 18, 6
_ONE, _BOTH = (70,), (25, 75)
_ASIDE = 25


def put_guests(picture: Picture, ends: dict[str, Point], body: Box, guests: list[Node]) -> Box:
    """Add the events to a picture and their lowest points to `ends`; return the body, maybe wider.

    One or two have their names at their outer sides; more stand in a row, each before its name.
    No event stands in the middle, where lines of the column may pass below.
    """
    if len(guests) <= len(_BOTH):
        middles = [body.x + at for at in (_BOTH if len(guests) > 1 else _ONE)]
        body = replace(body, width=max(body.width, 100))
        before = [True, False]
    else:
        middles, end = [], body.x + _GAP
        for guest in guests:
            middle = end + _HALF
            middle += _ASIDE if abs(middle) < _ASIDE else 0
            middles.append(middle)
            end = middle + _HALF + _GAP + (_width(guest) if guest.name.strip() else 0)
        body = replace(body, width=max(body.width, end + _GAP - body.x))
        before = [False] * len(guests)
    for guest, middle, is_before in zip(guests, middles, before, strict=False):
        box = Box(middle - _HALF, body.bottom - _HALF, _SIZE, _SIZE)
        picture.shapes.append(Shape(guest.id, box, _label(guest, box, is_before=is_before)))
        ends[guest.id] = (middle, box.bottom)
    return body


def _width(guest: Node) -> int:
    return label_size(guest.name)[0]


def _label(guest: Node, box: Box, *, is_before: bool) -> Box | None:
    if not guest.name.strip():
        return None
    width, height = label_size(guest.name)
    x = box.x - 2 - width if is_before else box.right + 2
    return Box(x, box.y + _HALF + 4, width, height)
