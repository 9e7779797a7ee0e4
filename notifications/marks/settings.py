"""What an office may set of marks."""

from __future__ import annotations

from engine.model.settings import Setting

MARK_AT = "notifications.mark_at"

SETTINGS: tuple[Setting, ...] = (
    Setting(MARK_AT, "8:30", "临期、到期、逾期的提醒在工作日几点发出（建议值）", "", "time"),
)
