"""Count one overview: every question is asked of the store once, within one unit of work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from engine.commands.reading.names import Names
from engine.commands.reading.overview import tallies
from engine.commands.reading.overview.places import Place, Places
from engine.commands.turn import Turn
from engine.identity import CaseScope
from engine.model.deadlines import local_day
from engine.model.errors import NotFound
from engine.model.overview import (
    Figure,
    Load,
    Month,
    Overdue,
    Overview,
    OverviewFilter,
    PunctualityOf,
    StandingOf,
    Subject,
    closing_days,
    months_of,
)
from engine.model.registers import CaseFilter, Days, ItemFilter
from engine.model.work_lists import Holder, HolderKind
from engine.store import overview as stored
from engine.store.viewers import Viewer

Row = TypeVar("Row")
Wanted = TypeVar("Wanted", CaseFilter, ItemFilter)
Asked = CaseFilter | ItemFilter
_ORDER = [each.value for each in HolderKind]


@dataclass(frozen=True)
class Counting:
    """One overview while it is counted."""

    turn: Turn
    viewer: Viewer
    scope: CaseScope
    wanted: OverviewFilter

    def overview(self) -> Overview:
        """Return all figures."""
        asked = (self.turn.session, self.viewer, self.wanted)
        months = months_of(self.wanted, today=local_day(self.turn.now))
        days = closing_days(self.wanted, months)
        cases, items = tallies.all_cases(self.wanted), tallies.all_items(self.wanted)
        opened = replace(cases, opened=self.wanted.period)
        rows = stored.standing(*asked)
        closed, struck_off = stored.closed_cases(*asked, days), stored.closed_items(*asked, days)
        return Overview(
            as_of=self.turn.now,
            wanted=self.wanted,
            cases=tallies.standing(rows, opened),
            by_unit=tuple(
                StandingOf(self._unit(at), tallies.standing(some, _at(opened, at)))
                for at, some in self._by_place(rows, lambda row: row.unit)
            ),
            by_process=tuple(
                StandingOf(self._process(key), tallies.standing(some, _of_process(opened, key)))
                for key, some in _grouped(rows, lambda row: row.key)
            ),
            months=self._months(months) if months else (),
            closed=tallies.punctuality(closed, cases, days),
            closed_by_unit=self._punctual_units(closed, cases, days),
            closed_by_process=tuple(
                PunctualityOf(
                    self._process(key), tallies.punctuality(some, _of_process(cases, key), days)
                )
                for key, some in _grouped(closed, lambda row: row.kind)
            ),
            items=tallies.punctuality(struck_off, items, days),
            items_by_unit=self._punctual_units(struck_off, items, days),
            items_by_kind=tuple(
                PunctualityOf(
                    Subject(kind, kind),
                    tallies.punctuality(some, replace(items, kinds=(kind,)), days),
                )
                for kind, some in _grouped(struck_off, lambda row: row.kind)
            ),
            work=self._work(),
            longest=tuple(map(self._overdue, stored.longest_overdue(*asked))),
        )

    def _punctual_units(
        self, rows: Sequence[stored.Closed], wanted: Wanted, days: Days
    ) -> tuple[PunctualityOf, ...]:
        return tuple(
            PunctualityOf(self._unit(at), tallies.punctuality(some, _at(wanted, at), days))
            for at, some in self._by_place(rows, lambda row: row.unit)
        )

    def _months(self, months: tuple[Days, ...]) -> tuple[Month, ...]:
        asked = (self.turn.session, self.viewer, self.wanted, months)
        opened = stored.opened(*asked)
        closed, struck_off = stored.closed_by_month(*asked), stored.closed_items_by_month(*asked)
        cases, items = tallies.all_cases(self.wanted), tallies.all_items(self.wanted)
        return tuple(
            Month(
                days=days,
                opened=Figure(opened.get(at, 0), replace(cases, opened=days)),
                cases=tallies.punctuality(_in(closed, at), cases, days),
                items=tallies.punctuality(_in(struck_off, at), items, days),
            )
            for at, days in enumerate(months)
        )

    def _work(self) -> tuple[Load, ...]:
        """Return with whom work lies: who has most that is overdue first."""
        rows = stored.held(
            self.turn.session,
            CaseScope(self.scope.below),
            self.viewer.bounds,
            self.wanted,
            is_over_all=self.turn.office.over_all(self.scope.below),
        )
        names = Names(self.turn)
        found = [
            Load(name=_called(names, each.holder), **each.figures)
            for each in tallies.loads(rows, tallies.all_work(self.wanted))
        ]
        return tuple(sorted(found, key=_heaviest))

    def _overdue(self, row: stored.Overdue) -> Overdue:
        return Overdue(
            id=row.id,
            reference=row.reference,
            title=row.title,
            unit=self._unit(Place(row.unit)),
            process=self._process(row.key),
            due_at=row.due_at,
        )

    # ------------------------------------------------------------------------------- lines

    @cached_property
    def _places(self) -> Places:
        turn = self.turn
        tree = turn.engine.directory.units(turn.session, revision=turn.office.revision)
        return Places.of(tree, chosen=self.wanted.unit, below=self.scope.below)

    def _by_place(
        self, rows: Iterable[Row], unit: Callable[[Row], str | None]
    ) -> Iterator[tuple[Place, list[Row]]]:
        """Yield the rows of each line, in the order of the codes; what has no unit has no line."""
        places = self._places

        def place(row: Row) -> Place | None:
            code = unit(row)
            return None if code is None or code not in places.tree else places.of_unit(code)

        found = _collected(rows, place)
        yield from sorted(found.items(), key=lambda each: each[0].code)

    def _unit(self, place: Place) -> Subject:
        name = self.turn.office.unit_name(place.code) or place.code
        return Subject(place.code, name, is_alone=place.is_alone)

    def _process(self, key: str) -> Subject:
        try:
            return Subject(key, self.turn.office.newest(key).name)
        except NotFound:
            return Subject(key, key)


def _at(wanted: Wanted, place: Place) -> Wanted:
    """Return a filter narrowed to the line of a unit."""
    if not place.is_alone:
        return replace(wanted, unit=place.code)
    if isinstance(wanted, ItemFilter):
        return replace(wanted, owner=place.code)
    return replace(wanted, unit=place.code, is_unit_alone=True)


def _of_process(wanted: CaseFilter, key: str) -> CaseFilter:
    return replace(wanted, keys=(key,))


def _in(rows: Iterable[stored.ClosedIn], month: int) -> list[stored.ClosedIn]:
    return [row for row in rows if row.month == month]


Key = TypeVar("Key")


def _collected(rows: Iterable[Row], key: Callable[[Row], Key | None]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for row in rows:
        at = key(row)
        if at is not None:
            found.setdefault(at, []).append(row)
    return found


def _grouped(
    rows: Iterable[Row], key: Callable[[Row], str | None]
) -> Iterator[tuple[str, list[Row]]]:
    yield from sorted(_collected(rows, key).items())


def _heaviest(load: Load) -> tuple[object, ...]:
    at = _ORDER.index(load.holder.kind.value)
    return (-load.red.count, -load.open.count, at, load.holder.id)


def _called(names: Names, holder: Holder) -> str:
    match holder.kind:
        case HolderKind.PERSON | HolderKind.NAMED:
            return names.person(holder.id).name
        case HolderKind.GROUP:
            return names.group(holder.id).name
        case HolderKind.NOBODY:
            return "未指定"
