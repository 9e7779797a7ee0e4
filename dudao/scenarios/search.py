"""Find what a scenario needs: the diagram of its process, those it calls, tables, a calendar.

A process is looked for in the diagrams given on the command line, then in the scenario's folder
and the folder around it, then in what is shipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bpmn.catalogue import Shipped, catalogue, shared_tables
from dudao.failures import WrongUse
from dudao.files import FileKind, Given, read_bytes
from engine.decisions import DecisionSyntaxError, read_decisions
from engine.diagram.findings import DiagramError
from engine.diagram.model import Diagram, Node, Process, Scope
from engine.diagram.reader import read_diagram

CALENDAR = "calendar.csv"
LINKING = "open_linked_case"


@dataclass(frozen=True, slots=True)
class File:
    """One file under its name."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is deployed together for a process, and the calendar that lies beside it."""

    diagrams: tuple[File, ...]
    tables: tuple[File, ...]
    calendar: File | None = None

    @property
    def files(self) -> tuple[File, ...]:
        """Return diagrams and tables."""
        return self.diagrams + self.tables


@dataclass(frozen=True, slots=True)
class _Place:
    """Diagrams and tables that lie together."""

    diagrams: tuple[File, ...]
    tables: tuple[File, ...]


@dataclass(slots=True)
class Library:
    """Look up processes; every file is read once.

    `is_alone` looks into no folder: beside what is given there is only what is shipped.
    """

    given: tuple[Given, ...] = ()
    is_alone: bool = False
    _places: dict[Path, _Place] = field(default_factory=dict)
    _shipped: Mapping[str, Shipped] | None = None
    _read: dict[bytes, Diagram | None] = field(default_factory=dict)

    def bundle(self, key: str, scenario: Path) -> Bundle:
        """Return what the process needs; raise WrongUse when no diagram has it."""
        places = tuple(self._around(scenario))
        diagrams: dict[str, File] = {}
        tables: dict[str, File] = {}
        waiting, seen = [key], {key}
        while waiting:
            wanted = waiting.pop(0)
            found = self._find(wanted, places)
            if found is None and wanted == key:
                raise _unknown(key, scenario)
            if found is None:
                continue  # the linter says so, with the element that names it
            place, file, diagram = found
            diagrams[file.name] = file
            tables |= {table.name: table for table in _needed(place.tables, diagram)}
            fresh = [each for each in processes_needed(diagram) if each not in seen]
            seen.update(fresh)
            waiting += fresh
        tables |= {table.name: table for table in self._shared(tables.values())}
        near = () if self.is_alone else (scenario, *(Path(name) for name in diagrams))
        calendar = _calendar(*near)
        return Bundle(tuple(diagrams.values()), tuple(tables.values()), calendar)

    def _shared(self, beside: Iterable[File]) -> tuple[File, ...]:
        """Return the shared tables, unless one beside a diagram has the same decision."""
        own = {each for table in beside for each in _decisions(table.data) or ()}
        return tuple(each for each in shared_files() if own.isdisjoint(_decisions(each.data) or ()))

    def _find(self, key: str, places: Iterable[_Place]) -> tuple[_Place, File, Diagram] | None:
        for place in places:
            for file in place.diagrams:
                diagram = self.diagram(file.data)
                if diagram is not None and diagram.process(key) is not None:
                    return place, file, diagram
        return None

    def diagram(self, data: bytes) -> Diagram | None:
        """Read a diagram; None when the bytes are none."""
        if data not in self._read:
            try:
                self._read[data] = read_diagram(data)
            except DiagramError:
                self._read[data] = None
        return self._read[data]

    def _around(self, scenario: Path) -> Iterator[_Place]:
        if self.is_alone:
            yield _Place(self._of(FileKind.DIAGRAM), self._of(FileKind.TABLE))
            yield from self._catalogue()
            return
        folder = scenario.absolute().parent
        for given in self.given:
            beside = self._folder(given.path.absolute().parent)
            yield _Place((File(given.name, given.data),), beside.tables)
        yield self._folder(folder.parent)
        yield self._folder(folder)
        yield from self._catalogue()

    def _of(self, kind: FileKind) -> tuple[File, ...]:
        return tuple(File(each.name, each.data) for each in self.given if each.kind is kind)

    def _folder(self, folder: Path) -> _Place:
        if folder not in self._places:
            self._places[folder] = _Place(_all(folder, "*.bpmn"), _all(folder, "*.dmn"))
        return self._places[folder]

    def _catalogue(self) -> Iterator[_Place]:
        if self._shipped is None:
            self._shipped = catalogue()
        for key, shipped in self._shipped.items():
            yield _Place(_files(key, shipped.diagrams), _files(key, shipped.tables))


