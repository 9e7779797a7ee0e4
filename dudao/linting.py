"""Check files of any kind without a database: diagrams, tables, calendars, scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from dudao.composition import FUNCTION_NAMES, GROUPS, CaseTypes
from dudao.failures import WrongUse
from dudao.files import FileKind, Given, kind_of, read_bytes
from dudao.scenarios.model import Scenario
from dudao.scenarios.reader import read_scenario
from dudao.scenarios.search import nodes_of, shared_files
from engine.decisions import DecisionSyntaxError, lint_decisions, read_decisions
from engine.diagram.findings import DiagramError, Finding
from engine.diagram.known import Known
from engine.diagram.linter import lint
from engine.diagram.model import Diagram
from engine.diagram.people_needed import PeopleNeeded, people_needed
from engine.diagram.reader import read_diagram
from engine.model.calendar import read_calendar_csv
from engine.model.errors import InvalidArgument

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Found:
    """One finding, with the file it is about."""

    file: str
    line: int
    severity: Severity
    element: str
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Names:
    """What diagrams may refer to: what is built in, and what the files themselves define."""

    groups: frozenset[str] = frozenset()
    decisions: frozenset[str] = frozenset()
    processes: frozenset[str] = frozenset()

    def __or__(self, other: Names) -> Names:
        return Names(
            self.groups | other.groups,
            self.decisions | other.decisions,
            self.processes | other.processes,
        )


def lint_files(files: Iterable[Given], types: CaseTypes, names: Names) -> list[Found]:
    """Check every file; what lies beside a diagram counts as known to it."""
    given = list(files)
    for each in given:
        names = names | names_in(each) | _beside(each)
    return [found for each in given for found in _lint(each, known(types, names))]


def facts_of(files: Iterable[Given], types: CaseTypes) -> list[tuple[str, PeopleNeeded]]:
    """Return what is to be known about diagrams and no finding: file, the fewest people."""
    defaults = {key: types.settings.value(key) for key in types.settings.known}
    diagrams = (each for each in files if each.kind is FileKind.DIAGRAM)
    return [
        (each.name, needed)
        for each in diagrams
        for needed in people_needed(each.data, settings=defaults)
    ]


def known(types: CaseTypes, names: Names) -> Known:
    """Return everything that a diagram may name."""
    return Known(
        handlers=types.handlers.known,
        groups=names.groups | frozenset(GROUPS),
        functions=FUNCTION_NAMES,
        settings=frozenset(types.settings.known),
        decisions=names.decisions | shared_decisions(),
        processes=names.processes,
        messages=frozenset(),
    )


def shared_decisions() -> frozenset[str]:
    """Return the ids of the decisions that every installation has."""
    return frozenset(id_ for file in shared_files() for id_ in read_decisions(file.data).ids)


def names_in(file: Given) -> Names:  # noqa: PLR0911 - one line per kind
    """Return what a file defines; nothing when it cannot be read."""
    match file.kind:
        case FileKind.TABLE:
            try:
                return Names(decisions=frozenset(read_decisions(file.data).ids))
            except DecisionSyntaxError:
                return Names()
        case FileKind.DIAGRAM:
            try:
                processes = read_diagram(file.data).processes
            except DiagramError:
                return Names()
            return Names(processes=frozenset(process.id for process in processes))
        case FileKind.SCENARIO:
            try:
                return groups_in(read_scenario(file.name, file.data))
            except WrongUse:
                return Names()
        case _:
            return Names()


def groups_in(scenario: Scenario) -> Names:
    """Return the groups of a scenario's people: they count as known."""
    people = scenario.people.values()
    return Names(groups=frozenset(group for player in people for group in player.groups))


def groups_of(diagram: Diagram) -> set[str]:
    """Return the candidate groups that a diagram names literally."""
    listed = [node.candidate_groups for node in nodes_of(diagram)]
    literal = [text for text in listed if not text.lstrip().startswith(("=", "${", "#{"))]
    return {word for text in literal for part in text.split(",") if (word := part.strip())}


def _beside(file: Given) -> Names:
    """Return what the files around a diagram define."""
    if file.kind is not FileKind.DIAGRAM:
        return Names()
    folder = file.path.absolute().parent
    found = Names()
    for pattern in ("*.dmn", "*.bpmn", "scenarios/*.yml", "*.yml"):
        for path in folder.glob(pattern):
            if path.is_file():
                data = read_bytes(path)
                found |= names_in(Given(str(path), path, data, kind_of(data, path.suffix)))
    return found


def _lint(file: Given, names: Known) -> Iterator[Found]:
    match file.kind:
        case FileKind.DIAGRAM:
            yield from (of_diagram(file.name, each) for each in lint(file.data, known=names))
        case FileKind.TABLE:
            for each in lint_decisions(file.data, functions=FUNCTION_NAMES):
                rule = f"{each.element_id} 规则{each.rule}" if each.rule else each.element_id
                yield Found(file.name, each.line, each.severity, rule, each.code, each.zh, each.en)
        case FileKind.CALENDAR:
            yield from _lint_calendar(file)
        case FileKind.SCENARIO:
            yield from lint_scenario(file)
        case FileKind.UNKNOWN:
            raise WrongUse(
                f"无法识别文件 {file.name}：应为流程图（.bpmn）、决策表（.dmn）、"
                "日历（.csv）或场景（.yml）。",
                en=f"Expected {file.name} to be a diagram, a table, a calendar or a scenario.",
                code="unknown_file",
            )


def of_diagram(file: str, each: Finding) -> Found:
    """Name the file of a finding about a diagram."""
    return Found(file, each.line, each.severity, each.element_id, each.code, each.zh, each.en)


def _lint_calendar(file: Given) -> Iterator[Found]:
    try:
        read_calendar_csv(file.data)
    except InvalidArgument as error:
        if not error.errors:
            yield Found(file.name, 0, "error", "", error.code, error.message, error.en)
        for each in error.errors:
            line = "".join(filter(str.isdecimal, each.path)) or "0"
            yield Found(file.name, int(line), "error", each.path, error.code, each.zh, each.en)


def lint_scenario(file: Given) -> Iterator[Found]:
    """Find every place of a scenario that is wrong."""
    try:
        read_scenario(file.name, file.data)
    except WrongUse as error:
        if not error.errors:
            yield Found(file.name, 0, "error", "", error.code, error.zh, error.en)
        for each in error.errors:
            line = each.path.rpartition(":")[2]
            number = int(line) if line.isdecimal() else 0
            yield Found(file.name, number, "error", "", error.code, each.zh, each.en)
