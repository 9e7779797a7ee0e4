"""Who acts on a case, and the states of a case and of its open work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

Clock = Callable[[], datetime]
"""Tell the present instant, aware, in UTC."""

NewId = Callable[[], UUID]
"""Make an id that was never made before."""

NewSalt = Callable[[], bytes]
"""Make 16 unpredictable bytes: a fact cannot be guessed from its hash."""

NewSecret = Callable[[], str]
"""Make 32 unpredictable bytes, written in the URL-safe alphabet of RFC 4648, section 5."""


class CaseStatus(Enum):
    """The states of a case; docs/states.md draws how one follows another."""

    OPEN = "open"
    """People act, timers run."""
    SUSPENDED = "suspended"
    """Every clock stands still and no task can be completed until the case is resumed."""
    CLOSED = "closed"
    """The diagram came to its end."""
    CANCELED = "canceled"
    """Somebody ended the case before its time, with a reason."""


class WorkStatus(Enum):
    """The states of open work; work that ended has no row and is found in the history."""

    CREATED = "CREATED"
    """Waits for any of its candidates."""
    ASSIGNED = "ASSIGNED"
    """Belongs to one person."""


class TimerKind(Enum):
    """Why a timer waits."""

    BPMN = "bpmn"
    """A timer event of the diagram."""
    RETRY = "retry"
    """An activity with an incident is to be tried again."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who gives a command; `on_behalf_of` is who delegated the work, or is absent and substituted.

    The system acts under its own name, has no groups, and may do only what timers do.
    """

    person: str
    on_behalf_of: str | None = None
    is_system: bool = False

    @property
    def people(self) -> tuple[str, ...]:
        """Return everybody whom duties bind: the person, and whoever they act for."""
        return (self.person, self.on_behalf_of) if self.on_behalf_of else (self.person,)


SYSTEM = Actor("system", is_system=True)
"""The worker that fires timers."""

PUBLIC = Actor("public")
"""Somebody of the public: who it was is not asked and not recorded."""
