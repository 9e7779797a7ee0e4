"""The ways of lines through the channels: the cheapest, with few bends and crossings."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from engine.diagram.layout.grid import Board, Leg
from engine.diagram.layout.net import (
    BEND,
    CHANNEL,
    MIDDLE,
    Area,
    Net,
    Run,
    Step,
    Vertex,
    length,
    middle,
    net_of,
    port_of,
)
from engine.diagram.layout.ports import Ends, Port
from engine.diagram.layout.rows import Place


@dataclass(frozen=True, slots=True)
class Way:
    """The vertices at which a leg turns, between the cell where it starts and where it ends."""

    leg: Leg
    start: Port
    end: Port
    corners: tuple[Vertex, ...]
    run: Run


def routes(board: Board, place: dict[str, Place], ends: dict[Leg, Ends]) -> list[Way]:
    """Return the way of each leg; straight and short ones choose first."""
    areas = {cell: (at, board.span(cell)) for cell, at in place.items()}
    net = net_of(areas)

    def hardness(leg: Leg) -> tuple[int, int]:
        (c1, r1), (c2, r2) = place[leg.start], place[leg.end]
        return (abs(r1 - r2) > 0 or c2 <= c1), abs(c1 - c2) + abs(r1 - r2)

    return [_way(net, leg, ends[leg], areas) for leg in sorted(ends, key=hardness)]


def _way(net: Net, leg: Leg, ends: Ends, areas: dict[str, Area]) -> Way:
    start, end = areas[leg.start], areas[leg.end]
    last = {
        step: (port, cost)
        for port, cost in ends.ends
        if not net.doors.get(step := port_of(end, port), False)
    }
    found: list[tuple[int, Run, list[Step]]] = []
    for number, port in enumerate(ends.starts):
        first = dict(_starts(net, start, port))
        if port is Port.GUEST or all(net.doors.get(step, True) for step in first):
            run = Run(leg.flow, (leg.start, leg.source, port), leg.end)
            cost, steps = _cheapest(net, run, first, {step: last[step][1] for step in last})
            found.append((cost + number * BEND, run, steps))
    _, run, steps = min(found, key=lambda each: each[0])
    _keep(net, run, steps)
    leaves, arrives = run.leaves[2], last[steps[-1]][0]
    corners = [middle(start, leaves), *_turns(steps), middle(end, arrives)]
    if leaves is Port.GUEST:
        corners.insert(1, steps[0][:2])
    return Way(leg, leaves, arrives, tuple(corners), run)


def _keep(net: Net, run: Run, steps: list[Step]) -> None:
    for step in steps:
        net.users[step].append(run)
    net.doors[steps[-1]] = False
    if run.leaves[2] is not Port.GUEST:
        net.doors[steps[0]] = True


def _starts(net: Net, area: Area, port: Port) -> Iterator[tuple[Step, int]]:
    """Yield where a line may begin; below a boundary event it goes down before it turns."""
    if port is not Port.GUEST:
        yield port_of(area, port), 0
        return
    x, y = middle(area, port)
    cost = BEND
    while (y := y + 1) < 3 * net.rows and (x, y, True) not in net.closed:
        yield (x, y, True), cost
        cost += MIDDLE if y % 3 == 1 else CHANNEL


def _cheapest(
    net: Net, run: Run, first: dict[Step, int], last: dict[Step, int]
) -> tuple[int, list[Step]]:
    """Return what the cheapest way costs, and its steps (the A* search)."""

    def left(step: Step) -> int:
        return min(
            length(step[0], x) + length(step[1], y) + cost for (x, y, _), cost in last.items()
        )

    is_guest = run.leaves[2] is Port.GUEST
    best = {each: cost for each, cost in first.items() if not is_guest or net.may_pass(run, each)}
    came: dict[Step, Step | None] = dict.fromkeys(best)
    waiting = [(cost + left(step), cost, step) for step, cost in best.items()]
    heapq.heapify(waiting)
    found: list[tuple[int, Step]] = []
    while waiting:
        least, cost, step = heapq.heappop(waiting)
        if found and least >= min(found)[0]:
            break
        if cost > best[step]:
            continue
        if step in last:
            found.append((cost + last[step], step))
        for following, price in _following(net, run, step):
            is_open = following in last or net.may_pass(run, following)
            total = cost + price
            if is_open and total < best.get(following, 1 << 60):
                best[following] = total
                came[following] = step
                heapq.heappush(waiting, (total + left(following), total, following))
    cost, stop = min(found)
    return cost, _back(came, stop)


def _following(net: Net, run: Run, step: Step) -> Iterator[tuple[Step, int]]:
    x, y, across = step
    yield (x, y, not across), BEND
    for by in (1, -1):
        onward = (x + by, y, True) if across else (x, y + by, False)
        yield onward, net.cost(run, onward)


def _back(came: dict[Step, Step | None], end: Step) -> list[Step]:
    steps = [end]
    while (before := came[steps[-1]]) is not None:
        steps.append(before)
    return steps[::-1]


def _turns(steps: list[Step]) -> tuple[Vertex, ...]:
    return tuple((x, y) for (x, y, across), after in pairwise(steps) if after[2] != across)
