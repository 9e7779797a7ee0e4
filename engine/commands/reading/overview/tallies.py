"""Put counted rows together into figures that carry the filter of the list behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict, TypeVar

from engine.model.case import CaseStatus
from engine.model.deadlines import Light
from engine.model.overview import Figure, OverviewFilter, Punctuality, Standing
from engine.model.registers import CaseFilter, Days, ItemFilter
from engine.model.work_lists import Holder, HolderKind, Whose, WorkFilter
from engine.store import overview as stored

Wanted = TypeVar("Wanted", CaseFilter, ItemFilter)
_CLOSED = CaseStatus.CLOSED.value
"""What the states of cases and of items call what has come to its end."""
_LIGHTS = {
    Light.GREEN: CaseStatus.OPEN,
    Light.YELLOW: CaseStatus.OPEN,
    Light.RED: CaseStatus.OPEN,
    Light.GREY: CaseStatus.SUSPENDED,
}


def all_cases(wanted: OverviewFilter) -> CaseFilter:
    """Return the filter of the cases that an overview is about, its period left out."""
    return CaseFilter(unit=wanted.unit, keys=_keys(wanted))


def all_items(wanted: OverviewFilter) -> ItemFilter:
    """Return the filter of the items that an overview is about, its period left out."""
    return ItemFilter(unit=wanted.unit, keys=_keys(wanted))


def all_work(wanted: OverviewFilter) -> WorkFilter:
    """Return the filter of the open work that an overview is about."""
    return WorkFilter(
        whose=Whose.SCOPE, case_unit=wanted.unit, keys=_keys(wanted), opened=wanted.period
    )


def _keys(wanted: OverviewFilter) -> tuple[str, ...]:
    return () if wanted.process is None else (wanted.process,)


def standing(rows: Iterable[stored.Standing], wanted: CaseFilter) -> Standing:
    """Add up cases by light while they go on, and by state once they ended."""
    lights: Counter[Light] = Counter()
    states: Counter[str] = Counter()
    for row in rows:
        states[row.status] += row.count
        if row.status == CaseStatus.OPEN.value:
            lights[Light.RED] += row.red
            lights[Light.YELLOW] += row.yellow
            lights[Light.GREEN] += row.count - row.red - row.yellow
    lights[Light.GREY] = states[CaseStatus.SUSPENDED.value]
    lit = {
        light.value: Figure(
            lights[light], replace(wanted, statuses=(status.value,), lights=(light,))
        )
        for light, status in _LIGHTS.items()
    }
    ended = {
        status.value: Figure(states[status.value], replace(wanted, statuses=(status.value,)))
        for status in (CaseStatus.CLOSED, CaseStatus.CANCELED)
    }
    return Standing(**lit, **ended)


def punctuality(
    rows: Iterable[stored.Closed | stored.ClosedIn], wanted: Wanted, days: Days
) -> Punctuality:
    """Add up what closed on these days: in time, late, and all."""
    counts: Counter[bool | None] = Counter()
    for row in rows:
        counts[row.on_time] += row.count
    asked = replace(wanted, statuses=(_CLOSED,), ended=days)
    return Punctuality(
        on_time=Figure(counts[True], replace(asked, on_time=True)),
        late=Figure(counts[False], replace(asked, on_time=False)),
        closed=Figure(sum(counts.values()), asked),
    )


class Figures(TypedDict):
    """What an overview says of the work that lies with somebody, but for their name."""

    holder: Holder
    open: Figure
    red: Figure
    yellow: Figure
    oldest_at: datetime


@dataclass(frozen=True, slots=True)
class Lying:
    """The work that lies with somebody."""

    holder: Holder
    figures: Figures


def loads(rows: Iterable[stored.Held], wanted: WorkFilter) -> Iterator[Lying]:
    """Yield the figures of everybody with whom work lies.

    What is offered to several lies with each of them.
    """
    found: dict[Holder, list[stored.Held]] = {}
    for row in rows:
        for holder in _holders(row):
            found.setdefault(holder, []).append(row)
    for holder, some in found.items():
        asked = replace(wanted, holder=holder)
        yield Lying(
            holder,
            Figures(
                holder=holder,
                open=Figure(sum(row.count for row in some), asked),
                red=Figure(sum(row.red for row in some), replace(asked, lights=(Light.RED,))),
                yellow=Figure(
                    sum(row.yellow for row in some), replace(asked, lights=(Light.YELLOW,))
                ),
                oldest_at=min(row.oldest_at for row in some),
            ),
        )


def _holders(row: stored.Held) -> Iterator[Holder]:
    if row.assignee is not None:
        yield Holder(HolderKind.PERSON, row.assignee)
    elif row.groups or row.users:
        yield from (Holder(HolderKind.GROUP, each) for each in dict.fromkeys(row.groups))
        yield from (Holder(HolderKind.NAMED, each) for each in dict.fromkeys(row.users))
    else:
        yield Holder(HolderKind.NOBODY)
