"""Read the diagrams of a proposal: what their elements are called, what they change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.commands.proposal_rules import expect_proposal
from engine.commands.reading.definitions import READ
from engine.commands.reading.standing import Looking
from engine.definitions.published import walk
from engine.diagram.changes import Changes, changes_between
from engine.diagram.encoding import as_written
from engine.diagram.findings import DiagramError
from engine.diagram.model import Diagram, Process
from engine.diagram.reader import read_diagram
from engine.model.case import Actor, Clock
from engine.model.errors import NotFound
from engine.model.proposals import ProposedKey
from engine.store import definitions as published
from engine.store import proposals as store
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class ProcessChanges:
    """What a proposal changes in a process against the version it was made over; None if new."""

    key: str
    name: str
    based_on: int
    changes: Changes | None


@dataclass(frozen=True, slots=True)
class DrawingView:
    """A diagram of a proposal; one that cannot be read has neither names nor changes.

    `names` is what people call each element, by id.
    """

    file: str
    is_readable: bool
    has_drawing: bool
    names: Mapping[str, str]
    processes: tuple[ProcessChanges, ...]


def read_proposal_drawings(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, proposal: str
) -> tuple[DrawingView, ...]:
    """Return the diagrams of a proposal in the order of its files; NotFound when there is none."""
    Looking(session, engine=engine, clock=clock, actor=actor).expect(READ)
    row = expect_proposal(session, proposal)
    files = store.files_of(session, row.id)
    keys = {each.key: each for each in row.keys if each.kind == "process"}
    drawings = _Drawings(session, engine, keys)
    return tuple(drawings.of(each.name, each.data) for each in files if each.kind == "diagram")


def read_proposal_drawing(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, proposal: str, name: str
) -> str:
    """Return a diagram of a proposal as text to be drawn; what is no text is read as far as it goes.

    Raises NotFound where the proposal has no such diagram.
    """
    Looking(session, engine=engine, clock=clock, actor=actor).expect(READ)
    row = expect_proposal(session, proposal)
    found = store.file_of(session, row.id, name)
    if found is None or found.kind != "diagram":
        raise NotFound(
            "该发布申请没有这一流程图。",
            en="Expected a diagram of the proposal, but it has none so.",
        )
    try:
        return as_written(found.data)
    except DiagramError:
        return found.data.decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class _Drawings:
    session: Session
    engine: Engine
    keys: Mapping[str, ProposedKey]

    def of(self, file: str, data: bytes) -> DrawingView:
        try:
            diagram = read_diagram(data)
        except DiagramError:
            return DrawingView(file, is_readable=False, has_drawing=False, names={}, processes=())
        return DrawingView(
            file,
            is_readable=True,
            has_drawing=diagram.has_drawing,
            names=dict(_element_names(diagram)),
            processes=tuple(self._changes(diagram)),
        )

    def _changes(self, diagram: Diagram) -> Iterator[ProcessChanges]:
        for process in diagram.processes:
            key = self.keys.get(process.id)
            if key is not None:
                before = self._before(key)
                changes = None if before is None else changes_between(before, process)
                yield ProcessChanges(process.id, process.name or process.id, key.based_on, changes)

    def _before(self, key: ProposedKey) -> Process | None:
        for each in published.list_definitions(self.session, key.key):
            if each.version == key.based_on:
                return self.engine.library.published(self.session, each.id).process
        return None


def _element_names(diagram: Diagram) -> Iterator[tuple[str, str]]:
    for process in diagram.processes:
        yield process.id, process.name or process.id
        for node in walk(process.scope):
            if node.name:
                yield node.id, " ".join(node.name.split())
            scope = node.scope
            for flow in scope.flows.values() if scope is not None else ():
                if flow.name:
                    yield flow.id, flow.name
        for flow in process.scope.flows.values():
            if flow.name:
                yield flow.id, flow.name
