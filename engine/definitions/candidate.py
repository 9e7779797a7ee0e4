"""Files that somebody wants to publish: read, judged, and put in the order of their calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from engine.decisions import lint_decisions, read_decisions
from engine.definitions.functions import FUNCTION_NAMES
from engine.definitions.published import walk
from engine.diagram import DiagramError, Known, lint_diagram, read_diagram
from engine.diagram.model import Diagram, Process
from engine.model.errors import InvalidArgument
from engine.spiff import compile_process

_DMN = b"/DMN/"
_BPMN = b"/BPMN/"
_BEGINNING = 4_000


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A diagram or a decision file, byte for byte."""

    name: str
    data: bytes

    @property
    def is_decisions(self) -> bool:
        """Say whether this is DMN: by what it contains, or else by its name."""
        head = self.data[:_BEGINNING]
        is_table = _DMN in head or self.name.lower().endswith(".dmn")
        return is_table and _BPMN not in head  # a diagram may declare both namespaces


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A finding with the file it is about."""

    file: str
    severity: str
    code: str
    element_id: str
    zh: str
    en: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Readable files with what they define; `findings` are about all files."""

    files: tuple[SourceFile, ...]
    diagrams: Mapping[str, Diagram] = field(default_factory=dict)
    """By file name."""
    decisions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The ids of the decisions in each decision file, by file name."""
    findings: tuple[FileFinding, ...] = ()

    @property
    def is_deployable(self) -> bool:
        """Say whether no finding is an error."""
        return all(finding.severity != "error" for finding in self.findings)

    def with_findings(self, more: Iterable[FileFinding]) -> Candidate:
        """Return this candidate with more findings."""
        return replace(self, findings=(*self.findings, *more))

    @property
    def processes(self) -> Mapping[str, Process]:
        """Return every process in the files by key."""
        return {
            process.id: process
            for diagram in self.diagrams.values()
            for process in diagram.processes
        }

    @property
    def decision_ids(self) -> frozenset[str]:
        """Return the ids of every decision in the files."""
        return frozenset(each for ids in self.decisions.values() for each in ids)


def read_candidate(files: Iterable[SourceFile], *, known: Known) -> Candidate:
    """Read and lint files that are to be published together; nothing is raised for bad ones.

    `known` is what is published and registered already; what the files define comes to it.
    """
    candidate = Candidate(tuple(files))
    diagrams: dict[str, Diagram] = {}
    decisions: dict[str, tuple[str, ...]] = {}
    findings: list[FileFinding] = []
    for file in candidate.files:
        if file.is_decisions:
            found = _decision_findings(file)
            findings += found
            if all(finding.severity != "error" for finding in found):
                decisions[file.name] = read_decisions(file.data).ids
        else:
            try:
                diagrams[file.name] = read_diagram(file.data)
            except DiagramError as refusal:
                findings += [_of(file.name, finding) for finding in refusal.findings]
    candidate = replace(candidate, diagrams=diagrams, decisions=decisions)
    findings += _twice(candidate)
    around = _around(candidate, known)
    for name, diagram in diagrams.items():
        findings += [_of(name, finding) for finding in lint_diagram(diagram, around)]
    candidate = candidate.with_findings(findings)
    return (
        candidate.with_findings(_uncompilable(candidate)) if candidate.is_deployable else candidate
    )


def _decision_findings(file: SourceFile) -> list[FileFinding]:
    return [
        FileFinding(
            file.name,
            finding.severity,
            finding.code,
            finding.element_id,
            finding.zh,
            finding.en,
            finding.line,
        )
        for finding in lint_decisions(file.data, functions=FUNCTION_NAMES)
    ]


def _of(name: str, finding: object) -> FileFinding:
    parts = ("severity", "code", "element_id", "zh", "en", "line")
    return FileFinding(name, *(getattr(finding, part) for part in parts))


def _around(candidate: Candidate, known: Known) -> Known:
    """Add what the files themselves define to what is known."""
    calls = {process.id: frozenset(calls_of(process)) for process in candidate.processes.values()}
    processes, decisions = known.processes, known.decisions
    return replace(
        known,
        processes=None if processes is None else processes | frozenset(candidate.processes),
        decisions=None if decisions is None else decisions | candidate.decision_ids,
        calls={**known.calls, **calls},
    )


def calls_of(process: Process) -> tuple[str, ...]:
    """Return the keys of the processes that a process calls, each once."""
    called = (node.call.process for node in walk(process.scope) if node.call is not None)
    return tuple(dict.fromkeys(called))


def _twice(candidate: Candidate) -> Iterator[FileFinding]:
    """Find processes and decisions that two files define: nobody could tell which one counts."""
    owners: dict[tuple[str, str], str] = {}
    defined = [
        *(
            (("流程", process.id), name)
            for name, diagram in candidate.diagrams.items()
            for process in diagram.processes
        ),
        *((("决策", each), name) for name, ids in candidate.decisions.items() for each in ids),
    ]
    for what, name in defined:
        first = owners.setdefault(what, name)
        if first != name:
            yield FileFinding(
                name,
                "error",
                "defined_twice",
                what[1],
                f"{what[0]}“{what[1]}”在文件{first}中已经定义。",
                f"'{what[1]}' is defined in {first} already.",
            )


def _uncompilable(candidate: Candidate) -> Iterator[FileFinding]:
    """Find what the linter let pass and the engine would refuse all the same."""
    known = candidate.processes
    for name, diagram in candidate.diagrams.items():
        for process in diagram.processes:
            if not set(calls_of(process)) <= set(known):
                continue  # calls a published one; compiled when that is at hand
            try:
                compile_process(diagram, process.id, called=known)
            except InvalidArgument as refusal:
                yield FileFinding(
                    name, "error", refusal.code, process.id, refusal.message, refusal.en
                )
