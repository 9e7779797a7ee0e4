"""Files that come over HTTP: checked, tried and published, without looking into any folder.

They come from people who may be mistaken or worse: their number, their size and the time their
scenarios take are bounded, and one deployment runs at a time in each process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from threading import Lock

from api.deploying import (
    MAX_FILE,
    MAX_NAME,
    MOST_FILES,
    Checked,
    Deployed,
    FindingView,
    PeopleFact,
    SentFile,
    VersionMade,
)
from dudao.batch import Batch
from dudao.composition import CaseTypes
from dudao.deploying import SOURCES, Deploying, expect_deployable
from dudao.desk import Desk
from dudao.failures import WrongUse
from dudao.files import FileKind, Given, kind_of
from dudao.linting import Found, facts_of, lint_scenario
from dudao.scenarios.model import Scenario
from dudao.scenarios.reader import read_scenario
from dudao.scenarios.search import Library
from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.requests import command
from engine.decisions import DecisionSyntaxError, read_decisions
from engine.definitions.candidate import FileFinding
from engine.definitions.deploy import DeploymentRefused
from engine.diagram.people_needed import PeopleNeeded
from engine.model.case import Actor, Clock
from engine.model.errors import Conflict, InvalidArgument
from engine.store import Session, Store
from engine.store import definitions as stored

LONGEST = 60.0
"""Seconds that the scenarios of one deployment may take together (建议值)."""
Elapsed = Callable[[], float]


@dataclass(frozen=True, slots=True)
class _Published(Deployed):
    """What was published; whether there are people enough is asked after the commit."""

    ids: Sequence[str]
    """Of the definitions."""


class SentFiles:
    """Check and publish what was sent; one for each process (`api.deploying.Deployer`)."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        clock: Clock,
        *,
        types: CaseTypes,
        elapsed: Elapsed,
        longest: float = LONGEST,
    ) -> None:
        self._desk = Desk(store, engine, clock)
        self._types = types
        self._elapsed = elapsed
        self._longest = longest
        self._busy = Lock()

    def check(self, files: Sequence[SentFile], *, actor: Actor) -> Checked:
        """Lint files without publishing; NotPermitted without `read_configuration`."""
        given = self._given(files, actor, "read_configuration")
        deploying = self._deploying(given)
        with self._desk.store.read() as session:
            candidate = deploying.candidate(session)
        findings = (*candidate.findings, *_wrong_scenarios(given))
        return Checked(
            is_sound=all(each.severity != "error" for each in findings),
            findings=tuple(map(_view, findings)),
            people=tuple(
                _fact(file, needed, self._desk.engine)
                for file, needed in facts_of(given, self._types)
            ),
        )

    def deploy(
        self, files: Sequence[SentFile], *, actor: Actor, idempotency_key: str | None
    ) -> Deployed:
        """Lint, run the scenarios, publish all or nothing; NotPermitted without `deploy`."""
        given = self._given(files, actor, "deploy")
        try:
            expect_deployable(given)
        except WrongUse as error:
            raise _as_argument(error) from error
        if not self._busy.acquire(blocking=False):
            raise Conflict(
                "正在进行另一次发布，请稍后再试。",
                en="Another deployment is under way in this process.",
                code="busy",
            )
        try:
            deploying = self._deploying(given)
            failed = self._failures(deploying, given)
            return self._publish(deploying, given, failed, actor, idempotency_key)
        finally:
            self._busy.release()

    # ------------------------------------------------------------------------------ steps

    def _given(self, files: Sequence[SentFile], actor: Actor, word: str) -> tuple[Given, ...]:
        """Take the files of somebody who may send them, within bounds."""
        with self._desk.store.read() as session:
            self._expect(session, actor, word)
        given = tuple(map(_as_given, files))
        if not 0 < len(given) <= MOST_FILES:
            raise InvalidArgument(
                f"应提交1至{MOST_FILES}个文件。",
                en=f"Expected 1 to {MOST_FILES} files.",
                code="invalid_files",
            )
        if len({each.name for each in given}) < len(given):
            raise InvalidArgument(
                "有两个文件同名。",
                en="Expected every file under another name.",
                code="invalid_files",
            )
        return given

    def _expect(self, session: Session, actor: Actor, word: str) -> None:
        engine = self._desk.engine
        engine.permissions.expect(Office(session, engine, now=self._desk.clock()), actor, word)

    def _deploying(self, given: Sequence[Given]) -> Deploying:
        sources = [each for each in given if each.kind in SOURCES]
        return Deploying(self._desk, self._types, sources, tuple(_scenarios(given)))

    def _failures(self, deploying: Deploying, given: Sequence[Given]) -> list[FileFinding]:
        """Run the scenarios; raise DeploymentRefused when linting finds an error already."""
        with self._desk.store.read() as session:
            candidate = deploying.candidate(session)
            around = tuple(_published(session, deploying.sources))
        found = (*candidate.findings, *_wrong_scenarios(given))
        if any(each.severity == "error" for each in found):
            raise DeploymentRefused(found)
        library = Library(given=(*deploying.sources, *around), is_alone=True)
        batch = Batch(library, self._types, watch=self._watch())
        return list(deploying.failures(batch))

    def _watch(self) -> Callable[[], None]:
        begun = self._elapsed()

        def watch() -> None:
            if self._elapsed() - begun > self._longest:
                raise InvalidArgument(
                    f"场景运行超过{self._longest:.0f}秒，没有发布；请减少场景或缩短模拟的时间。",
                    en=f"Expected the scenarios to run within {self._longest:.0f} seconds.",
                    code="scenarios_too_slow",
                )

        return watch

    def _publish(
        self,
        deploying: Deploying,
        given: Sequence[Given],
        failed: Sequence[FileFinding],
        actor: Actor,
        idempotency_key: str | None,
    ) -> Deployed:
        expect = self._expect

        @command(_Published)
        def deploy_files(  # the request is its files: a key sent again with others is refused
            session: Session,
            *,
            engine: Engine,
            clock: Clock,
            actor: Actor,
            files: Sequence[str],
            idempotency_key: str | None = None,
        ) -> _Published:
            del engine, clock, files, idempotency_key
            expect(session, actor, "deploy")
            done = deploying.publish(session, failed, actor=actor)
            return _Published(
                "", 0, "",
                definitions=[VersionMade(e.key, e.version, e.name) for e in done.definitions],
                tables=[VersionMade(e.key, e.version, e.name) for e in done.tables],
                unchanged=list(done.unchanged),
                findings=list(map(_view, done.findings)),
                scenarios=len(deploying.scenarios),
                too_few=(),
                ids=[each.id for each in done.definitions],
            )  # fmt: skip

        with self._desk.store.begin() as session:
            done = deploy_files(
                session,
                engine=self._desk.engine,
                clock=self._desk.clock,
                actor=actor,
                files=[f"{each.name} {hashlib.sha256(each.data).hexdigest()}" for each in given],
                idempotency_key=idempotency_key,
            )
        with self._desk.store.read() as session:  # nobody waits to write meanwhile
            return replace(done, too_few=deploying.too_few(session, done.ids))


