"""What the outcome ledger says, as a scenario asks it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dudao.desk import Desk
from dudao.scenarios.model import LedgerCheck
from engine.model.deadlines import local_day
from engine.model.ledger import EffectKind
from engine.model.ledger_record import record_on
from engine.store import Session
from engine.store.ledger_reads import entries_about_person, entries_about_unit


def record_of(
    session: Session, check: LedgerCheck, desk: Desk, now: datetime
) -> Mapping[str, object]:
    """Return what the record says, under the keys that a check may have.

    Checking an expectation is no look of a person: it needs no right and leaves no trace.
    """
    is_unit = check.of in desk.engine.directory.units(session)
    entries = (entries_about_unit if is_unit else entries_about_person)(session, check.of)
    record = record_on(entries, check.on or local_day(now), check.known or now)
    return {
        "codes": record.codes,
        "grade_cap": record.grade_cap,
        "award_ban": record.restriction(EffectKind.AWARD_BAN) is not None,
        "promotion_ban": record.restriction(EffectKind.PROMOTION_BAN) is not None,
        "veto": record.restriction(EffectKind.VETO) is not None,
        "remedies": tuple(each.remedy.value for each in record.held if each.remedy is not None),
    }
