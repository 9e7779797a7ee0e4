"""Which sequence flows the scenarios took, of all that the diagrams have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dudao.scenarios.result import Run
from engine.diagram.model import Process, Scope


@dataclass(frozen=True, slots=True)
class Coverage:
    """Sequence flows of one process: all of them, and those never taken."""

    process: str
    total: int
    missing: tuple[str, ...]

    @property
    def taken(self) -> int:
        """Return how many flows were taken."""
        return self.total - len(self.missing)

    @property
    def zh(self) -> str:
        """Say it in Chinese."""
        percent = 100 * self.taken // self.total if self.total else 100
        return f"{self.process} 覆盖顺序流 {self.taken}/{self.total} ({percent}%)"


def coverage(processes: Mapping[str, Process], runs: Iterable[Run]) -> tuple[Coverage, ...]:
    """Measure the flows taken over all runs, per process."""
    taken: dict[str, set[str]] = {key: set() for key in processes}
    for run in runs:
        for key, flows in run.flows.items():
            taken.setdefault(key, set()).update(flows)
    return tuple(
        _of(key, tuple(flows_of(process.scope)), taken[key]) for key, process in processes.items()
    )


def _of(key: str, flows: tuple[str, ...], taken: set[str]) -> Coverage:
    return Coverage(key, len(flows), tuple(flow for flow in flows if flow not in taken))


def flows_of(scope: Scope) -> Iterator[str]:
    """List the sequence flows of a scope, those in subprocesses too."""
    yield from scope.flows
    for node in scope.nodes.values():
        if node.scope is not None:
            yield from flows_of(node.scope)
