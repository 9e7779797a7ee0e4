"""Cases in hand that a new one may repeat: against the same unit, alike in title or in grounds.

Only a hint: opening another one may be right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.registers import list_cases
from engine.model.case import Actor, CaseStatus, Clock
from engine.model.registers import CaseFilter, CaseOrder, Days, ListedCase, Page
from engine.model.similarity import are_alike
from engine.store.history_lists import opening_events
from engine.store.store import Session

WITHIN = "opening.similar_days"
"""The setting for how many days back cases are compared."""
GROUNDS = "grounds"
"""The field of a start form that says what a case is opened for, in every shipped diagram."""
_LOOKED_AT = 50
_SHOWN = 5
_IN_HAND = (CaseStatus.OPEN.value, CaseStatus.SUSPENDED.value)


@dataclass(frozen=True, slots=True)
class SimilarCase:
    """A case in hand that a new one may repeat, and in what they are alike."""

    id: str
    reference: str | None
    title: str
    key: str
    opened_at: datetime
    same_title: bool
    same_grounds: bool


def find_similar_cases(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    process: str,
    unit: str,
    title: str,
    grounds: str | None = None,
) -> tuple[SimilarCase, ...]:
    """Return up to five cases in hand against a unit that are alike, the newest first.

    Of those that the register shows to the actor, opened within the days of the setting
    `opening.similar_days`. Grounds are compared within one process, by who may see the inner file.
    """
    office = Office(session, engine, now=clock())
    since = office.today - timedelta(days=office.settings.integer(WITHIN))
    wanted = CaseFilter(
        unit=unit, is_unit_alone=True, statuses=_IN_HAND, opened=Days(since, office.today)
    )
    listed = list_cases(
        session,
        engine=engine,
        clock=clock,
        actor=actor,
        wanted=wanted,
        order=CaseOrder.OPENED,
        page=Page(_LOOKED_AT, is_descending=True),
    ).rows
    comparable = [
        each.id
        for each in listed
        if each.key == process
        and engine.permissions.allows(office, actor, "see_internal", unit=each.unit)
    ]
    alike = set(_of_same_grounds(session, comparable, grounds)) if grounds else set()
    found = (_similar(each, title, same_grounds=each.id in alike) for each in listed)
    return tuple(each for each in found if each.same_title or each.same_grounds)[:_SHOWN]


def _similar(case: ListedCase, title: str, *, same_grounds: bool) -> SimilarCase:
    return SimilarCase(
        id=case.id,
        reference=case.reference,
        title=case.title,
        key=case.key,
        opened_at=case.opened_at,
        same_title=are_alike(case.title, title),
        same_grounds=same_grounds,
    )


def _of_same_grounds(session: Session, cases: list[str], grounds: str) -> Iterator[str]:
    """Yield the cases that were opened for these very grounds."""
    for event in opening_events(session, cases):
        data = event.members().get("data")
        form = data.get("form") if isinstance(data, Mapping) else None
        if isinstance(form, Mapping) and _bare(form.get(GROUNDS)) == _bare(grounds):
            yield event.case_id


def _bare(text: object) -> str:
    return "".join(str(text or "").split())
