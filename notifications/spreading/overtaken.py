"""Whether what a message says still matters: the work is over, or the case is, or it stands still."""

from __future__ import annotations

from engine.model.case import CaseStatus
from notifications.spreading.causes import FAMILIES, URGED
from notifications.spreading.telling import Matter

WORK_OVER = "work_over"
CASE_OVER = "case_over"
CASE_SUSPENDED = "case_suspended"
_OVER = (CaseStatus.CLOSED.value, CaseStatus.CANCELED.value)


def overtaken_by(matter: Matter) -> str | None:
    """Return what has overtaken a message that asks for something; None while it matters.

    What only informs is never overtaken.
    """
    kind, case = matter.message.kind, matter.case
    reminds = kind in FAMILIES or kind == URGED
    if matter.asks and matter.work is None:
        return WORK_OVER
    if case is None or not (matter.asks or reminds):
        return None
    if case.status in _OVER:
        return CASE_OVER
    return CASE_SUSPENDED if reminds and case.status == CaseStatus.SUSPENDED.value else None
