"""Judge files that were sent: lint them among what is published, then run their scenarios.

It takes up to a minute and holds no lock, so what is published may change meanwhile: a judgement
says over which versions it was made, and whoever publishes compares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from dudao.batch import Batch
from dudao.composition import CaseTypes
from dudao.deploying import SOURCES, Deploying, Trial, expect_deployable
from dudao.desk import Desk
from dudao.failures import WrongUse
from dudao.files import Given
from dudao.scenarios.model import Scenario
from dudao.scenarios.search import Library
from dudao.sent import published_files, scenarios_in, wrong_scenarios
from engine.decisions import read_decisions
from engine.definitions.base import Base, read_base
from engine.definitions.candidate import Candidate, FileFinding
from engine.definitions.deploy import DeploymentRefused
from engine.model.errors import EngineError, InvalidArgument
from engine.model.proposals import (
    Judgement,
    ProposalFinding,
    ProposedKey,
    ScenarioFailure,
    ScenarioResult,
)

Elapsed = Callable[[], float]


class ScenariosTooSlow(InvalidArgument):
    """The scenarios took longer than they may."""

    code = "scenarios_too_slow"
    title_zh = "场景运行的时间过长。"


@dataclass(frozen=True, slots=True)
class Judged:
    """How files were found; scenarios that were not run have no trial."""

    deploying: Deploying
    candidate: Candidate
    base: Base
    findings: tuple[FileFinding, ...]
    """Of the linter, and of scenarios that cannot be read."""
    trials: tuple[Trial, ...] = ()
    too_slow: tuple[Scenario, ScenariosTooSlow] | None = None
    """The scenario at which they were stopped."""

    @property
    def failed(self) -> tuple[FileFinding, ...]:
        """Return what does not hold in the scenarios."""
        return tuple(each for trial in self.trials for each in trial.findings)

    def expect_linted(self) -> None:
        """Expect no error of the linter and no stop; raise DeploymentRefused, ScenariosTooSlow."""
        if _has_errors(self.findings):
            raise DeploymentRefused(self.findings)
        if self.too_slow is not None:
            raise self.too_slow[1]

    def expect_sound(self) -> None:
        """Expect the same, and that every scenario holds."""
        self.expect_linted()
        if self.failed:
            raise DeploymentRefused((*self.findings, *self.failed))

    def judgement(self) -> Judgement:
        """Return the same as a proposal keeps it."""
        return Judgement(
            findings=tuple(map(_finding, self.findings)),
            scenarios=tuple(self._results()),
            keys=tuple(dict.fromkeys(self._keys())),
        )

    def _results(self) -> Iterator[ScenarioResult]:
        tried = {each.scenario.file: each for each in self.trials}
        for scenario in self.deploying.scenarios:
            trial = tried.get(scenario.file)
            if trial is not None:
                yield _result(trial)
            elif self.too_slow is not None and self.too_slow[0].file == scenario.file:
                yield _stopped(*self.too_slow)
            else:
                steps = len(scenario.steps)
                yield ScenarioResult(scenario.file, scenario.title, "not_run", steps)

    def _keys(self) -> Iterator[ProposedKey]:
        for diagram in self.candidate.diagrams.values():
            for process in diagram.processes:
                based_on = self.base.version("process", process.id)
                yield ProposedKey("process", process.id, process.name or process.id, based_on)
        for file in self.candidate.files:
            if file.name in self.candidate.decisions:
                for key, decision in read_decisions(file.data).definitions.decisions.items():
                    name = decision.name or key
                    yield ProposedKey("table", key, name, self.base.version("table", key))


@dataclass(frozen=True, slots=True)
class Judging:
    """What judges files; the scenarios of one request may take `longest` seconds together."""

    desk: Desk
    types: CaseTypes
    elapsed: Elapsed
    longest: float

    def deploying(self, given: Sequence[Given]) -> Deploying:
        """Return the deployment that files would be."""
        sources = [each for each in given if each.kind in SOURCES]
        return Deploying(self.desk, self.types, sources, tuple(scenarios_in(given)))

    def lint(self, given: Sequence[Given]) -> Judged:
        """Lint files and read their scenarios without running them."""
        deploying = self.deploying(given)
        with self.desk.store.read() as session:
            candidate = deploying.candidate(session)
            base = read_base(session)
        findings = (*candidate.findings, *wrong_scenarios(given))
        return Judged(deploying, candidate, base, findings)

    def judge(self, given: Sequence[Given]) -> Judged:
        """Lint files, and run their scenarios unless there is an error."""
        try:
            expect_deployable(given)
        except WrongUse as error:
            raise InvalidArgument(
                error.zh, en=error.en, code=error.code, errors=error.errors
            ) from error
        linted = self.lint(given)
        if _has_errors(linted.findings):
            return linted
        deploying = linted.deploying
        with self.desk.store.read() as session:
            around = tuple(published_files(session, deploying.sources))
        library = Library(given=(*deploying.sources, *around), is_alone=True)
        batch = Batch(library, self.types, watch=self._watch())
        return self._tried(linted, batch)

    def _tried(self, linted: Judged, batch: Batch) -> Judged:
        trials: list[Trial] = []
        stopped = None
        for scenario in linted.deploying.scenarios:
            try:
                trials.append(linted.deploying.trial(batch, scenario))
            except ScenariosTooSlow as error:
                stopped = scenario, error
                break
            except EngineError as error:  # it could not even begin
                found = FileFinding(scenario.file, "error", error.code, "", error.message, error.en)
                trials.append(Trial(scenario, (found,)))
        return replace(linted, trials=tuple(trials), too_slow=stopped)

    def _watch(self) -> Callable[[], None]:
        begun = self.elapsed()

        def watch() -> None:
            if self.elapsed() - begun > self.longest:
                raise ScenariosTooSlow(
                    f"场景运行超过{self.longest:.0f}秒，没有发布；请减少场景或缩短模拟的时间。",
                    en=f"Expected the scenarios to run within {self.longest:.0f} s.",
                )

        return watch


def _has_errors(findings: Sequence[FileFinding]) -> bool:
    return any(each.severity == "error" for each in findings)


def _finding(each: FileFinding) -> ProposalFinding:
    return ProposalFinding(
        each.file, each.line, each.element_id, each.severity, each.code, each.zh, each.en
    )


def _result(trial: Trial) -> ScenarioResult:
    scenario, run = trial.scenario, trial.run
    steps = len(scenario.steps)
    if not trial.findings:
        return ScenarioResult(scenario.file, scenario.title, "passed", steps)
    if run is None:
        failures = tuple(
            ScenarioFailure(0, each.line, each.code, each.zh, each.en) for each in trial.findings
        )
        return ScenarioResult(scenario.file, scenario.title, "failed", steps, failures)
    failures = tuple(
        ScenarioFailure(
            step.number,
            failure.line,
            found.code,
            failure.zh,
            found.en,
            failure.expected,
            failure.found,
        )
        for (step, failure), found in zip(run.failures, trial.findings, strict=True)
    )
    return ScenarioResult(scenario.file, scenario.title, "failed", steps, failures)


def _stopped(scenario: Scenario, error: ScenariosTooSlow) -> ScenarioResult:
    failure = ScenarioFailure(0, 0, error.code, error.message, error.en)
    return ScenarioResult(scenario.file, scenario.title, "failed", len(scenario.steps), (failure,))
