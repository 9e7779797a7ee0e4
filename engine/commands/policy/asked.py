"""What the policy needs to know of a command, so that it depends on none."""

from __future__ import annotations

from typing import Protocol

from engine.commands.office import Office
from engine.commands.policy.permissions import Permissions
from engine.definitions.published import Published
from engine.model.case import Actor
from engine.store.rows import CaseRow


class Permitting(Protocol):
    """What an installation allows; `engine.commands.engine.Engine` is one."""

    @property
    def permissions(self) -> Permissions:
        """The groups that may give each command."""
        ...


class Asking(Protocol):
    """A command that asks: its directory, who gives it, and what is allowed there."""

    @property
    def office(self) -> Office:
        """People, units and settings as the command sees them."""
        ...

    @property
    def actor(self) -> Actor:
        """Who gives the command."""
        ...

    @property
    def engine(self) -> Permitting:
        """The installation."""
        ...


class Performing(Protocol):
    """A running case that knows who performed what."""

    def performers(self, scope: int, activity: str) -> tuple[str, ...]:
        """Return who performed an activity, seen from a scope."""
        ...


class Place(Protocol):
    """A case in a command, as its duties need it; `engine.commands.step.Step` is one."""

    @property
    def turn(self) -> Asking:
        """The command."""
        ...

    @property
    def case(self) -> CaseRow:
        """The case."""
        ...

    @property
    def published(self) -> Published:
        """The diagram of the case."""
        ...

    @property
    def instance(self) -> Performing:
        """The running case, read only when separation of duties asks for it."""
        ...
