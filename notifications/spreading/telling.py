"""Who is told of a message today: its audience and whom the rules add, substitutes for the absent.

Only active people who may see the case, and whom neither an excluded unit nor the separation of
duties keeps from the work. Who gave rise to a message by their own act knows already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from engine.commands.engine import Engine
from engine.commands.policy.acting import substitutes
from engine.commands.policy.duties import separated_from
from engine.commands.policy.separation import barred
from engine.commands.projecting import audience_of
from engine.commands.turn import Turn
from engine.identity import Audience
from engine.model.case import SYSTEM, Clock
from engine.model.errors import NotFound
from engine.store.reads import read_case, read_work
from engine.store.rows import CaseRow, OutboxRow, WorkRow
from engine.store.store import Session
from notifications.rules.model import (
    DUE,
    GROUP,
    NEAR_DUE,
    OPENER,
    OVERDUE,
    PERSON,
    TOLD,
    UNIT_GROUP,
    Rule,
    Rules,
)
from notifications.spreading.causes import URGED, body_of
from notifications.spreading.doers import doer_of
from notifications.spreading.seeing import Seeing

ASKING = frozenset({"task_assigned", NEAR_DUE, DUE, OVERDUE, URGED})
"""Kinds that ask for open work: whoever holds it now is meant, or may take it now."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A message with the case and the open work that it is about, as far as there are any."""

    message: OutboxRow
    case: CaseRow | None
    work: WorkRow | None

    @property
    def asks(self) -> bool:
        """Say whether it asks for a piece of work."""
        return self.message.kind in ASKING and "work" in body_of(self.message)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told, and in whose place."""

    person: str
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom one rule tells."""

    rule: Rule
    recipients: tuple[Recipient, ...]


@dataclass(slots=True)
class Known:
    """Who an audience was at one revision on one day: units of work share it."""

    audiences: dict[tuple[int, date, Audience], tuple[str, ...]] = field(default_factory=dict)


