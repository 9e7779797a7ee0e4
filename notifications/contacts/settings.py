"""What an office may set of how addresses are confirmed."""

from __future__ import annotations

from datetime import timedelta

from engine.model.settings import Setting

CODES_AN_HOUR = "contacts.codes_an_hour"
HOLDS = timedelta(minutes=15)
MOST_TRIES = 5
DIGITS = 6

SETTINGS: tuple[Setting, ...] = (
    Setting(CODES_AN_HOUR, 5, "同一人同一渠道每小时最多发送几次地址确认码", kind="integer"),
)
"""No statute sets the number (无法定依据，建议值)."""