# --------------------------------------------------------------------------------- files


def _as_given(file: SentFile) -> Given:
    """Take a file by the last part of its name; nothing is looked for under that name."""
    name = PurePosixPath(file.name.replace("\\", "/")).name
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise InvalidArgument(
            f"文件名应为1至{MAX_NAME}个可见字符。",
            en=f"Expected a file name of 1 to {MAX_NAME} printable characters.",
            code="invalid_files",
        )
    if len(file.data) > MAX_FILE:
        raise InvalidArgument(
            f"文件 {name} 超过{MAX_FILE // 1_000_000}MB。",
            en=f"Expected at most {MAX_FILE} bytes in {name}.",
            code="invalid_files",
        )
    path = Path(name)
    kind = kind_of(file.data, path.suffix.lower())
    if kind not in (*SOURCES, FileKind.SCENARIO):
        raise InvalidArgument(
            f"{name} 应为流程图（.bpmn）、决策表（.dmn）或场景（.yml）。",
            en=f"Expected {name} to be a diagram, a table or a scenario.",
            code="unknown_file",
        )
    return Given(name, path, file.data, kind)


def _scenarios(given: Sequence[Given]) -> Iterator[Scenario]:
    """Read the scenarios that can be read; what is wrong with others is a finding."""
    for each in given:
        if each.kind is FileKind.SCENARIO:
            try:
                yield read_scenario(each.name, each.data)
            except WrongUse:
                continue


def _wrong_scenarios(given: Sequence[Given]) -> tuple[FileFinding, ...]:
    found = (f for each in given if each.kind is FileKind.SCENARIO for f in lint_scenario(each))
    return tuple(map(_as_finding, found))


def _as_finding(each: Found) -> FileFinding:
    return FileFinding(
        each.file, each.severity, each.code, each.element, each.zh, each.en, each.line
    )


def _published(session: Session, sources: Sequence[Given]) -> Iterator[Given]:
    """Yield what is published: the scenarios run among it, but for what is sent anew."""
    sent = {id_ for each in sources for id_ in _decisions(each)}
    seen: set[bytes] = set()
    for listed in stored.list_definitions(session):
        row = stored.definition_by_id(session, listed.id)
        yield _stored_file(f"{row.key}（第{row.version}版）.bpmn", row.source, FileKind.DIAGRAM)
    for listed in stored.list_decision_tables(session):
        table = stored.decision_table_by_id(session, listed.id)
        name = f"{table.key}（第{table.version}版）.dmn"
        given = _stored_file(name, table.source, FileKind.TABLE)
        if table.source not in seen and sent.isdisjoint(_decisions(given)):
            seen.add(table.source)
            yield given


def _stored_file(name: str, data: bytes, kind: FileKind) -> Given:
    return Given(name, Path(name), data, kind)


def _decisions(file: Given) -> tuple[str, ...]:
    if file.kind is not FileKind.TABLE:
        return ()
    try:
        return read_decisions(file.data).ids
    except DecisionSyntaxError:
        return ()


# --------------------------------------------------------------------------------- answers


def _as_argument(error: WrongUse) -> InvalidArgument:
    return InvalidArgument(error.zh, en=error.en, code=error.code, errors=error.errors)


def _view(each: FileFinding) -> FindingView:
    return FindingView(
        each.file, each.line, each.element_id, each.severity, each.code, each.zh, each.en
    )


def _fact(file: str, needed: PeopleNeeded, engine: Engine) -> PeopleFact:
    one, several = needed.one_group, needed.several
    return PeopleFact(
        file=file,
        process=needed.process,
        name=needed.name,
        least=one.people if one is not None and needed.is_known else None,
        least_with_several_groups=several.people if several and needed.is_known else None,
        groups=dict(one.by_group) if one is not None else {},
        is_exact=bool(one and several and one.is_exact and several.is_exact),
        zh=needed.zh(engine.groups),
    )
