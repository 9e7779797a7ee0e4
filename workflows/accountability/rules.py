"""Of which due dates the diagram of an accountability procedure speaks itself."""

from __future__ import annotations

from engine.model.own_reminders import NEAR_DUE, OVERDUE, OwnReminder

_PROCESS = "accountability"

RULES: tuple[OwnReminder, ...] = (
    OwnReminder(_PROCESS, "write_material", NEAR_DUE, "remind_investigation"),
    OwnReminder(_PROCESS, "decide_start", NEAR_DUE, "remind_investigation"),
    OwnReminder(_PROCESS, "write_material", OVERDUE, "escalate_investigation"),
    OwnReminder(_PROCESS, "decide_start", OVERDUE, "escalate_investigation"),
    OwnReminder(_PROCESS, "implement_measure", OVERDUE, "urge_measure", goes_on=False),
    OwnReminder(_PROCESS, "await_result", OVERDUE, "remind_authority"),
    OwnReminder(_PROCESS, "handle_review", OVERDUE, "urge_review", goes_on=False),
    OwnReminder(_PROCESS, "decide_review", OVERDUE, "urge_review", goes_on=False),
    OwnReminder(_PROCESS, "decide_appeal", OVERDUE, "urge_appeal", goes_on=False),
)
"""The timers of the diagram `accountability` that remind."""
