"""A proposal (发布申请): diagrams and tables that one person hands in and a second one publishes.

It is a value of what was handed in and how it was judged: what the linter found, how each scenario
went, and over which versions it was made. 无法定依据: that two people are needed follows the
separation of duties (不相容岗位分离) that the office asks of its own work.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

FileWord = Literal["diagram", "table", "scenario"]
KeyWord = Literal["process", "table"]
Outcome = Literal["passed", "failed", "not_run"]


class ProposalState(Enum):
    """The states of a proposal; docs/editing.md tells how one follows another."""

    FAULTY = "faulty"
    """The linter or a scenario found an error: it is kept so that its author can see why."""
    AWAITING = "awaiting"
    """It passed and waits for a second person."""
    PUBLISHED = "published"
    """A second person published it."""
    WITHDRAWN = "withdrawn"
    """Whoever proposed it took it back."""
    REFUSED = "refused"
    """A second person refused it, with a reason."""


STATE_WORDS: Mapping[ProposalState, str] = {
    ProposalState.FAULTY: "有误",
    ProposalState.AWAITING: "待发布",
    ProposalState.PUBLISHED: "已发布",
    ProposalState.WITHDRAWN: "已撤回",
    ProposalState.REFUSED: "已退回",
}
"""What people call each state."""

MAY_BECOME: Mapping[ProposalState, frozenset[ProposalState]] = {
    ProposalState.FAULTY: frozenset({ProposalState.WITHDRAWN}),
    ProposalState.AWAITING: frozenset(
        {ProposalState.PUBLISHED, ProposalState.WITHDRAWN, ProposalState.REFUSED}
    ),
    ProposalState.PUBLISHED: frozenset(),
    ProposalState.WITHDRAWN: frozenset(),
    ProposalState.REFUSED: frozenset(),
}
"""Which states may follow each; what is published, taken back or refused stays so."""


@dataclass(frozen=True, slots=True)
class ProposedFile:
    """A file as it was handed in; its digest stands for its bytes where it is written down."""

    name: str
    kind: FileWord
    sha256: str
    data: bytes = field(repr=False)

    @classmethod
    def of(cls, name: str, kind: FileWord, data: bytes) -> ProposedFile:
        """Return a file with the SHA-256 of its bytes, in hexadecimal."""
        return cls(name, kind, hashlib.sha256(data).hexdigest(), data)


@dataclass(frozen=True, slots=True)
class ProposalFinding:
    """What the linter found: `line` is 0 and `element` empty where it is about a whole file."""

    file: str
    line: int
    element: str
    severity: str
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ScenarioFailure:
    """What did not hold in a scenario; `step` is 0 where it could not be run at all."""

    step: int
    line: int
    code: str
    zh: str
    en: str
    expected: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """How a scenario went; none is run while the linter finds an error."""

    file: str
    name: str
    outcome: Outcome
    steps: int
    """How many steps it has."""
    failures: tuple[ScenarioFailure, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedKey:
    """A process or decision that the files define; `based_on` is the newest version then, or 0."""

    kind: KeyWord
    key: str
    name: str
    based_on: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found when the files were checked."""

    findings: Sequence[ProposalFinding]
    scenarios: Sequence[ScenarioResult]
    keys: Sequence[ProposedKey]

    def count(self, severity: str) -> int:
        """Count the findings of a severity, `error` or `warning`."""
        return sum(each.severity == severity for each in self.findings)

    @property
    def failed(self) -> int:
        """Count the scenarios that did not pass, those not run included."""
        return sum(each.outcome != "passed" for each in self.scenarios)

    @property
    def is_sound(self) -> bool:
        """Say whether it could be published as things stand."""
        return not self.count("error") and not self.failed
