"""What is read from the outcome ledger: by unit, by person, by case, and of a case's relatives.

Reversals, remedies and lifts carry unit and person of the outcome they refer to, so that one look
through an index finds all that is said about somebody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)

from engine.model.case_course import TELLING, Told
from engine.model.errors import NotFound
from engine.model.ledger import EntryKind, OutcomeEntry
from engine.store.columns import Instant
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import case_file, history_event, outcome

_UNIT = outcome.c.person.is_(None) & (outcome.c.unit == bindparam("subject"))
_PERSON = outcome.c.person.is_not(None) & (outcome.c.person == bindparam("subject"))
_about = outcome.alias("about")
_IS_REVERSED = exists().where(
    _about.c.refers_to == outcome.c.id, _about.c.kind == EntryKind.REVERSAL.value
)
_ORDER = (outcome.c.recorded_at, outcome.c.id)
_OF_UNIT = Statement(select(outcome).where(_UNIT).order_by(*_ORDER), ["subject"])
_OF_PERSON = Statement(select(outcome).where(_PERSON).order_by(*_ORDER), ["subject"])
_STANDING = select(outcome).where(
    outcome.c.kind == EntryKind.OUTCOME.value,
    outcome.c.decided_on >= bindparam("since"),
    ~_IS_REVERSED,
)
PAST_OF_UNIT = Statement(
    _STANDING.where(_UNIT).order_by(outcome.c.decided_on, outcome.c.id), ["subject", "since"]
)
PAST_OF_PERSON = Statement(
    _STANDING.where(_PERSON).order_by(outcome.c.decided_on, outcome.c.id), ["subject", "since"]
)
_ENTRY = Statement(select(outcome).where(outcome.c.id == bindparam("id")), ["id"])
_ABOUT = Statement(
    select(outcome)
    .where(or_(outcome.c.id == bindparam("id"), outcome.c.refers_to == bindparam("id")))
    .order_by(*_ORDER),
    ["id"],
)


def _of_cases() -> Statement:
    """Find the outcomes of a case and of all cases opened from it that are not reversed."""
    tree = select(case_file.c.id).where(case_file.c.id == bindparam("case_id")).cte(recursive=True)
    below = select(case_file.c.id).join_from(case_file, tree, case_file.c.parent_id == tree.c.id)
    tree = tree.union(below)
    query = select(outcome).join_from(outcome, tree, outcome.c.case_id == tree.c.id)
    wanted = query.where(outcome.c.kind == EntryKind.OUTCOME.value, ~_IS_REVERSED)
    return Statement(wanted.order_by(*_ORDER), ["case_id"])


_STANDING_OF_CASES = _of_cases()


def _of_process(*columns: ColumnElement[Any]) -> Select[Any]:
    return select(*columns).where(
        case_file.c.unit == bindparam("unit"),
        case_file.c.key == bindparam("process"),
        case_file.c.opened_at < bindparam("before"),
    )


_PROCESS = ("unit", "process", "before")
_OF_PROCESS = Statement(
    _of_process(case_file.c.id, case_file.c.reference, case_file.c.title, case_file.c.opened_at)
    .where(
        tuple_(case_file.c.opened_at, case_file.c.id)
        > tuple_(bindparam("opened", type_=Instant()), bindparam("id"))
    )
    .order_by(case_file.c.opened_at, case_file.c.id)
    .limit(bindparam("most")),
    [*_PROCESS, "opened", "id", "most"],
)
_COUNT_OF_PROCESS = Statement(_of_process(func.count()), _PROCESS)
_TOLD = Statement(
    select(*(history_event.c[each.name] for each in fields(Told)))
    .where(
        history_event.c.case_id == bindparam("case_id"),
        history_event.c.type.in_([literal_column(f"'{each}'", Text) for each in TELLING]),
        history_event.c.at < bindparam("before"),
    )
    .order_by(history_event.c.seq),
    ["case_id", "before"],
)


@dataclass(frozen=True, slots=True)
class CaseOfUnit:
    """A case as a sheet names it."""

    id: str
    reference: str | None
    title: str
    opened_at: datetime


_FIRST = datetime(1, 1, 1, tzinfo=UTC), ""


def cases_of_unit(
    session: Session,
    unit: str,
    process: str,
    *,
    before: datetime,
    after: tuple[datetime, str] | None,
    most: int,
) -> list[CaseOfUnit]:
    """Return cases of a unit in one process that were opened before an instant, the oldest first.

    `after` is when the last one was opened that was returned already, and its id.
    """
    place = after or _FIRST
    return session.all(CaseOfUnit, _OF_PROCESS, unit, process, before, *place, most)


def count_cases_of_unit(session: Session, unit: str, process: str, *, before: datetime) -> int:
    """Count all of them."""
    return session.one(int, _COUNT_OF_PROCESS, unit, process, before) or 0


def told_of(session: Session, case_id: str, *, before: datetime) -> list[Told]:
    """Return what the course of a case is read from, up to an instant, that instant left out."""
    return session.all(Told, _TOLD, case_id, before)


def entries_about_unit(session: Session, unit: str) -> list[OutcomeEntry]:
    """Return every entry of a unit's own record, in the order they became known."""
    return session.all(OutcomeEntry, _OF_UNIT, unit)


def entries_about_person(session: Session, person: str) -> list[OutcomeEntry]:
    """Return every entry of a person's record, in the order they became known."""
    return session.all(OutcomeEntry, _OF_PERSON, person)


def past_outcomes_of_unit(session: Session, unit: str, since: date) -> list[OutcomeEntry]:
    """Return the unit's outcomes decided on a day or later, reversed ones left out."""
    return session.all(OutcomeEntry, PAST_OF_UNIT, unit, since)


def past_outcomes_of_person(session: Session, person: str, since: date) -> list[OutcomeEntry]:
    """Return a person's outcomes decided on a day or later, reversed ones left out."""
    return session.all(OutcomeEntry, PAST_OF_PERSON, person, since)


def standing_of_cases(session: Session, case_id: str) -> list[OutcomeEntry]:
    """Return the outcomes of a case and of its descendants, reversed ones left out."""
    return session.all(OutcomeEntry, _STANDING_OF_CASES, case_id)


def read_entry(session: Session, entry_id: str) -> OutcomeEntry:
    """Return an entry; raise NotFound when there is none."""
    found = session.one(OutcomeEntry, _ENTRY, entry_id)
    if found is None:
        raise nothing(entry_id)
    return found


def nothing(entry_id: str) -> NotFound:
    """Return the refusal that says there is no such entry, to be raised."""
    return NotFound("台账中没有这一条。", en=f"There is no ledger entry {entry_id!r}.")


def entries_about(session: Session, entry_id: str) -> list[OutcomeEntry]:
    """Return an entry with everything that refers to it."""
    return session.all(OutcomeEntry, _ABOUT, entry_id)


def references_of(session: Session, case_ids: Sequence[str]) -> dict[str, str]:
    """Return the references of cases by id; a case without one is named by its id."""
    query = select(case_file.c.id, case_file.c.reference).where(case_file.c.id.in_(case_ids))
    rows = cast("Sequence[tuple[str, str | None]]", session.execute(query).all())
    return {case_id: reference or case_id for case_id, reference in rows}
