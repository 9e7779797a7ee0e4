"""Units to choose from: found by words or walked level by level, each with where it lies.

With a process they are those against which the actor may open a case of it, as `open_case` would
say; without one they are all units, which everybody registered may know.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.commands.open_case import opening_units
from engine.commands.policy.acting import expect_known, standing
from engine.commands.reading.names import Named
from engine.commands.reading.paging import paged
from engine.commands.registers import FIRST_PAGE, Listed
from engine.commands.turn import Turn
from engine.identity import Unit, UnitTree
from engine.model.case import Actor, Clock
from engine.model.registers import Page, check_text
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit with those above it, the highest first; `has_below` says whether the tree goes on."""

    code: str
    name: str
    above: tuple[Named, ...]
    has_below: bool


def find_unit_choices(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    text: str,
    process: str | None = None,
    page: Page = FIRST_PAGE,
) -> Listed[UnitChoice]:
    """Return units by code in whose name or code the text occurs.

    Of several words one must occur there, and the others there or in the name of a unit above.
    """
    check_text(text)
    words = text.casefold().split()
    offer = _offer(session, engine=engine, clock=clock, actor=actor, process=process)
    found = (each for each in offer.units() if offer.matches(each, words))
    return offer.listed(found, page)


def list_unit_choices(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    below: str | None = None,
    process: str | None = None,
    page: Page = FIRST_PAGE,
) -> Listed[UnitChoice]:
    """Return the units directly below one, or those with which the tree begins, by code."""
    offer = _offer(session, engine=engine, clock=clock, actor=actor, process=process)
    found = offer.tops() if below is None else (u for u in offer.units() if u.parent == below)
    return offer.listed(found, page)


@dataclass(frozen=True, slots=True)
class _Offer:
    """The tree, and the units at and below which one may choose; None for all."""

    tree: UnitTree
    within: frozenset[str] | None

    def units(self) -> Iterable[Unit]:
        return (each for each in self.tree.units.values() if self._offers(each.code))

    def tops(self) -> Iterable[Unit]:
        return (each for each in self.units() if not each.parent or not self._offers(each.parent))

    def matches(self, unit: Unit, words: Iterable[str]) -> bool:
        own = f"{unit.name} {unit.code}".casefold()
        here = [word in own for word in words]
        if not any(here):
            return False
        above = " ".join(each.name for each in self._above(unit)).casefold()
        return all(is_here or word in above for is_here, word in zip(here, words, strict=True))

    def listed(self, units: Iterable[Unit], page: Page) -> Listed[UnitChoice]:
        found = paged(units, page, name="unit_choices", key=lambda each: each.code)
        parents = {each.parent for each in self.tree.units.values()}
        rows = (
            UnitChoice(each.code, each.name, self._above(each), each.code in parents)
            for each in found.rows
        )
        return Listed(tuple(rows), found.next)

    def _offers(self, code: str) -> bool:
        return self.within is None or not self.within.isdisjoint(self.tree.path(code))

    def _above(self, unit: Unit) -> tuple[Named, ...]:
        path = reversed(self.tree.path(unit.code)[1:])
        return tuple(Named(each, self.tree.unit(each).name) for each in path)


def _offer(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, process: str | None
) -> _Offer:
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    expect_known(turn.office, actor.person)
    within = None
    if process is not None:
        person = standing(turn.office, actor).person
        within = frozenset(opening_units(turn, turn.office.newest(process), person))
    return _Offer(engine.directory.units(session, revision=turn.office.revision), within)
