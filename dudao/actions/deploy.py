"""`dudao deploy`: lint, run the scenarios, publish: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.text import Text

from dudao import system
from dudao.actions.lint import show_findings
from dudao.batch import Batch
from dudao.composition import build_engine, case_types
from dudao.deploying import Deploying, expect_deployable
from dudao.desk import Desk
from dudao.failures import ANSWER_IS_NO, DONE
from dudao.files import FileKind, Given, read_all, read_given
from dudao.invocation import Invocation, command
from dudao.linting import Found, Severity
from dudao.opening import opened
from dudao.scenarios.model import Scenario
from dudao.scenarios.reader import read_scenario
from dudao.scenarios.result import Run
from dudao.scenarios.search import Library
from dudao.screen import Screen
from engine.definitions.candidate import FileFinding
from engine.definitions.deploy import Deployment, DeploymentRefused
from engine.store import Store
from engine.store.definitions import DecisionTableRow, DefinitionRow


def register(group: click.Group) -> None:
    """Add the command."""

    @command(group, "deploy", "检查、运行场景、发布新版本；有一处不通过就都不发布。")
    @click.argument("files", nargs=-1, required=True, metavar="FILE…")
    def deploy(invocation: Invocation, files: tuple[str, ...]) -> int:
        given = read_all(files)
        sources = expect_deployable(given)
        scenarios = list(_scenarios(given))
        with opened(invocation.place) as store:
            return _Deploying(invocation.screen, store, sources, scenarios).run()


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
        types = case_types()
        desk = Desk(store, build_engine(types), system.clock)
        self._deploying = Deploying(desk, types, sources, scenarios)

    def run(self) -> int:
        failed = list(self._failures())
        try:
            with self._store.begin() as session:
                deployment = self._deploying.publish(session, failed)
        except DeploymentRefused as refusal:
            self._tell(refusal.findings)
            self._screen.say(Text("没有发布任何文件。", "bold red"))
            self._screen.answer(
                {"ok": False, "findings": [asdict(each) for each in refusal.findings]}
            )
            return ANSWER_IS_NO
        self._tell(deployment.findings)
        with self._store.read() as session:
            made = [each.id for each in deployment.definitions]
            too_few = self._deploying.too_few(session, made)
        self._say(deployment, too_few)
        return DONE

    def _failures(self) -> Iterator[FileFinding]:
        """Run the scenarios, unless the linter refuses already; yield what does not hold."""
        deploying = self._deploying
        with self._store.read() as session:
            candidate = deploying.candidate(session)
        if candidate.is_deployable and deploying.scenarios:
            diagrams = tuple(each for each in self._sources if each.kind is FileKind.DIAGRAM)
            batch = Batch(Library(given=diagrams), deploying.types)
            yield from deploying.failures(batch, tell=self._tell_run)

    def _tell_run(self, run: Run) -> None:
        mark = Text("✓ ", "green") if run.holds else Text("✗ ", "bold red")
        self._screen.say(mark + Text(f"{run.scenario.title}（{_short(run.scenario.file)}）"))

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
                "scenarios": len(self._deploying.scenarios),
                "too_few_people": too_few,
            }
        )


def _severity(finding: FileFinding) -> Severity:
    return "error" if finding.severity == "error" else "warning"


def _short(file: str) -> str:
    return Path(file).name
