"""Tell people, or programs, how scenarios went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from rich.text import Text

from dudao.scenarios.coverage import Coverage
from dudao.scenarios.model import Scenario
from dudao.scenarios.result import Failure, Run, StepResult
from dudao.screen import Screen
from engine.model.calendar import SHANGHAI

JsonObject = dict[str, object]


def tell_start(screen: Screen, scenario: Scenario) -> None:
    """Print the heading of a scenario."""
    title = Text.assemble((scenario.title, "bold"), (f"  {scenario.file}", "bright_black"))
    screen.say(title)


def tell_step(screen: Screen, scenario: Scenario, step: StepResult) -> None:
    """Print one line for a step, and one for everything that did not hold."""
    mark = ("✗", "bold red") if step.failures else ("✓", "green")
    line = Text.assemble("  ", mark, f" {step.number:>3}  ", (_local(step.at), "bright_black"))
    screen.say(line + Text(f"  {step.zh}"))
    for failure in step.failures:
        screen.say(Text(f"        {_place(scenario, step, failure)}：{failure.zh}", "red"))


def tell_end(screen: Screen, run: Run) -> None:
    """Print how a scenario ended."""
    left = len(run.scenario.steps) - len(run.steps)
    if run.holds:
        screen.say(Text(f"  通过（{len(run.steps)}步）", "green"))
        return
    rest = f"，其后{left}步未执行" if left else ""
    screen.say(Text(f"  未通过：{len(run.failures)}处不符{rest}", "bold red"))


def tell_coverage(screen: Screen, measured: Sequence[Coverage]) -> None:
    """Print the flow coverage, and every flow that no scenario took."""
    for each in measured:
        screen.say(Text(each.zh, "yellow" if each.missing else "green"))
        if each.missing:
            screen.say(f"  未经过：{'、'.join(each.missing)}")


def tell_summary(screen: Screen, runs: Sequence[Run]) -> None:
    """Print how many scenarios hold, and once more what does not."""
    failed = [run for run in runs if not run.holds]
    if not failed:
        screen.say(Text(f"{len(runs)}个场景全部通过。", "green"))
        return
    screen.say(Text(f"{len(runs)}个场景中{len(failed)}个未通过：", "bold red"))
    for run in failed:
        for step, failure in run.failures:
            screen.say(f"  {_place(run.scenario, step, failure)}：{failure.zh}")


def _place(scenario: Scenario, step: StepResult, failure: Failure) -> str:
    return f"{scenario.file}:{failure.line}（第{step.number}步）"


def _local(instant: datetime) -> str:
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def as_json(runs: Sequence[Run], measured: Sequence[Coverage]) -> JsonObject:
    """Return the runs as plain values."""
    return {
        "ok": all(run.holds for run in runs),
        "scenarios": [_run(run) for run in runs],
        "coverage": [{**asdict(each), "taken": each.taken} for each in measured],
    }


def _run(run: Run) -> JsonObject:
    return {
        "file": run.scenario.file,
        "scenario": run.scenario.title,
        "process": run.scenario.process,
        "ok": run.holds,
        "steps": [
            {
                "step": step.number,
                "line": step.line,
                "at": step.at.isoformat(),
                "text": step.zh,
                "ok": not step.failures,
                "failures": [asdict(failure) for failure in step.failures],
            }
            for step in run.steps
        ],
    }
