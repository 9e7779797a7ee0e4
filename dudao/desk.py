"""Give commands their store, engine and clock; each command is one unit of work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.identity import Audience
from engine.model.calendar import WorkCalendar
from engine.model.case import Clock
from engine.model.deadlines import Term, local_day
from engine.model.settings import Settings
from engine.store import Session, Store
from engine.store.calendar_uploads import current_calendar
from engine.store.settings import read_settings


@dataclass(frozen=True, slots=True)
class Desk:
    """Where commands are given from."""

    store: Store
    engine: Engine
    clock: Clock

    @contextmanager
    def work(self) -> Iterator[Session]:
        """Open a unit of work that is committed at its end."""
        with self.store.begin() as session:
            yield session

    def settings(self, session: Session) -> Settings:
        """Return the settings in force."""
        stored = read_settings(session)
        return self.engine.settings.with_stored({key: row.value for key, row in stored.items()})

    def near(self, session: Session) -> Term:
        """Return how long before its due day work turns yellow."""
        return self.settings(session).term("light.near")

    def calendar(self, session: Session) -> WorkCalendar:
        """Return the working calendar in force."""
        return current_calendar(session)

    def who(self, session: Session, audience: Audience) -> tuple[str, ...]:
        """Return the people an audience means today."""
        return self.engine.directory.resolve(session, audience, on=local_day(self.clock()))
