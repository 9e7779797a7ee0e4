"""Publish diagrams and decision tables: all of the files given, or nothing.

A version is what somebody deployed, byte for byte. A diagram whose text and called processes are
those of the newest version makes no new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.decisions import read_decisions
from engine.definitions.candidate import (
    Candidate,
    FileFinding,
    SourceFile,
    calls_of,
    read_candidate,
)
from engine.definitions.system_chain import record_change
from engine.diagram import Known
from engine.diagram.model import Diagram
from engine.model.case import Actor, Clock, NewId, NewSalt
from engine.model.errors import FieldError, InvalidArgument
from engine.store.definitions import (
    DecisionTableRow,
    DefinitionRow,
    definition_by_id,
    insert_decision_table,
    insert_definition,
    list_decision_tables,
    list_definitions,
    newest_decision_table,
    newest_definition,
)
from engine.store.store import Session

Check = Callable[[Candidate], Iterable[FileFinding]]
"""Judge a candidate by other means than the linter, such as running its scenarios."""


class DeploymentRefused(InvalidArgument):
    """The files cannot be published; the findings say what is wrong and where."""

    code = "deployment_refused"
    title_zh = "文件不能发布，请按问题清单修改。"

    def __init__(self, findings: tuple[FileFinding, ...]) -> None:
        """Take all findings, warnings too."""
        errors = [finding for finding in findings if finding.severity == "error"]
        super().__init__(
            f"文件不能发布：发现{len(errors)}处错误。",
            en=f"Expected files without errors, but found {len(errors)}.",
            errors=tuple(
                FieldError(f"{each.file}:{each.line or each.element_id}", each.zh, each.en)
                for each in errors
            ),
        )
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Deployment:
    """What was published; `unchanged` are keys whose newest version says the same already."""

    definitions: tuple[DefinitionRow, ...]
    tables: tuple[DecisionTableRow, ...]
    findings: tuple[FileFinding, ...]
    unchanged: tuple[str, ...]


def pass_all(_candidate: Candidate) -> Iterable[FileFinding]:
    """Find nothing."""
    return ()


def deploy(
    session: Session,
    files: Sequence[SourceFile],
    *,
    clock: Clock,
    actor: Actor,
    known: Known,
    new_id: NewId,
    new_salt: NewSalt,
    check: Check = pass_all,
) -> Deployment:
    """Publish files in new versions; raise DeploymentRefused when a finding is an error."""
    candidate = read_candidate(files, known=known_with_published(session, known))
    if candidate.is_deployable:
        candidate = candidate.with_findings(check(candidate))
    if not candidate.is_deployable or not candidate.files:
        raise DeploymentRefused(candidate.findings)
    publishing = _Publishing(session, clock(), actor, new_id, new_salt)
    for file in candidate.files:
        if file.is_decisions:
            publishing.publish_tables(file)
    for name, key in _in_order_of_calls(candidate):
        publishing.publish_process(_file(candidate, name), candidate.diagrams[name], key)
    return publishing.result(candidate.findings)


def known_with_published(session: Session, known: Known) -> Known:
    """Add the names of everything that is published to what is known."""
    listed = list_definitions(session)
    tables = list_decision_tables(session)
    processes, decisions = known.processes, known.decisions
    calls = {each.key: frozenset(definition_by_id(session, each.id).calls) for each in listed}
    return replace(
        known,
        processes=(processes or frozenset()) | {each.key for each in listed},
        decisions=(decisions or frozenset()) | {each.key for each in tables},
        calls={**calls, **known.calls},
    )


def _file(candidate: Candidate, name: str) -> SourceFile:
    return next(file for file in candidate.files if file.name == name)


def _in_order_of_calls(candidate: Candidate) -> list[tuple[str, str]]:
    """Return (file, process key), a called process before those that call it."""
    owner = {
        process.id: name
        for name, diagram in candidate.diagrams.items()
        for process in diagram.processes
    }
    processes = candidate.processes
    ordered: dict[str, None] = {}

    def place(key: str, path: tuple[str, ...]) -> None:
        if key in ordered or key in path or key not in processes:
            return
        for called in calls_of(processes[key]):
            place(called, (*path, key))
        ordered[key] = None

    for key in processes:
        place(key, ())
    return [(owner[key], key) for key in ordered]


class _Publishing:
    """The rows of one deployment."""

    def __init__(
        self,
        session: Session,
        at: datetime,
        actor: Actor,
        new_id: NewId,
        new_salt: NewSalt,
    ) -> None:
        self._session = session
        self._at = at
        self._actor = actor
        self._new_id = new_id
        self._new_salt = new_salt
        self._current: dict[str, DefinitionRow] = {}
        self._definitions: list[DefinitionRow] = []
        self._tables: list[DecisionTableRow] = []
        self._unchanged: list[str] = []

    def result(self, findings: tuple[FileFinding, ...]) -> Deployment:
        return Deployment(
            tuple(self._definitions), tuple(self._tables), findings, tuple(self._unchanged)
        )

    def publish_tables(self, file: SourceFile) -> None:
        """Publish every decision of a file; each one carries the whole file."""
        content_hash = hashlib.sha256(file.data).hexdigest()
        decisions = read_decisions(file.data)
        for key in decisions.ids:
            newest = newest_decision_table(self._session, key)
            if newest is not None and newest.content_hash == content_hash:
                self._unchanged.append(key)
                continue
            row = DecisionTableRow(
                id=str(self._new_id()),
                key=key,
                version=1 if newest is None else newest.version + 1,
                name=decisions.definitions.decisions[key].name or key,
                content_hash=content_hash,
                source=file.data,
                deployed_at=self._at,
                deployed_by=self._actor.person,
            )
            insert_decision_table(self._session, row)
            self._tables.append(row)
            self._record("decision_table_deployed", row)

    def publish_process(self, file: SourceFile, diagram: Diagram, key: str) -> None:
        """Publish one process of a diagram, pinned to the versions of what it calls."""
        process = diagram.process(key)
        assert process is not None  # noqa: S101 - it was found in this diagram
        inside = {each.id for each in diagram.processes}
        calls = {
            called: self._version(called) for called in calls_of(process) if called not in inside
        }
        content_hash = _hash(file.data, key, calls)
        newest = newest_definition(self._session, key)
        if newest is not None and newest.content_hash == content_hash:
            self._current[key] = newest
            self._unchanged.append(key)
            return
        row = DefinitionRow(
            id=str(self._new_id()),
            key=key,
            version=1 if newest is None else newest.version + 1,
            name=process.name or key,
            content_hash=content_hash,
            source=file.data,
            calls={called: pinned.id for called, pinned in calls.items()},
            deployed_at=self._at,
            deployed_by=self._actor.person,
        )
        insert_definition(self._session, row)
        self._current[key] = row
        self._definitions.append(row)
        self._record("definition_deployed", row)

    def _version(self, key: str) -> DefinitionRow:
        found = self._current.get(key) or newest_definition(self._session, key)
        if found is None:
            raise InvalidArgument(
                f"没有发布被调用的流程“{key}”。",
                en=f"Expected the called process '{key}' to be published.",
                code="unknown_process",
            )
        return found

    def _record(self, type: str, row: DefinitionRow | DecisionTableRow) -> None:  # noqa: A002
        record_change(
            self._session,
            type,
            new_salt=self._new_salt,
            at=self._at,
            actor=self._actor,
            after={"key": row.key, "version": row.version, "content_hash": row.content_hash},
            data={"id": row.id, "name": row.name},
        )


def _hash(source: bytes, key: str, calls: Mapping[str, DefinitionRow]) -> str:
    """Name the content: the file, which of its processes, and the content of what it calls."""
    digest = hashlib.sha256(hashlib.sha256(source).digest())
    digest.update(key.encode())
    for called, row in sorted(calls.items()):
        digest.update(f"\n{called}={row.content_hash}".encode())
    return digest.hexdigest()
