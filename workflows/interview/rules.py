"""Of which due dates the diagram of an interview speaks itself."""

from __future__ import annotations

from engine.model.own_reminders import NEAR_DUE, OVERDUE, OwnReminder

_BY = {
    "approve_sheet": "remind_approval",
    "draft_minutes": "remind_minutes",
    "approve_minutes": "remind_minutes",
    "register_filing": "remind_filing",
    "submit_plan": "remind_plan",
}

RULES: tuple[OwnReminder, ...] = tuple(
    OwnReminder("interview", node, event, by, goes_on=event == NEAR_DUE)
    for node, by in _BY.items()
    for event in (NEAR_DUE, OVERDUE)
)
"""The timers of the diagram `interview` that remind: each once before and once after."""
