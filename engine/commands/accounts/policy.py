"""The parameters of accounts as an office has set them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from engine.model.settings import Settings


@dataclass(frozen=True, slots=True)
class AccountPolicy:
    """How long things last, and how often one may err.

    A parameter of zero counts as one: otherwise nobody could sign in to set it right again.
    """

    attempts: int
    lock: timedelta
    idle: timedelta
    session: timedelta
    renewal: timedelta
    token: timedelta
    kept: timedelta

    @classmethod
    def of(cls, settings: Settings) -> AccountPolicy:
        """Read them from the settings in force."""

        def number(name: str) -> int:
            return max(1, settings.integer(f"account.{name}"))

        return cls(
            attempts=number("attempts"),
            lock=timedelta(minutes=number("lock_minutes")),
            idle=timedelta(minutes=number("idle_minutes")),
            session=timedelta(hours=number("session_hours")),
            renewal=timedelta(minutes=number("renew_minutes")),
            token=timedelta(days=number("token_days")),
            kept=timedelta(days=number("kept_days")),
        )
