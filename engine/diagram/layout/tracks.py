"""Tracks inside the channels: lines that do not belong together never lie on each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from engine.diagram.layout.grid import Leg
from engine.diagram.layout.net import Run
from engine.diagram.layout.ports import Port
from engine.diagram.layout.routes import Way

Channel = tuple[bool, int]
"""Whether it runs across, and its y (or x)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A straight part of a way along a channel, from `low` to `high`.

    `at_low` and `at_high` say to which side the way goes on: -1 towards smaller, 1 towards larger.
    """

    leg: Leg
    run: Run
    number: int
    channel: Channel
    low: int
    high: int
    at_low: int
    at_high: int


def pieces(way: Way) -> list[Piece]:
    """Return the parts of a way that run along channels, counted as the pairs of its corners."""
    corners = way.corners
    found = []
    for number, (one, two) in enumerate(pairwise(corners)):
        across = is_across(way, number)
        axis, other = (0, 1) if across else (1, 0)
        line = one[other]
        if line % 3 == 1:
            continue
        before = corners[number - 1][other] - line if number else 0
        after = corners[number + 2][other] - line if number + 2 < len(corners) else 0
        ends = [(one[axis], _sign(before)), (two[axis], _sign(after))]
        (low, at_low), (high, at_high) = sorted(ends)
        found.append(Piece(way.leg, way.run, number, (across, line), low, high, at_low, at_high))
    return found


def is_across(way: Way, number: int) -> bool:
    """Say whether a part of a way runs across; from one part to the next this changes."""
    starts_across = way.start in (Port.LEFT, Port.RIGHT)
    return starts_across == (number % 2 == 0)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def tracks(ways: list[Way]) -> tuple[dict[tuple[Leg, int], int], dict[Channel, int]]:
    """Return the track of each piece and the number of tracks of each channel."""
    found: dict[tuple[Leg, int], int] = {}
    count: dict[Channel, int] = {}
    channels: defaultdict[Channel, list[Piece]] = defaultdict(list)
    for way in ways:
        for piece in pieces(way):
            channels[piece.channel].append(piece)
    for channel, inside in channels.items():
        placed: list[tuple[Piece, int]] = []
        for piece in _in_order(inside):
            track = _track(piece, placed)
            placed.append((piece, track))
            found[piece.leg, piece.number] = track
        count[channel] = 1 + max(track for _, track in placed)
    return found, count


def _track(piece: Piece, placed: list[tuple[Piece, int]]) -> int:
    beside = [(other, track) for other, track in placed if _meet(piece, other)]
    foreign = [track for other, track in beside if not piece.run.goes_with(other.run)]
    least = 1 + max(foreign, default=-1)
    own = [track for other, track in beside if piece.run.goes_with(other.run)]
    return min((track for track in own if track >= least), default=least)


def _meet(one: Piece, other: Piece) -> bool:
    return one.low <= other.high and other.low <= one.high


def _in_order(inside: list[Piece]) -> list[Piece]:
    """Return the pieces so that few lines cross when earlier ones take smaller tracks."""
    weight = {
        piece: sum(
            _crossings(piece, other) - _crossings(other, piece)
            for other in inside
            if other is not piece and _meet(piece, other)
        )
        for piece in inside
    }
    return sorted(
        inside, key=lambda piece: (weight[piece], piece.low, piece.leg.flow, piece.number)
    )


def _crossings(first: Piece, second: Piece) -> int:
    """Return twice the crossings of two pieces when the first has the smaller track."""
    ends = [(first.low, first.at_low, second, 1), (first.high, first.at_high, second, 1)]
    ends += [(second.low, second.at_low, first, -1), (second.high, second.at_high, first, -1)]
    found = 0
    for at, side, other, towards in ends:
        if side == towards:
            found += 2 * (other.low < at < other.high) + (at in (other.low, other.high))
    return found
