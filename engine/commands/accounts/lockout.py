"""Locking an account after wrong attempts, for a while that grows.

A lock cannot be made permanent by a stranger: it ends by itself, does not grow while it lasts,
touches no session that is running and no token, is recorded, and an administrator or the command
line lifts it. What happens during a lock is not counted and not answered differently.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from engine.commands.accounts.policy import AccountPolicy
from engine.store.account_rows import AccountRow

MOST_DOUBLINGS = 4
"""15 minutes become 30, 60, 120, and at most 240."""


def is_locked(account: AccountRow, now: datetime) -> bool:
    """Say whether the account is locked at an instant."""
    return account.locked_until is not None and now < account.locked_until


def after_wrong(account: AccountRow, policy: AccountPolicy, now: datetime) -> AccountRow:
    """Count a wrong attempt; the last one allowed locks."""
    failures = account.failures + 1
    if failures < policy.attempts:
        return replace(account, failures=failures)
    lasting = policy.lock * 2 ** min(account.locks, MOST_DOUBLINGS)
    return replace(account, failures=0, locks=account.locks + 1, locked_until=now + lasting)


def after_right(account: AccountRow) -> AccountRow:
    """Forget wrong attempts and locks."""
    return replace(account, failures=0, locks=0, locked_until=None)