class Telling:
    """Answer who is told, in one unit of work."""

    def __init__(
        self, session: Session, *, engine: Engine, clock: Clock, rules: Rules, known: Known
    ) -> None:
        self.turn = Turn(session, engine=engine, clock=clock, actor=SYSTEM)
        self._rules = rules
        self._known = known
        self._seeing = Seeing(self.turn, clock)
        self._cases: dict[str, CaseRow | None] = {}

    def matter(self, message: OutboxRow) -> Matter:
        """Return what a message is about."""
        work_id = body_of(message).get("work")
        if isinstance(work_id, str):
            try:
                found = read_work(self.turn.session, work_id)
            except NotFound:
                pass
            else:
                return Matter(message, found.case, found.work)
        return Matter(message, self._case(message.case_id), None)

    def meant(self, matter: Matter) -> tuple[Meant, ...]:
        """Return whom each rule that applies tells today."""
        message, case = matter.message, matter.case
        node = (
            str(body_of(message).get("node") or (matter.work.node if matter.work else "")) or None
        )
        rules = self._rules.of(message.kind, process=case.key if case else None, node=node)
        return tuple(
            Meant(rule, tuple(self._recipients(matter, rule))) for rule in _named(message, rules)
        )

    def recipients(self, matter: Matter) -> tuple[Recipient, ...]:
        """Return everybody who is told today, by whichever rule."""
        found = (each for meant in self.meant(matter) for each in meant.recipients)
        return tuple(dict.fromkeys(found))

    def _case(self, case_id: str | None) -> CaseRow | None:
        if case_id is None:
            return None
        if case_id not in self._cases:
            try:
                self._cases[case_id] = read_case(self.turn.session, case_id).case
            except NotFound:
                self._cases[case_id] = None
        return self._cases[case_id]

    # ------------------------------------------------------------------------- by rule

    def _recipients(self, matter: Matter, rule: Rule) -> Iterator[Recipient]:
        found = dict.fromkeys(
            (person, to == TOLD) for to in rule.to for person in self._people(matter, to)
        )
        people = [
            (person, told) for person, told in found if self._seeing.sees(person, matter.case)
        ]
        told = [
            recipient
            for person, is_told in people
            for recipient in self._in_place(matter, person, is_worker=is_told and matter.asks)
        ]
        doer = self._doer(matter, told)
        yield from (each for each in dict.fromkeys(told) if each.person != doer)

    def _people(self, matter: Matter, to: str) -> tuple[str, ...]:
        excluded = (
            matter.work.excluded_units if matter.work else self._audience(matter).excluded_units
        )
        unit = matter.case.unit if matter.case else None
        if to == TOLD:
            return self._meant(self._audience(matter))
        if to == OPENER:
            people = () if matter.case is None else (matter.case.opened_by,)
            return self._meant(Audience(people=people, excluded_units=excluded))
        if to.startswith(PERSON):
            return self._meant(Audience(people=(to.removeprefix(PERSON),), excluded_units=excluded))
        if to.startswith(UNIT_GROUP):
            unit = matter.work.unit if matter.work and matter.work.unit else unit
            group = to.removeprefix(UNIT_GROUP)
        else:
            group = to.removeprefix(GROUP)
        return self._meant(Audience(groups=(group,), unit=unit, excluded_units=excluded))

    def _audience(self, matter: Matter) -> Audience:
        if matter.work is not None and matter.asks:
            return Audience.from_record(audience_of(matter.work))
        record = matter.message.audience
        return Audience.from_record(record if isinstance(record, dict) else {})

    def _meant(self, audience: Audience) -> tuple[str, ...]:
        office = self.turn.office
        if not audience.groups:  # known from memory
            return tuple(filter(self._is_there(audience), dict.fromkeys(audience.people)))
        key = (office.revision, office.today, audience)
        found = self._known.audiences.get(key)
        if found is None:
            found = self._known.audiences[key] = self.turn.engine.directory.meant(
                self.turn.session, audience, on=office.today, revision=office.revision
            )
        return found

    def _is_there(self, audience: Audience) -> Callable[[str], bool]:
        def is_there(person_id: str) -> bool:
            person = self.turn.office.person(person_id)
            return person is not None and person.above.isdisjoint(audience.excluded_units)

        return is_there

    # ------------------------------------------------------------------- who may, and instead

    def _in_place(self, matter: Matter, person: str, *, is_worker: bool) -> tuple[Recipient, ...]:
        """Return who is told for a person: they, whoever substitutes today, or nobody."""
        if not self._may(matter, person, is_worker=is_worker):
            return ()
        turn, office = self.turn, self.turn.office
        listed = turn.engine.directory.substitutions(turn.session, person, revision=office.revision)
        hands = (each.substitute for each in listed if each.holds(office.today))
        fit = tuple(
            Recipient(hand, person)
            for hand in dict.fromkeys(hands)
            if substitutes(office, hand, for_=person)
            and self._may(matter, hand, is_worker=is_worker)
        )
        return fit or (Recipient(person),)

    def _may(self, matter: Matter, person_id: str, *, is_worker: bool) -> bool:
        person = self.turn.office.person(person_id)
        if person is None or not person.posts:
            return False
        work, case = matter.work, matter.case
        excluded = work.excluded_units if work else self._audience(matter).excluded_units
        if not person.above.isdisjoint(excluded):
            return False
        if not is_worker or work is None or case is None:
            return True
        published = self.turn.office.published(case.definition_id)
        if not separated_from(published.node(work.node)):
            return True
        step = self.turn.look_at(case, read_revision=self.turn.office.revision)
        return barred(step, work, (person_id,)) is None

    def _doer(self, matter: Matter, told: Iterable[Recipient]) -> str | None:
        """Return who gave rise to the message and need not be told; None for who must be."""
        message = matter.message
        if self.turn.engine.message_kinds.kind(message.kind).duty is not None:
            return None
        return doer_of(self.turn.session, message, among={each.person for each in told})


def _named(message: OutboxRow, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return the rule that a message was made by, where it says so and the rule is still there."""
    rule = body_of(message).get("rule")
    return tuple(each for each in rules if each.id == rule) or rules