def shared_files() -> tuple[File, ...]:
    """Return the tables that every installation has."""
    return _files("tables", shared_tables())


def called_by(key: str, processes: Mapping[str, Process]) -> tuple[str, ...]:
    """Return a process and those it calls, directly or through others."""
    found = {key: None}
    waiting = [key]
    while waiting:
        process = processes.get(waiting.pop())
        for node in _nodes(process.scope) if process is not None else ():
            if node.call is not None and node.call.process not in found:
                found[node.call.process] = None
                waiting.append(node.call.process)
    return tuple(found)


def processes_needed(diagram: Diagram) -> Iterator[str]:
    """List the processes that a diagram calls, or opens linked cases of, by literal name."""
    for node in nodes_of(diagram):
        if node.call is not None:
            yield node.call.process
        if node.handler == LINKING:
            named = dict(node.inputs).get("process", "")
            if named and not named.startswith(("=", "${", "#{")):
                yield named


def nodes_of(diagram: Diagram) -> Iterator[Node]:
    """List every flow node, those in subprocesses too."""
    for process in diagram.processes:
        yield from _nodes(process.scope)


def _nodes(scope: Scope) -> Iterator[Node]:
    for node in scope.nodes.values():
        yield node
        if node.scope is not None:
            yield from _nodes(node.scope)


def _needed(tables: Iterable[File], diagram: Diagram) -> Iterator[File]:
    """Choose the tables that a diagram refers to, and unreadable ones if some are missing."""
    wanted = {node.decision for node in nodes_of(diagram) if node.decision}
    unreadable = []
    missing = set(wanted)
    for table in tables:
        ids = _decisions(table.data)
        if ids is None:
            unreadable.append(table)
        elif wanted.intersection(ids):
            missing.difference_update(ids)
            yield table
    if missing:
        yield from unreadable


def _decisions(data: bytes) -> tuple[str, ...] | None:
    try:
        return read_decisions(data).ids
    except DecisionSyntaxError:
        return None


def _all(folder: Path, pattern: str) -> tuple[File, ...]:
    found = sorted(each for each in folder.glob(pattern) if each.is_file())
    return tuple(File(str(path), read_bytes(path)) for path in found)


def _files(key: str, files: Mapping[str, bytes]) -> tuple[File, ...]:
    return tuple(File(f"bpmn/{key}/{name}", data) for name, data in files.items())


def _calendar(*near: Path) -> File | None:
    for path in near:
        beside = path.absolute().parent / CALENDAR
        if beside.is_file():
            return File(str(beside), read_bytes(beside))
    return None


def _unknown(key: str, scenario: Path) -> WrongUse:
    return WrongUse(
        f"{scenario}：找不到流程 {key} 的流程图：应在场景所在的文件夹或其上一级文件夹"
        f"（*.bpmn），或用 --diagram 指定，或为随附的流程（{'、'.join(catalogue()) or '暂无'}）。",
        en=f"Expected a diagram of the process '{key}' beside {scenario}, given with --diagram,"
        " or among those shipped.",
        code="no_diagram",
    )
