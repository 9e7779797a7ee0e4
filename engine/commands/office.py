"""What changes rarely and every step asks: people, units, settings, calendar, decision tables.

All of it is kept in memory while the store's revision stands. The revision is read along with the
case, so that a step needs no statement of its own for these.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Protocol

from engine.definitions.published import Library, Published, Table
from engine.identity import CaseScope, Directory, Person, may_see
from engine.model.calendar import WorkCalendar
from engine.model.deadlines import local_day
from engine.model.errors import NotFound
from engine.model.settings import Settings
from engine.store.changes import Cached
from engine.store.reads import read_revision
from engine.store.settings import StoredSetting
from engine.store.store import Session


class Installation(Protocol):
    """What is kept in memory of one store; `engine.commands.engine.Engine` is one."""

    @property
    def library(self) -> Library:
        """Published definitions and tables."""
        ...

    @property
    def directory(self) -> Directory:
        """People and units."""
        ...

    @property
    def calendar(self) -> Cached[WorkCalendar]:
        """The working calendar."""
        ...

    @property
    def settings(self) -> Settings:
        """The settings with their defaults."""
        ...

    @property
    def stored_settings(self) -> Cached[Mapping[str, StoredSetting]]:
        """The values that stand over the defaults."""
        ...


class Office:
    """The directory and configuration as one command sees them."""

    def __init__(self, session: Session, engine: Installation, *, now: datetime) -> None:
        self._session = session
        self._engine = engine
        self._today = local_day(now)
        self._revision: int | None = None
        self._calendar: WorkCalendar | None = None
        self._settings: Settings | None = None

    @property
    def revision(self) -> int:
        """The revision all answers are true for."""
        if self._revision is None:
            self._revision = read_revision(self._session)
        return self._revision

    @revision.setter
    def revision(self, number: int) -> None:
        if self._revision is None:
            self._revision = number

    @property
    def calendar(self) -> WorkCalendar:
        """The working calendar in force."""
        if self._calendar is None:
            self._calendar = self._engine.calendar.get(self._session, revision=self.revision)
        return self._calendar

    def assume(self, calendar: WorkCalendar) -> None:
        """Answer as if this calendar were in force: for what is only tried."""
        self._calendar = calendar

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        if self._settings is None:
            stored = self._engine.stored_settings.get(self._session, revision=self.revision)
            values = {key: row.value for key, row in stored.items()}
            self._settings = self._engine.settings.with_stored(values)
        return self._settings

    @property
    def today(self) -> date:
        """The local day of the command."""
        return self._today

    def person(self, person_id: str) -> Person | None:
        """Return an active person as they are today; None for anybody else."""
        try:
            found = self._engine.directory.person(
                self._session, person_id, on=self._today, revision=self.revision
            )
        except NotFound:
            return None
        return found if found.is_active else None

    def has_substitution(self, *, absent: str, substitute: str) -> bool:
        """Say whether one person substitutes for another today."""
        found = self._engine.directory.substitutions(self._session, absent, revision=self.revision)
        return any(each.substitute == substitute and each.holds(self._today) for each in found)

    def unit_name(self, code: str) -> str | None:
        """Return the name of a unit; None for an unknown code."""
        units = self._engine.directory.units(self._session, revision=self.revision)
        return units.unit(code).name if code in units else None

    def is_unit(self, code: str) -> bool:
        """Say whether there is a unit with this code."""
        return code in self._engine.directory.units(self._session, revision=self.revision)

    def unit_ended_on(self, code: str) -> date | None:
        """Return since when there is no such unit any more; None for one that goes on."""
        units = self._engine.directory.units(self._session, revision=self.revision)
        return units.unit(code).ended_on if code in units else None

    def is_within(self, unit: str, ancestor: str) -> bool:
        """Say whether a unit is another one or lies below it."""
        return ancestor in self.path(unit)

    def path(self, unit: str) -> tuple[str, ...]:
        """Return a unit and those above it, up to the root; () for an unknown one."""
        return self._engine.directory.units(self._session, revision=self.revision).path(unit)

    def shows(self, scope: CaseScope, unit: str | None) -> bool:
        """Say whether a register of this scope shows the cases of a unit."""
        tree = self._engine.directory.units(self._session, revision=self.revision)
        return may_see(scope, units=tree, unit=unit)

    def over_all(self, units: Collection[str]) -> bool:
        """Say whether one of these units stands over all others of the installation."""
        tree = self._engine.directory.units(self._session, revision=self.revision)
        return not tree.trunk().isdisjoint(units)

    def table(self, decision: str) -> Table | None:
        """Return the newest version of a decision table; None when none was published."""
        return self._engine.library.table(self._session, decision, revision=self.revision)

    def published(self, definition_id: str) -> Published:
        """Return a version of a process by its id."""
        return self._engine.library.published(self._session, definition_id)

    def every_published(self) -> tuple[Published, ...]:
        """Return every version of every process."""
        return self._engine.library.every(self._session, revision=self.revision)

    def offered_to(self, person: str, groups: Collection[str]) -> frozenset[str]:
        """Return the activities, of any version, that may be offered to a person of these groups."""
        offers = self._engine.library.offers(self._session, revision=self.revision)
        return frozenset(each.node for each in offers if each.reaches(person, groups))

    def newest(self, key: str) -> Published:
        """Return the newest version of a process; raise NotFound when none was published."""
        return self._engine.library.newest(self._session, key, revision=self.revision)
