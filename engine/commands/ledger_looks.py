"""Who may look into the ledger, at whom, as known when; every look is itself recorded.

A look is a command, because it leaves an event in the chain that belongs to no case. A refusal says
nothing about what the ledger holds: it is given before anything is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.definitions.system_chain import record_change
from engine.model.assessment import Counting
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidArgument, NotPermitted
from engine.model.ledger import OutcomeEntry
from engine.model.settings import Settings
from engine.model.values import Value
from engine.store.ledger_reads import entries_about_person, entries_about_unit
from engine.store.store import Session

FIRST_YEAR, LAST_YEAR = 2000, 2999
RESPONDENTS = "ledger.respondent_group"


@dataclass(frozen=True, slots=True)
class Subject:
    """A unit, by its code, or a person, by the reference that decisions name."""

    unit: str | None = None
    person: str | None = None

    @property
    def name(self) -> str:
        """Return the code or the reference."""
        return self.person or self.unit or ""


class LedgerLook:
    """One look of one person at the record of one unit or one person."""

    def __init__(
        self, session: Session, engine: Engine, clock: Clock, actor: Actor, subject: Subject
    ) -> None:
        if (subject.unit is None) == (subject.person is None):
            raise InvalidArgument(
                "应指明一个单位或一个人员。", en="Expected either a unit or a person."
            )
        self._session = session
        self._engine = engine
        self._actor = actor
        self._subject = subject
        self.now = clock()
        self._office = Office(session, engine, now=self.now)

    @property
    def name(self) -> str:
        """Return the name of the unit, or the reference of the person."""
        unit = self._subject.unit
        return (self._office.unit_name(unit) if unit else None) or self._subject.name

    def expect_allowed(self) -> None:
        """Expect that the actor may look; the same refusal for what exists and what does not."""
        permissions, unit = self._engine.permissions, self._subject.unit
        command = "read_unit_record" if unit is not None else "read_person_record"
        try:
            permissions.expect(self._office, self._actor, command, unit=unit)
        except NotPermitted as refusal:
            what = "单位" if unit is not None else "人员"
            raise NotPermitted(
                f"您没有权限查阅这一{what}的台账。",
                en=f"Expected the permission to {command}: {refusal.en}",
            ) from refusal

    def known(self, known: datetime | None) -> datetime:
        """Return the instant of knowledge; what will be known is not known yet."""
        if known is not None and known > self.now:
            raise InvalidArgument(
                "“截至”的时刻不能晚于现在。",
                en="Expected an instant of knowledge that is not in the future.",
                code="known_in_the_future",
            )
        if known is not None and known.year < FIRST_YEAR:
            raise InvalidArgument(
                f"“截至”的时刻不能早于{FIRST_YEAR}年。",
                en=f"Expected an instant of knowledge since {FIRST_YEAR}.",
                code="invalid_known",
            )
        return known or self.now

    def entries(self) -> list[OutcomeEntry]:
        """Read every entry about the subject."""
        if self._subject.person is not None:
            return entries_about_person(self._session, self._subject.person)
        return entries_about_unit(self._session, self._subject.name)

    @property
    def settings(self) -> Settings:
        """Return the settings in force."""
        return self._office.settings

    @property
    def revision(self) -> int:
        """Return which configuration the office has now."""
        return self._office.revision

    def counting(self) -> Counting:
        """Return by what it is counted."""
        settings = self._office.settings
        near, group = settings.term("light.near"), settings.text(RESPONDENTS)
        return Counting(self._office.calendar, near, group)

    def note(self, event: str, data: dict[str, Value]) -> int:
        """Record the look, who, what, as of when; return the number of the event."""
        subject = self._subject
        return record_change(
            self._session,
            event,
            new_salt=self._engine.new_salt,
            at=self.now,
            actor=self._actor,
            data={"unit": subject.unit, "person": subject.person, **data},
        )
