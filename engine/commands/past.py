"""What was decided about a unit or a person before: the history that a rule may look at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from engine.model.ledger import EntryKind, OutcomeEntry
from engine.store.ledger_reads import past_outcomes_of_person, past_outcomes_of_unit
from engine.store.store import Session


def past_outcomes(
    session: Session, pending: Iterable[OutcomeEntry], subject: str, since: date, *, is_unit: bool
) -> list[OutcomeEntry]:
    """Return the standing outcomes decided since a day, in order of decision.

    `pending` are the entries of this very turn, which the store does not have yet.
    """
    read = past_outcomes_of_unit if is_unit else past_outcomes_of_person
    found = {each.id: each for each in read(session, subject, since)}
    for entry in pending:
        if entry.kind == EntryKind.REVERSAL.value:
            found.pop(str(entry.refers_to), None)
        elif _is_meant(entry, subject, since, is_unit=is_unit):
            found[entry.id] = entry
    return sorted(found.values(), key=lambda entry: (entry.decided_on, entry.id))


def _is_meant(entry: OutcomeEntry, subject: str, since: date, *, is_unit: bool) -> bool:
    is_about = entry.subject == subject and (entry.person is None) == is_unit
    return entry.is_outcome and is_about and entry.decided_on >= since
