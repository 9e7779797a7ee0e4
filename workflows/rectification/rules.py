"""Of which due dates the diagram of a rectification speaks itself."""

from __future__ import annotations

from engine.model.own_reminders import NEAR_DUE, OVERDUE, OwnReminder

_PROCESS = "rectification"

RULES: tuple[OwnReminder, ...] = (
    OwnReminder(_PROCESS, "control_measure", OVERDUE, "alert_control", goes_on=False),
    OwnReminder(_PROCESS, "submit_plan", NEAR_DUE, "remind_plan"),
    OwnReminder(_PROCESS, "submit_report", NEAR_DUE, "remind_due"),
    # The ladder: urge, supervision order, escalation; it goes on until the report is there.
    OwnReminder(_PROCESS, "submit_report", OVERDUE, "urge_item"),
    OwnReminder(_PROCESS, "verify_item", OVERDUE, "urge_verify", goes_on=False),
)
"""The timers of the diagram `rectification` that remind."""
