"""A clock that tests move by hand, and ids that can be foretold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import time_machine

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""A Monday, 09:00 in Shanghai, far from any holiday."""


class HandClock:
    """Tell the time that was set; move the process's time along with it.

    SpiffWorkflow reads ``datetime.now`` itself, so both must agree.
    """

    def __init__(self, traveller: time_machine.Traveller, now: datetime) -> None:
        self._traveller = traveller
        self._now = now

    def __call__(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Set the time; it may go backwards, as clocks of real machines do."""
        self._now = instant.astimezone(UTC)
        self._traveller.move_to(self._now)

    def advance(self, by: timedelta) -> None:
        """Move the time on."""
        self.move_to(self._now + by)


class CountedIds:
    """Make the ids 1, 2, 3 …, each a valid UUID of version 4."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self) -> UUID:
        """Return the next id."""
        self._last += 1
        return UUID(int=self._last, version=4)
