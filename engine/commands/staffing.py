"""Are there people enough for a procedure against a unit? Proven by an assignment, or its lack.

Everybody counts with all their posts, as far as each of them reaches (`engine.identity.scope`, as
for the work itself), and nobody twice where `separate_from` forbids it. What only an expression
decides is not counted: it is neither proof nor refusal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.commands.office import Installation, Office
from engine.definitions.published import Published
from engine.diagram.duty_rules import DutyRules, duty_rules, name_of
from engine.diagram.model import Node
from engine.diagram.report import START
from engine.feel import FeelError, is_wrapped, parse
from engine.feel.values import Function
from engine.identity import Person, may_act_in, may_take
from engine.identity.units import UnitTree
from engine.model.case import Clock
from engine.model.deadlines import local_day
from engine.model.division import Duty, all_apart
from engine.model.manning import man, stuck_together
from engine.model.settings import Settings
from engine.store.store import Session

Names = Mapping[str, str]
_UNIT = "unit"
_EXCLUDED = "excluded_units"
_MOST = 5_000
"""Processes with units whose answer is kept."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """Activities for which there are too few people: `needed`, and whom there are."""

    activities: tuple[str, ...]
    groups: tuple[str, ...]
    needed: int
    people: tuple[str, ...]

    def zh(self, groups: Names) -> str:
        """Return the shortage as part of a sentence; `groups` is group → what people call it."""
        whose = "或".join(groups.get(each, each) for each in self.groups) or "能办理的"
        tasks = "".join(f"“{each}”" for each in self.activities)
        if not self.people:
            return f"缺少{whose}人员（{tasks}）"
        have = f"现有{len(self.people)}名（{'、'.join(self.people)}）"
        if len(self.people) < self.needed:
            return f"{tasks}须由不同的人办理，需要{self.needed}名{whose}，{have}"
        return f"{tasks}按职责分离的规定分不开，能办理的{have}"


@dataclass(frozen=True, slots=True)
class Staffing:
    """Whether one process can be carried through against one unit with the people of a day.

    `assignment` is activity → person where it can. `unchecked` are activities whose performers
    only an expression names. Without `is_exact` the search was given up.
    """

    process: str
    name: str
    unit: str
    shortages: tuple[Shortage, ...] = ()
    assignment: Mapping[str, str] | None = None
    unchecked: tuple[str, ...] = ()
    is_exact: bool = True


def staffing(
    session: Session, *, engine: Installation, clock: Clock, published: Published, unit: str
) -> Staffing:
    """Tell whether the people of today can carry a process through against a unit."""
    return Staff(session, engine=engine, clock=clock).against(published, unit)


class Staff:
    """The people of today, asked about many processes and units."""

    def __init__(self, session: Session, *, engine: Installation, clock: Clock) -> None:
        now = clock()
        office = Office(session, engine, now=now)
        directory, revision = engine.directory, office.revision
        self._settings = office.settings
        self._units: UnitTree = directory.units(session, revision=revision)
        everybody = directory.everybody(session, on=local_day(now), revision=revision)
        self._people = {person.id: person for person in everybody}
        self._by_unit: dict[str, list[Person]] = {}
        for person in everybody:
            for each in person.units:
                self._by_unit.setdefault(each, []).append(person)
        self._duties: dict[str, DutyRules] = {}
        self._found: dict[tuple[str, str], Staffing] = {}
        self._offices: dict[str, tuple[str, ...]] = {}

    def against(self, published: Published, unit: str) -> Staffing:
        """Tell whether a process can be carried through against a unit."""
        place = published.definition_id, unit
        found = self._found.get(place)
        if found is None:
            if len(self._found) >= _MOST:
                self._found.clear()
            found = self._found[place] = self._against(published, unit)
        return found

    def _against(self, published: Published, unit: str) -> Staffing:
        duties = self._rules(published)
        checked = [duty for duty in duties.duties if duty.id == START or not duty.is_open]
        may = {duty.id: self._candidates(duty, duties, unit) for duty in checked}
        apart = duties.apart()
        shortages = list(self._missing(duties, may))
        may = {duty: people for duty, people in may.items() if people}
        while stuck := stuck_together(may, apart):
            shortages.append(self._shortage(duties, may, stuck))
            may = {duty: people for duty, people in may.items() if duty not in stuck}
        found = man(may, apart)
        return Staffing(
            published.key,
            published.name,
            unit,
            tuple(shortages),
            None if shortages or not found.is_possible else found.people,
            duties.unknown,
            is_exact=duties.is_complete and found.is_exact,
        )

    def units_for(self, published: Published) -> tuple[str, ...]:
        """Return the units that a process may be opened against.

        These lie below the unit of a post in the first group that the diagram names: the office
        which carries the procedure through.
        """
        found = self._offices.get(published.definition_id)
        if found is None:
            groups = next((d.groups for d in self._rules(published).duties if d.groups), ())
            offices = {unit for p in self._people.values() for unit in p.units_as(groups)}
            found = self._offices[published.definition_id] = tuple(
                each
                for each in self._units.units
                if offices.intersection(self._units.path(each)[1:])
            )
        return found

    def unit_name(self, unit: str) -> str:
        """Return the name of a unit."""
        return self._units.unit(unit).name

    def _rules(self, published: Published) -> DutyRules:
        found = self._duties.get(published.definition_id)
        if found is None:
            values = {key: self._settings.value(key) for key in self._settings.known}
            found = duty_rules(published.process, published.processes, settings=values)
            self._duties[published.definition_id] = found
        return found

    def _candidates(self, duty: Duty, duties: DutyRules, unit: str) -> frozenset[str]:
        """Return who may do a duty: all activities that are of one person anyway.

        One of them is taken, or the case opened, by a post in a group; the others are then given
        to the same person, whom any post lets act.
        """
        activities = [each for each, own in duties.duty_of.items() if duty.id in own]
        places = {each: _Where(duties.nodes.get(each), unit, self._settings) for each in activities}
        taken = None if duty.is_open else places.get(duties.activity(duty.id))
        return frozenset(
            person.id
            for person in self._around(list(places.values()))
            if taken is None or self._may_take(person, duty, taken)
            if all(self._may_act(person, each) for each in places.values())
        )

    def _around(self, places: Sequence[_Where]) -> Iterator[Person]:
        """Yield the people with a unit that may reach: few, even where there are many units."""
        paths = [self._units.path(each.unit) for each in places if each.unit is not None]
        if not paths:
            yield from self._people.values()
        for unit in paths[0] if paths else ():
            yield from self._by_unit.get(unit, ())

    def _may_take(self, person: Person, duty: Duty, where: _Where) -> bool:
        return may_take(
            person,
            units=self._units,
            unit=where.unit,
            groups=duty.groups,
            users=duty.users,
            excluded_units=where.excluded,
        )

    def _may_act(self, person: Person, where: _Where) -> bool:
        return may_act_in(person, units=self._units, unit=where.unit, excluded_units=where.excluded)

    def _missing(self, duties: DutyRules, may: Mapping[str, frozenset[str]]) -> Iterator[Shortage]:
        """Yield what nobody may do, together where the same groups are named."""
        lacking: dict[tuple[str, ...], list[str]] = {}
        for duty in duties.duties:
            if duty.id in may and not may[duty.id]:
                lacking.setdefault(duty.groups, []).append(_name(duties, duty.id))
        for groups, activities in lacking.items():
            yield Shortage(tuple(dict.fromkeys(activities)), groups, 1, ())

    def _shortage(
        self, duties: DutyRules, may: Mapping[str, frozenset[str]], stuck: tuple[str, ...]
    ) -> Shortage:
        concerned = [duty for duty in duties.duties if duty.id in stuck]
        groups = dict.fromkeys(group for duty in concerned for group in duty.groups)
        people = sorted(frozenset().union(*(may[duty] for duty in stuck)))
        return Shortage(
            tuple(dict.fromkeys(_name(duties, duty) for duty in stuck)),
            tuple(groups),
            len(all_apart(stuck, duties.apart())),
            tuple(self._people[each].name for each in people),
        )


class KeptStaff:
    """The people of today as long as nothing was configured since; shared by threads.

    What a unit of work has itself changed is read afresh and not kept: it may yet be rolled back.
    """

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: tuple[int, date, Staff] | None = None

    def get(self, session: Session, *, engine: Installation, clock: Clock) -> Staff:
        """Return the people of today."""
        if session.has_changed_configuration:
            return Staff(session, engine=engine, clock=clock)
        office = Office(session, engine, now=clock())
        kept = self._kept  # one look, so that another thread cannot come between
        if kept is None or kept[:2] != (office.revision, office.today):
            staff = Staff(session, engine=engine, clock=clock)
            kept = self._kept = (office.revision, office.today, staff)
        return kept[2]


def _name(duties: DutyRules, duty: str) -> str:
    return name_of(duties.activity(duty), duties.nodes)


class _Where:
    """Where an activity is done: what its properties say about a case against a unit."""

    def __init__(self, node: Node | None, unit: str, settings: Settings) -> None:
        self._case = {"case": {"unit": unit}}
        self._setting = Function("setting", ("key",), lambda key: settings.value(str(key)))
        properties = node.properties if node is not None else {}
        written = properties.get(_UNIT, "")
        # An item's unit and the like are not known before there is an item: no unit binds then.
        self.unit = next(iter(self._words(written)), None) if written else unit
        self.excluded = self._words(properties.get(_EXCLUDED, ""))

    def _words(self, text: str) -> tuple[str, ...]:
        if not is_wrapped(text):
            return tuple(word for part in text.split(",") if (word := part.strip()))
        try:
            value = parse(text).evaluate(self._case, functions={"setting": self._setting})
        except FeelError:
            return ()
        found = value if isinstance(value, list | tuple) else [value]
        return tuple(each for each in found if isinstance(each, str))
