"""The outcome ledger (结果台账): records, what is done about them, and yearly sheets."""

from __future__ import annotations

from web.areas.ledger import assessments, changes, record
from web.areas.ledger.area import LEDGER

__all__ = ["LEDGER", "assessments", "changes", "record"]
