"""Run a scenario step by step through the commands, and note what does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from dudao.scenarios.expectations import compare
from dudao.scenarios.instants import parse_advance
from dudao.scenarios.model import Act, Advance, Expect, Open, Scenario, Send, Step
from dudao.scenarios.refused import Refused
from dudao.scenarios.result import Failure, StepResult
from dudao.scenarios.wording import wording
from dudao.scenarios.world import World
from engine.model.errors import EngineError


def run_scenario(
    scenario: Scenario,
    world: World,
    *,
    tell: Callable[[StepResult], None] = lambda _: None,
    name_of: Callable[[str], str] = str,
) -> tuple[StepResult, ...]:
    """Run a scenario in a fresh world; `tell` hears of each step as it is done.

    Expectations that fail are noted and the run goes on; a command that fails ends it.
    """
    running = _Running(scenario, world, name_of)
    done = []
    for result in running.steps():
        done.append(result)
        tell(result)
    return tuple(done)


@dataclass(slots=True)
class _Running:
    scenario: Scenario
    world: World
    name_of: Callable[[str], str]

    def steps(self) -> Iterator[StepResult]:
        for step in self.scenario.steps:
            failures = tuple(self._step(step))
            said = wording(step, self.name_of)
            yield StepResult(step.number, step.line, self.world.now, said, failures)
            if failures and not isinstance(step.action, Expect):
                return

    def _step(self, step: Step) -> Iterator[Failure]:
        match step.action:
            case Expect() as expect:
                yield from self._expect(expect, step)
            case Act(code=code) as act if code:
                yield from self._refuse(self._named(act), step)
            case _:
                yield from self._do(step)

    def _named(self, act: Act) -> Act:
        """Let a refused `open` be of the scenario's process when it names none."""
        if act.do != "open" or act.text("process"):
            return act
        return replace(act, given={**act.given, "process": self.scenario.process})

    def _do(self, step: Step) -> Iterator[Failure]:
        try:
            match step.action:
                case Open() as opening:
                    self.world.open(opening, self.scenario.process, self.scenario.title)
                case Act() as act:
                    self.world.act(act)
                case Send() as sending:
                    self.world.send(sending)
                case Advance(until=until, sweeps=sweeps):
                    self.world.advance(parse_advance(until), sweeps=sweeps)
                case Expect():
                    pass
        except (EngineError, Refused) as refusal:
            yield Failure(step.line, _refusal(refusal), "成功", refusal.code)

    def _refuse(self, act: Act, step: Step) -> Iterator[Failure]:
        line = step.lines.get("code", step.line)
        try:
            self.world.act(act)
        except Refused as missing:
            if act.code != missing.code:
                yield Failure(step.line, missing.message, act.code, missing.code)
        except EngineError as refusal:
            if act.code not in codes_of(refusal):
                said = f"应被拒绝（{act.code}），实为 {refusal.code}：{refusal.message}"
                yield Failure(line, said, act.code, refusal.code)
        else:
            yield Failure(line, f"应被拒绝（{act.code}），实际已办成", act.code, "done")

    def _expect(self, expect: Expect, step: Step) -> Iterator[Failure]:
        try:
            found = self.world.found(expect)
        except (EngineError, Refused) as refusal:
            yield Failure(step.line, _refusal(refusal), "", refusal.code)
            return
        for each in compare(expect, found):
            line = step.lines.get(each.key) or step.lines.get(each.key.split(".")[0], step.line)
            yield Failure(line, each.zh, each.expected, each.found)


def codes_of(refusal: EngineError) -> tuple[str, ...]:
    """Return the code of a refusal, and the stable code of each of its classes."""
    classes: list[type] = list(type(refusal).__mro__)
    above = classes[: classes.index(EngineError)]
    return (refusal.code, *(str(getattr(each, "code", "")) for each in above))


def _refusal(refusal: EngineError | Refused) -> str:
    wrong = "；".join(f"{each.path} {each.zh}" for each in refusal.errors)
    return refusal.message + (f"（{wrong}）" if wrong else "")
