"""How long to wait after a failure: twice as long each time, spread out, and never for ever."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.model.durations import parse_elapsed
from engine.model.settings import Settings
from notifications.spreading.settings import (
    ATTEMPTS,
    GIVE_UP_HOURS,
    REST_LONGEST,
    RETRY_FIRST,
    RETRY_LONGEST,
)

_DOUBLINGS = 20
_WHOLE = 2**32
AFTER_LONGEST = timedelta(days=1)
"""The longest that another side may ask us to wait."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often, how long and at which intervals something is tried again."""

    attempts: int = 10
    give_up_after: timedelta = timedelta(hours=72)
    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=4)
    rest_longest: timedelta = timedelta(minutes=15)

    @classmethod
    def of(cls, settings: Settings, now: datetime) -> Patience:
        """Return what an office has set; months count from now."""

        def span(key: str) -> timedelta:
            return parse_elapsed(settings.text(key)).after(now) - now

        return cls(
            max(1, settings.integer(ATTEMPTS)),
            timedelta(hours=settings.integer(GIVE_UP_HOURS)),
            span(RETRY_FIRST),
            span(RETRY_LONGEST),
            span(REST_LONGEST),
        )

    def wait(self, name: str, attempt: int, *, after: timedelta | None = None) -> timedelta:
        """Return how long to wait after the attempt with a number, from 1 on.

        Between half and all of the doubled interval: which part follows from name and number, so
        that what failed together is not tried together, and yet can be foretold. `after` is what
        the other side asked for, at most a day.
        """
        return max(
            _jittered(min(self.first * 2 ** _power(attempt), self.longest), name, attempt),
            min(after or timedelta(0), AFTER_LONGEST),
        )

    def rest(self, channel: str, failures: int, *, after: timedelta | None = None) -> timedelta:
        """Return how long a channel rests after so many failures in a row."""
        longest = min(self.first * 2 ** _power(failures), self.rest_longest)
        return max(_jittered(longest, channel, failures), min(after or timedelta(0), AFTER_LONGEST))

    def is_over(self, attempts: int, failing_since: datetime, now: datetime) -> bool:
        """Say whether it was tried often or long enough."""
        return attempts >= self.attempts or now - failing_since >= self.give_up_after


def _power(number: int) -> int:
    return min(max(number - 1, 0), _DOUBLINGS)


def _jittered(interval: timedelta, name: str, number: int) -> timedelta:
    digest = hashlib.sha256(f"{name}:{number}".encode()).digest()
    part = int.from_bytes(digest[:4]) / _WHOLE
    return interval / 2 + interval / 2 * part
