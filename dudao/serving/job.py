"""A job of the worker: technical work that recurs, one bounded turn at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

from engine.commands import Engine
from engine.model.case import Clock
from engine.store import Session, Store


@dataclass(frozen=True, slots=True)
class Room:
    """What every job works with. `moved` is told that a long turn still gets on."""

    store: Store
    engine: Engine
    clock: Clock
    worker: str
    stopping: Event = field(default_factory=Event)
    moved: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True)
class Done:
    """What one turn did: how many things, and the names of those that could not be done."""

    count: int = 0
    failed: tuple[str, ...] = ()

    def __add__(self, other: Done) -> Done:
        """Add up two turns; a thing that failed twice is named once."""
        return Done(self.count + other.count, tuple(dict.fromkeys(self.failed + other.failed)))


Work = Callable[[Room], Done]
Lag = Callable[[Session, datetime], timedelta]


@dataclass(frozen=True, slots=True)
class Job:
    """A job: its name, what one turn does, after how many seconds the next, and how late it is.

    A turn that did something may have left more. Without `lag` it is late when its turn is.
    """

    name: str
    work: Work
    every: int
    lag: Lag | None = None
