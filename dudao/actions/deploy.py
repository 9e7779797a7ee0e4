"""`dudao deploy`: lint, run the scenarios, publish: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.text import Text
from sqlalchemy import select

from dudao import system
from dudao.actions.lint import show_findings
from dudao.batch import Batch
from dudao.composition import CaseTypes, build_engine, case_types
from dudao.desk import Desk
from dudao.failures import ANSWER_IS_NO, DONE, WrongUse
from dudao.files import FileKind, Given, read_all, read_given
from dudao.health.people import too_few
from dudao.invocation import Invocation, command
from dudao.linting import Found, Names, Severity, groups_in, known
from dudao.opening import opened
from dudao.publishing import publish
from dudao.scenarios.model import Scenario
from dudao.scenarios.reader import read_scenario
from dudao.scenarios.result import Run
from dudao.scenarios.search import File, Library
from dudao.screen import Screen
from engine.commands.staffing import Staff
from engine.definitions.candidate import FileFinding, SourceFile, read_candidate
from engine.definitions.deploy import Deployment, DeploymentRefused, known_with_published
from engine.store import Store
from engine.store.definitions import DecisionTableRow, DefinitionRow
from engine.store.tables import membership


def register(group: click.Group) -> None:
    """Add the command."""

    @command(group, "deploy", "检查、运行场景、发布新版本；有一处不通过就都不发布。")
    @click.argument("files", nargs=-1, required=True, metavar="FILE…")
    def deploy(invocation: Invocation, files: tuple[str, ...]) -> int:
        given = read_all(files)
        sources = [each for each in given if each.kind in _SOURCES]
        _expect_sources(given, sources)
        scenarios = list(_scenarios(given))
        with opened(invocation.place) as store:
            return _Deploying(invocation.screen, store, sources, scenarios).run()


_SOURCES = (FileKind.DIAGRAM, FileKind.TABLE)


def _expect_sources(given: Sequence[Given], sources: Sequence[Given]) -> None:
    for each in given:
        if each.kind not in (*_SOURCES, FileKind.SCENARIO):
            raise WrongUse(
                f"{each.name} 不能发布：应为流程图（.bpmn）、决策表（.dmn）或场景（.yml）。",
                en=f"Expected {each.name} to be a diagram, a table or a scenario.",
                code="unknown_file",
            )
    if not sources:
        raise WrongUse(
            "没有要发布的流程图或决策表。",
            en="Expected at least one diagram or table to publish.",
            code="nothing_to_deploy",
        )


def _scenarios(given: Iterable[Given]) -> Iterator[Scenario]:
    """Read the scenarios given, and those in the folder `scenarios` beside each diagram."""
    found = {}
    for each in given:
        if each.kind is FileKind.SCENARIO:
            found[each.path.absolute()] = each
        elif each.kind is FileKind.DIAGRAM:
            for path in sorted((each.path.parent / "scenarios").glob("*.y*ml")):
                found.setdefault(path.absolute(), read_given(str(path)))
    return (read_scenario(each.name, each.data) for each in found.values())


class _Deploying:
    """One deployment."""

    def __init__(
        self,
        screen: Screen,
        store: Store,
        sources: Sequence[Given],
        scenarios: Sequence[Scenario],
    ) -> None:
        self._screen = screen
        self._store = store
        self._sources = sources
        self._scenarios = scenarios
        self._types: CaseTypes = case_types()
        self._desk = Desk(store, build_engine(self._types), system.clock)

    def run(self) -> int:
        names = self._names()
        failed = list(self._failures(names))
        files = [File(each.name, each.data) for each in self._sources]
        try:
            with self._desk.work() as session:
                deployment = publish(
                    session, self._desk, self._types, files, names=names, check=lambda _: failed
                )
        except DeploymentRefused as refusal:
            self._tell(refusal.findings)
            self._screen.say(Text("没有发布任何文件。", "bold red"))
            self._screen.answer(
                {"ok": False, "findings": [asdict(each) for each in refusal.findings]}
            )
            return ANSWER_IS_NO
        self._tell(deployment.findings)
        self._say(deployment, self._too_few(deployment))
        return DONE

    def _too_few(self, deployment: Deployment) -> list[str]:
        """Say where there are too few people for what was published: a warning, no refusal.

        People come and go after a diagram is published, and often it is published before they
        are entered; a case can wait for a person, but a refusal would stop the office from
        correcting its diagram.
        """
        engine = self._desk.engine
        with self._store.read() as session:
            staff = Staff(session, engine=engine, clock=self._desk.clock)
            published = [
                engine.library.published(session, each.id) for each in deployment.definitions
            ]
            return list(too_few(staff, published))

    def _names(self) -> Names:
        with self._store.read() as session:
            rows = session.execute(select(membership.c.group_name).distinct())
            names = Names(groups=frozenset(str(row[0]) for row in rows))
        for scenario in self._scenarios:
            names |= groups_in(scenario)
        return names

    def _failures(self, names: Names) -> Iterator[FileFinding]:
        """Run the scenarios, unless the linter refuses already; yield what does not hold."""
        sources = [SourceFile(each.name, each.data) for each in self._sources]
        with self._store.read() as session:
            around = known_with_published(session, known(self._types, names))
        if not self._scenarios or not read_candidate(sources, known=around).is_deployable:
            return
        library = Library(given=tuple(s for s in self._sources if s.kind is FileKind.DIAGRAM))
        batch = Batch(library, self._types)
        for scenario in self._scenarios:
            run = batch.run(scenario)
            mark = Text("✓ ", "green") if run.holds else Text("✗ ", "bold red")
            self._screen.say(mark + Text(f"{scenario.title}（{_short(scenario.file)}）"))
            yield from _findings(run)

    def _tell(self, findings: Sequence[FileFinding]) -> None:
        found = [
            Found(
                each.file, each.line, _severity(each), each.element_id, each.code, each.zh, each.en
            )
            for each in findings
        ]
        show_findings(self._screen, found, len(self._sources))

    def _say(self, deployment: Deployment, too_few: Sequence[str]) -> None:
        rows: list[DefinitionRow | DecisionTableRow] = [*deployment.definitions]
        rows += deployment.tables
        for row in rows:
            self._screen.say(f"✓ 已发布 {row.key} 第{row.version}版（{row.name}）")
        for key in deployment.unchanged:
            self._screen.say(f"＝ {key} 没有变化，未产生新版本")
        for sentence in too_few:
            self._screen.say(Text(f"! {sentence}", "yellow"))
        self._screen.answer(
            {
                "ok": True,
                "definitions": [
                    {"key": r.key, "version": r.version} for r in deployment.definitions
                ],
                "tables": [{"key": r.key, "version": r.version} for r in deployment.tables],
                "unchanged": deployment.unchanged,
                "findings": [asdict(each) for each in deployment.findings],
                "scenarios": len(self._scenarios),
                "too_few_people": too_few,
            }
        )


def _severity(finding: FileFinding) -> Severity:
    return "error" if finding.severity == "error" else "warning"


def _findings(run: Run) -> Iterator[FileFinding]:
    for step, failure in run.failures:
        yield FileFinding(
            run.scenario.file,
            "error",
            "scenario_failed",
            f"第{step.number}步",
            f"场景未通过：{failure.zh}",
            f"The scenario fails at step {step.number}: expected {failure.expected},"
            f" found {failure.found}.",
            failure.line,
        )


def _short(file: str) -> str:
    return Path(file).name
