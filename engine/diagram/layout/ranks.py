"""The columns of a board: each cell stands right of the cells that lead to it."""

from __future__ import annotations

from collections import defaultdict

from engine.diagram.layout.grid import Board, Leg


def backward(board: Board) -> set[Leg]:
    """Return the legs that lead back to where the flow has already been."""
    leaving = _by_start(board)
    found: set[Leg] = set()
    state: dict[str, bool] = {}  # entered and not yet left → True
    for root in _roots(board):
        if root in state:
            continue
        state[root] = True
        waiting = [(root, iter(leaving[root]))]
        while waiting:
            cell, rest = waiting[-1]
            leg = next(rest, None)
            if leg is None:
                state[cell] = False
                waiting.pop()
            elif leg.end not in state:
                state[leg.end] = True
                waiting.append((leg.end, iter(leaving[leg.end])))
            elif state[leg.end]:
                found.add(leg)
    return found


def columns(board: Board, back: set[Leg]) -> dict[str, int]:
    """Return cell → column, counted from 0: the longest way there."""
    forward = [leg for leg in board.legs if leg not in back]
    missing: defaultdict[str, int] = defaultdict(int)
    leaving = _by_start(board)
    for leg in forward:
        missing[leg.end] += 1
    found = dict.fromkeys(board.cells, 0)
    ready = [cell for cell in board.cells if not missing[cell]]
    while ready:
        cell = ready.pop(0)
        for leg in leaving[cell]:
            if leg in back:
                continue
            wide = board.span(cell)[0] if board.host(leg.source) == leg.source else 0
            found[leg.end] = max(found[leg.end], found[cell] + 1 + wide)
            missing[leg.end] -= 1
            if not missing[leg.end]:
                ready.append(leg.end)
    return found


def names_leading_back(board: Board, back: set[Leg], column: dict[str, int]) -> dict[str, int]:
    """Return the columns of names on lines that lead back: left of where these start."""
    return {
        leg.start: column[before.start] - 1
        for leg in back
        if leg.start in board.named
        for before in board.legs
        if before.end == leg.start and column[before.start] > 0
    }


def lengths(board: Board, back: set[Leg], place: dict[str, int]) -> dict[str, int]:
    """Return cell → number of cells on the longest way from it."""
    found: dict[str, int] = {}
    leaving = _by_start(board)
    for cell in sorted(board.cells, key=lambda each: -place[each]):
        onward = [found[leg.end] for leg in leaving[cell] if leg not in back]
        found[cell] = 1 + max(onward, default=0)
    return found


def _by_start(board: Board) -> defaultdict[str, list[Leg]]:
    found: defaultdict[str, list[Leg]] = defaultdict(list)
    for leg in board.legs:
        found[leg.start].append(leg)
    return found


def _roots(board: Board) -> list[str]:
    """Return all cells, those first to which nothing leads."""
    reached = {leg.end for leg in board.legs}
    return sorted(board.cells, key=lambda cell: cell in reached)
