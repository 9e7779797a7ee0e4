"""Many scenarios: each in a world of its own, whatever they have in common prepared once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dudao.composition import CaseTypes, build_engine
from dudao.desk import Desk
from dudao.directory.filling import fill_directory
from dudao.directory.units import DemoPerson
from dudao.linting import Names, groups_in
from dudao.publishing import publish
from dudao.scenarios.coverage import Coverage, coverage, flows_of
from dudao.scenarios.flows import FlowLog
from dudao.scenarios.model import Act, Open, Scenario
from dudao.scenarios.result import Run, StepResult
from dudao.scenarios.runner import run_scenario
from dudao.scenarios.search import Bundle, File, Library, called_by, nodes_of
from dudao.scenarios.world import World
from dudao.simulation import SimulatedClock
from engine.commands.engine import Observer
from engine.definitions.published import Library as Published
from engine.diagram.model import Process
from engine.model.calendar import read_calendar_csv
from engine.model.effects import Effect
from engine.store import Session, Store
from engine.store.calendar_uploads import upload_calendar
from engine.store.definitions import (
    DecisionTableRow,
    DefinitionRow,
    insert_decision_table,
    insert_definition,
    list_definitions,
)
from engine.store.document_rows import TemplateRow
from engine.store.templates import insert_template, list_templates


@dataclass(frozen=True, slots=True)
class _Published:
    """Rows that were published once, and what was compiled from them."""

    definitions: tuple[DefinitionRow, ...]
    tables: tuple[DecisionTableRow, ...]
    templates: tuple[TemplateRow, ...]
    compiled: Published


@dataclass(slots=True)
class Batch:
    """Run scenarios one after another; remember the processes they went through."""

    library: Library
    types: CaseTypes
    calendar: File | None = None
    watch: Callable[[], None] = lambda: None
    """Heard while a scenario runs; what it raises ends the run."""
    look: Callable[[Desk], None] = lambda _: None
    """Shown each world when its scenario is over, before it is thrown away."""
    processes: dict[str, Process] = field(default_factory=dict)
    _published: dict[tuple[Bundle, Names], _Published] = field(default_factory=dict)

    def run(
        self, scenario: Scenario, *, tell: Callable[[StepResult], None] = lambda _: None
    ) -> Run:
        """Run a scenario on a fresh store in memory."""
        place = Path(scenario.file)
        folder = None if self.library.is_alone else place.absolute().parent
        bundle = self.library.bundle(scenario.process, place)
        clock = SimulatedClock(scenario.clock)
        log = FlowLog()
        known = self._published.get((bundle, groups_in(scenario)))
        compiled = known.compiled if known else Published()
        store = Store.memory()
        try:
            engine = build_engine(self.types, observe=self._observed(log), library=compiled)
            desk = Desk(store, engine, clock)
            with desk.work() as session:
                self._prepare(session, desk, scenario, bundle)
                listed = {each.id: each.key for each in list_definitions(session)}
            world = World(desk, clock, people=scenario.people, folder=folder, watch=self.watch)
            name_of = names_in(self.library, bundle)
            steps = run_scenario(scenario, world, tell=self._watched(tell), name_of=name_of)
            self.look(desk)
        finally:
            store.close()
        return Run(scenario, steps, self._flows(log, listed, bundle))

    def _observed(self, log: FlowLog) -> Observer:
        def observe(definition_id: str, effects: Sequence[Effect]) -> None:
            self.watch()
            log.observe(definition_id, effects)

        return observe

    def _watched(self, tell: Callable[[StepResult], None]) -> Callable[[StepResult], None]:
        def told(result: StepResult) -> None:
            self.watch()
            tell(result)

        return told

    def coverage(self, runs: Iterable[Run]) -> tuple[Coverage, ...]:
        """Measure the flows taken over all runs."""
        return coverage(self.processes, runs)

    def _prepare(self, session: Session, desk: Desk, scenario: Scenario, bundle: Bundle) -> None:
        fill_directory(session, people=people_of(scenario), units=_units(scenario))
        calendar = self.calendar or bundle.calendar
        if calendar is not None:
            rows = read_calendar_csv(calendar.data)
            upload_calendar(session, rows, at=desk.clock(), by="system", note=calendar.name)
        self._publish(session, desk, groups_in(scenario), bundle)

    def _publish(self, session: Session, desk: Desk, names: Names, bundle: Bundle) -> None:
        """Publish the bundle; what another scenario of this batch has published is only copied."""
        known = self._published.get((bundle, names))
        if known is None:
            made = publish(session, desk, self.types, bundle.files, names=names)
            compiled = desk.engine.library
            templates = tuple(list_templates(session))
            self._published[bundle, names] = _Published(
                made.definitions, made.tables, templates, compiled
            )
            return
        for template in known.templates:
            insert_template(session, template)
        for table in known.tables:
            insert_decision_table(session, table)
        for definition in known.definitions:
            insert_definition(session, definition)

    def _flows(
        self, log: FlowLog, listed: dict[str, str], bundle: Bundle
    ) -> dict[str, frozenset[str]]:
        for file in bundle.diagrams:
            diagram = self.library.diagram(file.data)
            for process in diagram.processes if diagram is not None else ():
                self.processes.setdefault(process.id, process)
        flows = {key: frozenset(flows_of(p.scope)) for key, p in self.processes.items()}
        keys = {each: called_by(key, self.processes) for each, key in listed.items()}
        return log.by_process(keys, flows)


def names_in(library: Library, bundle: Bundle) -> Callable[[str], str]:
    """Return how activities are called in the diagrams of a bundle."""
    named = {
        node.id: node.name.replace("\n", "")
        for file in bundle.diagrams
        if (diagram := library.diagram(file.data)) is not None
        for node in nodes_of(diagram)
        if node.name
    }
    return lambda activity: named.get(activity, activity)


def people_of(scenario: Scenario) -> list[DemoPerson]:
    """Return the people of a scenario as the directory takes them."""
    return [
        DemoPerson(each.id, each.name, each.unit, each.groups) for each in scenario.people.values()
    ]


def _units(scenario: Scenario) -> Iterable[str]:
    """List the units that the steps open cases against."""
    for step in scenario.steps:
        match step.action:
            case Open(unit=unit):
                yield unit
            case Act(do="open") as act:
                yield act.text("unit")
            case _:
                pass
