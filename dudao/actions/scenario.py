"""`dudao scenario`: run process scenarios on fresh stores with a simulated clock."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import click

from dudao.batch import Batch
from dudao.composition import case_types
from dudao.failures import ANSWER_IS_NO, DONE
from dudao.files import FileKind, read_all, read_given, scenario_files
from dudao.invocation import Invocation, command
from dudao.scenarios.model import Scenario
from dudao.scenarios.reader import read_scenario
from dudao.scenarios.report import (
    as_json,
    tell_coverage,
    tell_end,
    tell_start,
    tell_step,
    tell_summary,
)
from dudao.scenarios.result import StepResult
from dudao.scenarios.search import File, Library
from dudao.scenarios.source import not_a_scenario
from dudao.screen import Screen


def register(group: click.Group) -> None:
    """Add the command."""

    @command(group, "scenario", "运行流程场景，并统计经过了哪些顺序流。")
    @click.argument("files", nargs=-1, required=True, metavar="FILE…")
    @click.option("--diagram", "diagrams", multiple=True, metavar="FILE", help="使用这个流程图。")
    @click.option("--calendar", metavar="FILE", help="使用这个日历（CSV）。")
    @click.option("--coverage/--no-coverage", default=True, help="是否统计顺序流覆盖率。")
    @click.option("--quiet", "-q", is_flag=True, help="只显示结果，不逐步显示。")
    def scenario(
        invocation: Invocation,
        files: tuple[str, ...],
        diagrams: tuple[str, ...],
        calendar: str | None,
        *,
        coverage: bool,
        quiet: bool,
    ) -> int:
        screen = invocation.screen
        scenarios = list(read_scenarios(scenario_files(files)))
        given = read_given(calendar) if calendar else None
        batch = Batch(
            Library(given=tuple(read_all(diagrams))),
            case_types(),
            calendar=File(given.name, given.data) if given else None,
        )
        runs = []
        for each in scenarios:
            if not quiet:
                tell_start(screen, each)
            run = batch.run(each, tell=partial(_tell, screen, each, quiet=quiet))
            runs.append(run)
            if not quiet:
                tell_end(screen, run)
        measured = batch.coverage(runs) if coverage else ()
        tell_coverage(screen, measured)
        tell_summary(screen, runs)
        screen.answer(as_json(runs, measured))
        return DONE if all(run.holds for run in runs) else ANSWER_IS_NO


def _tell(screen: Screen, scenario: Scenario, step: StepResult, *, quiet: bool) -> None:
    if not quiet:
        tell_step(screen, scenario, step)


def read_scenarios(names: Iterable[str]) -> Iterable[Scenario]:
    """Read scenario files; raise WrongUse for the first that is none."""
    for given in read_all(names):
        if given.kind not in {FileKind.SCENARIO, FileKind.UNKNOWN, FileKind.CALENDAR}:
            raise not_a_scenario(
                given.name, 1, "这是流程图或决策表", "this is a diagram or a table"
            )
        yield read_scenario(given.name, given.data)
