"""How a run went: a line per step, what did not hold, and the flows that were taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dudao.scenarios.model import Scenario


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that did not hold, and the line of the file that said it should."""

    line: int
    zh: str
    expected: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step that ran."""

    number: int
    line: int
    at: datetime
    zh: str
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One scenario that ran."""

    scenario: Scenario
    steps: tuple[StepResult, ...]
    flows: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Sequence flows taken, per process key."""

    @property
    def holds(self) -> bool:
        """Say whether every step went as written."""
        return not self.failures and len(self.steps) == len(self.scenario.steps)

    @property
    def failures(self) -> tuple[tuple[StepResult, Failure], ...]:
        """Return what did not hold, with the step."""
        return tuple((step, failure) for step in self.steps for failure in step.failures)
