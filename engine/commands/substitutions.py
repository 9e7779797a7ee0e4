"""Absence substitution (代理): who is away names who acts in their place, from a day to a day.

By the absent person or by an administrator who reaches their unit; always in one's own name, so
that no substitution leads to another. It is recorded in the chain that belongs to no case. Dates
are never changed: who wants others ends it and makes another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.policy.acting import expect_known
from engine.commands.reasons import expect_reason
from engine.commands.requests import command
from engine.commands.results import Recorded
from engine.definitions.system_chain import record_change
from engine.identity import Person
from engine.model.case import Actor, Clock
from engine.model.counts import counted
from engine.model.deadlines import local_day
from engine.model.errors import FieldError, InvalidArgument, InvalidState, NotFound, NotPermitted
from engine.model.values import Value
from engine.store.changes import bump_revision
from engine.store.store import Session
from engine.store.substitutions import (
    SubstitutionRow,
    all_substitutions,
    find_substitution,
    insert_substitution,
    mark_ended,
    overlapping,
    substitutions_with,
)

_WORD = "manage_substitutions"
LONGEST = "substitution.longest"


@dataclass(frozen=True, slots=True)
class SubstitutionMade(Recorded):
    """A substitution was made, or ended."""

    substitution: str


@command(SubstitutionMade)
def substitute(  # noqa: PLR0913 - one name for each thing a caller says
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    absent: str,
    substitute: str,
    from_on: date,
    until_on: date,
    reason: str,
    idempotency_key: str | None = None,
) -> SubstitutionMade:
    """Let somebody act in the place of an absent person on these local days, both included.

    The substitute belongs to the absent person's unit or to one above it. From today on, no longer
    than the setting `substitution.longest` (days, 建议值), and one at a time. What is wrong raises
    InvalidArgument with an error for each field.
    """
    del idempotency_key  # taken by the decorator
    now = clock()
    office = Office(session, engine, now=now)
    _expect_may_change(engine, office, actor, absent)
    reason = expect_reason(reason)
    bump_revision(session)  # who makes another at the same time waits here, and then sees this one
    row = SubstitutionRow(
        id=str(engine.new_id()),
        absent=absent,
        substitute=substitute,
        from_on=from_on,
        until_on=until_on,
        reason=reason,
        made_by=actor.person,
        made_at=now,
    )
    _expect_sound(session, office, row, local_day(now))
    insert_substitution(session, row)
    seq = _record(session, engine, actor, now, "substitution_made", row)
    return SubstitutionMade("", 0, "", seq, row.id)


@command(SubstitutionMade)
def end_substitution(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    substitution_id: str,
    idempotency_key: str | None = None,
) -> SubstitutionMade:
    """End a substitution now, before its last day; the substitute may end it, too.

    Work that was taken in the absent person's place is theirs as it was before.
    """
    del idempotency_key  # taken by the decorator
    now = clock()
    office = Office(session, engine, now=now)
    bump_revision(session)
    row = find_substitution(session, substitution_id)
    if row is None:
        raise _unknown()
    if actor.person != row.substitute or actor.on_behalf_of is not None:
        try:
            _expect_may_change(engine, office, actor, row.absent)
        except NotPermitted as refused:
            raise _unknown() from refused
    if row.ended_at is not None or row.until_on < local_day(now):
        raise InvalidState(
            "这一代理已经终止。", en="Expected a substitution that is not over.", code="over"
        )
    mark_ended(session, row.id, at=now, by=actor.person)
    seq = _record(session, engine, actor, now, "substitution_ended", row)
    return SubstitutionMade("", 0, "", seq, row.id)


def list_substitutions(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> tuple[SubstitutionRow, ...]:
    """Return one's own substitutions, on either side; an administrator's in all their units."""
    office = Office(session, engine, now=clock())
    person = expect_known(office, actor.person)
    own = substitutions_with(session, person.id)
    if not engine.permissions.units(office, actor, _WORD):
        return tuple(own)
    seen = {row.id for row in own}
    return tuple(
        row
        for row in all_substitutions(session)
        if row.id in seen or _manages(engine, office, actor, row.absent)
    )


# --------------------------------------------------------------------------------- conditions


def _expect_may_change(engine: Engine, office: Office, actor: Actor, absent: str) -> None:
    """Expect the absent person themself, or an administrator whose post reaches their unit."""
    if actor.on_behalf_of is None and actor.person == absent:
        expect_known(office, absent)
        return
    away = office.person(absent)
    engine.permissions.expect(office, actor, _WORD, unit=None if away is None else away.unit)


def _manages(engine: Engine, office: Office, actor: Actor, absent: str) -> bool:
    away = office.person(absent)
    unit = None if away is None else away.unit  # who has left is any administrator's
    return engine.permissions.allows(office, actor, _WORD, unit=unit)


def _expect_sound(session: Session, office: Office, row: SubstitutionRow, today: date) -> None:
    longest = office.settings.integer(LONGEST)
    absent, hand = office.person(row.absent), office.person(row.substitute)
    errors = (*_about_people(row, absent, hand), *_about_days(row, today, longest))
    if not errors:
        errors = tuple(_about_others(session, row))
    if errors:
        raise InvalidArgument(
            "代理的设定不符合要求，请按提示修改。",
            en="The substitution is not as expected.",
            code="invalid_substitution",
            errors=errors,
        )


def _about_people(
    row: SubstitutionRow, absent: Person | None, hand: Person | None
) -> Iterator[FieldError]:
    for name, person, given in (
        ("absent", absent, row.absent),
        ("substitute", hand, row.substitute),
    ):
        if person is None:
            yield FieldError(
                name,
                f"没有名为“{given}”的在册人员。",
                f"Expected a registered, active person, but '{given}' is none.",
            )
    if row.absent == row.substitute:
        yield FieldError("substitute", "不能由本人代理本人。", "Expected somebody else.")
    elif absent is not None and hand is not None and hand.unit not in absent.unit_path:
        yield FieldError(
            "substitute",
            f"{hand.name}不属于{absent.name}所在单位或其上级单位，不能代理。",
            "Expected a substitute of the absent person's unit or of one above it.",
        )


def _about_days(row: SubstitutionRow, today: date, longest: int) -> Iterator[FieldError]:
    if row.from_on < today:
        yield FieldError("from_on", "代理不能从过去的日期起算。", "Expected today or a later day.")
    if row.until_on < row.from_on:
        yield FieldError("until_on", "结束日期早于开始日期。", "Expected the days in their order.")
    elif (row.until_on - row.from_on).days >= longest:
        yield FieldError(
            "until_on",
            f"一次代理不超过{longest}天。",
            f"Expected at most {counted(longest, 'day')}.",
        )


def _about_others(session: Session, row: SubstitutionRow) -> Iterator[FieldError]:
    for other in overlapping(session, row.absent, from_on=row.from_on, until_on=row.until_on):
        days = f"{other.from_on}至{other.until_on}"
        yield FieldError(
            "from_on",
            f"{days}已设有代理，请先终止。",
            f"Expected no other substitution, but there is one from {other.from_on} "
            f"to {other.until_on}.",
        )


def _unknown() -> NotFound:
    return NotFound("没有这一代理。", en="Expected a substitution, but there is none.")


def _record(
    session: Session, engine: Engine, actor: Actor, at: datetime, type_: str, row: SubstitutionRow
) -> int:
    data: dict[str, Value] = {
        "substitution": row.id,
        "absent": row.absent,
        "substitute": row.substitute,
        "from": row.from_on,
        "until": row.until_on,
        "reason": row.reason,
    }
    return record_change(session, type_, new_salt=engine.new_salt, at=at, actor=actor, data=data)
