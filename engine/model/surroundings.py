"""What a running case asks of the world around it; implemented by the commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from engine.model.values import Value


class ActivityFailed(Exception):  # an incident, not a caller's mistake
    """An expression, handler or decision could not be carried out; becomes an incident."""

    def __init__(self, kind: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.kind = kind
        self.zh = zh
        self.en = en


class BusinessError(Exception):
    """Raised by a handler: the BPMN error `code`, to be caught by an error boundary event."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message or code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Due:
    """A due instant (aware UTC); `deadline` is its record when a term of law led to it.

    `expires_at` is the first instant that is too late, at which a timer on a legal deadline fires
    (24:00 of the last day); None means `at` itself.
    """

    at: datetime
    deadline: Mapping[str, Value] | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The result of a decision table with the rules (from 1) that matched."""

    value: Value
    rules: tuple[int, ...]
    inputs: Mapping[str, Value]
    table_version: str


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler is told: who calls it, with which inputs, in which scope."""

    handler: str
    aid: int
    node: str
    scope: int
    item: int | None
    inputs: Mapping[str, Value]
    variables: Mapping[str, Value]
    part: int | None = None


class Surroundings(Protocol):
    """Clock, expressions, handlers and tables, as one step of one case sees them."""

    @property
    def now(self) -> datetime:
        """The instant of this step, aware UTC."""
        ...

    def evaluate(self, text: str, variables: Mapping[str, Value]) -> Value:
        """Evaluate a FEEL expression; raise ActivityFailed when it cannot be."""
        ...

    def due(
        self, text: str, variables: Mapping[str, Value], *, since: datetime | None = None
    ) -> Due | None:
        """Compute a due date or timer text: ISO 8601, a term of law, or FEEL giving one.

        Durations and terms count from `since`, by default from now. None when the text is empty
        or its expression gives null. Raise ActivityFailed for anything else.
        """
        ...

    def call(self, call: Call) -> Mapping[str, Value]:
        """Run the registered handler and return the variables it sets."""
        ...

    def decide(self, decision: str, variables: Mapping[str, Value]) -> Decided:
        """Evaluate the decision of this id with the variables as inputs."""
        ...
