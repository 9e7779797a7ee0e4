"""A clock that stands still until it is moved."""

from __future__ import annotations

from datetime import UTC, datetime


class SimulatedClock:
    """Tell the time that was set last; it never moves backwards."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def __call__(self) -> datetime:
        """Return the simulated present, aware, in UTC."""
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Move on to an instant; an earlier one changes nothing."""
        self._now = max(self._now, instant.astimezone(UTC))
