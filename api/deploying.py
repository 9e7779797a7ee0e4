"""Publishing diagrams, as the interface sees it: files go in, findings or versions come out.

One person proposes, a second one publishes; directly only where the office lets one person alone.

What lints, runs scenarios and publishes stands above `api/`; the composition root hands it in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.commands import ProposalMade, ProposalPublished, Result
from engine.model.case import Actor

MOST_FILES = 20
"""Files of one request, scenarios included."""
MAX_FILE = 2_000_000
"""Bytes of one file; what reads diagrams takes no more."""
MAX_TOTAL = 8_000_000
"""Bytes of all files of one request."""
MAX_NAME = 120


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was sent; the name is a mere name, never a path."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding: `line` is 0 and `element` empty where it is about the whole file."""

    file: str
    line: int
    element: str
    severity: str
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class PeopleFact:
    """How many people a process needs at least; None where that cannot be said."""

    file: str
    process: str
    name: str
    least: int | None
    least_with_several_groups: int | None
    groups: Mapping[str, int]
    is_exact: bool
    zh: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What is to be said of files before anything is published."""

    is_sound: bool
    findings: tuple[FindingView, ...]
    people: tuple[PeopleFact, ...]


@dataclass(frozen=True, slots=True)
class VersionMade:
    """A version that was published."""

    key: str
    version: int
    name: str


@dataclass(frozen=True, slots=True)
class Deployed(Result):
    """What was published; `unchanged` are keys whose newest version says the same already.

    `too_few` are warnings of processes for which there are too few people today.
    """

    definitions: Sequence[VersionMade]
    tables: Sequence[VersionMade]
    unchanged: Sequence[str]
    findings: Sequence[FindingView]
    scenarios: int
    too_few: Sequence[str]


class Deployer(Protocol):
    """Check, propose and publish files; one request at a time in each process."""

    def check(self, files: Sequence[SentFile], *, actor: Actor) -> Checked:
        """Lint files without publishing; NotPermitted without `read_configuration`."""
        ...

    def deploy(
        self, files: Sequence[SentFile], *, actor: Actor, idempotency_key: str | None
    ) -> Deployed:
        """Lint, run the scenarios, publish all or nothing; NotPermitted without `deploy`.

        Raises DeploymentRefused with every finding, Conflict while another deployment runs,
        NotPermitted with the code `second_person_required` where two people are needed.
        """
        ...

    def propose(
        self, files: Sequence[SentFile], *, actor: Actor, note: str, idempotency_key: str | None
    ) -> ProposalMade:
        """Lint, run the scenarios, keep everything; NotPermitted without `propose_definition`.

        Faulty files are kept, too; only what is no diagram, table or scenario is refused.
        """
        ...

    def publish(
        self, proposal: str, *, actor: Actor, idempotency_key: str | None
    ) -> ProposalPublished:
        """Check a proposal again and publish it; NotPermitted for whoever proposed it.

        Raises DeploymentRefused where it does not pass any more, Conflict with the code
        `base_moved` where a newer version was published since.
        """
        ...
