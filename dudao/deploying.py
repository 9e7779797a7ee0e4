"""Lint, run scenarios, publish: all of it or nothing. The command line and HTTP both do it here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from dudao.batch import Batch
from dudao.composition import CaseTypes
from dudao.desk import Desk
from dudao.failures import WrongUse
from dudao.files import FileKind, Given
from dudao.health.people import too_few
from dudao.linting import Names, groups_in, known
from dudao.publishing import publish
from dudao.scenarios.model import Scenario
from dudao.scenarios.result import Run
from dudao.scenarios.search import File
from engine.commands.staffing import Staff
from engine.definitions.candidate import Candidate, FileFinding, SourceFile, read_candidate
from engine.definitions.deploy import Deployment, DeploymentRefused, known_with_published
from engine.model.case import SYSTEM, Actor
from engine.store import Session
from engine.store.tables import membership

SOURCES = (FileKind.DIAGRAM, FileKind.TABLE)


def expect_deployable(given: Sequence[Given]) -> tuple[Given, ...]:
    """Return the diagrams and tables among files; WrongUse for none, and for other kinds."""
    for each in given:
        if each.kind not in (*SOURCES, FileKind.SCENARIO):
            raise WrongUse(
                f"{each.name} 不能发布：应为流程图（.bpmn）、决策表（.dmn）或场景（.yml）。",
                en=f"Expected {each.name} to be a diagram, a table or a scenario.",
                code="unknown_file",
            )
    sources = tuple(each for each in given if each.kind in SOURCES)
    if not sources:
        raise WrongUse(
            "没有要发布的流程图或决策表。",
            en="Expected at least one diagram or table to publish.",
            code="nothing_to_deploy",
        )
    return sources


@dataclass(frozen=True, slots=True)
class Trial:
    """How a scenario went: what does not hold, and the run; None where it could not be run."""

    scenario: Scenario
    findings: tuple[FileFinding, ...]
    run: Run | None = None


@dataclass(frozen=True, slots=True)
class Deploying:
    """One deployment into a store: its diagrams and tables, and the scenarios they must pass."""

    desk: Desk
    types: CaseTypes
    sources: Sequence[Given]
    scenarios: Sequence[Scenario]

    def names(self, session: Session) -> Names:
        """Return the groups that people are in, here and in the scenarios: they count as known."""
        rows = session.execute(select(membership.c.group_name).distinct())
        names = Names(groups=frozenset(str(row[0]) for row in rows))
        for scenario in self.scenarios:
            names |= groups_in(scenario)
        return names

    def candidate(self, session: Session) -> Candidate:
        """Read and lint the files among all that is published."""
        around = known_with_published(session, known(self.types, self.names(session)))
        return read_candidate(
            [SourceFile(each.name, each.data) for each in self.sources], known=around
        )

    def trial(self, batch: Batch, scenario: Scenario) -> Trial:
        """Run one scenario in a store of its own."""
        try:
            run = batch.run(scenario)
        except DeploymentRefused as refused:
            found = tuple(each for each in refused.findings if each.severity == "error")
            return Trial(scenario, found)
        except WrongUse as error:
            found = (FileFinding(scenario.file, "error", error.code, "", error.zh, error.en),)
            return Trial(scenario, found)
        return Trial(scenario, tuple(_findings(run)), run)

    def failures(
        self, batch: Batch, *, tell: Callable[[Run], None] = lambda _: None
    ) -> Iterator[FileFinding]:
        """Run the scenarios; yield what does not hold."""
        for scenario in self.scenarios:
            trial = self.trial(batch, scenario)
            if trial.run is not None:
                tell(trial.run)
            yield from trial.findings

    def publish(
        self, session: Session, failed: Sequence[FileFinding], *, actor: Actor = SYSTEM
    ) -> Deployment:
        """Publish all or nothing; raise DeploymentRefused for an error of linter or scenario."""
        files = [File(each.name, each.data) for each in self.sources]
        return publish(
            session,
            self.desk,
            self.types,
            files,
            names=self.names(session),
            actor=actor,
            check=lambda _: failed,
        )

    def too_few(self, session: Session, definitions: Iterable[str]) -> list[str]:
        """Say where there are too few people for definitions published: a warning, no refusal.

        People come and go after a diagram is published, and often it is published before they
        are entered; a case can wait for a person, but a refusal would stop the office from
        correcting its diagram. With many units this takes seconds: ask when nobody waits to write.
        """
        engine = self.desk.engine
        staff = Staff(session, engine=engine, clock=self.desk.clock)
        published = [engine.library.published(session, each) for each in definitions]
        return list(too_few(staff, published))


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
