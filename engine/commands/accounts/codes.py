"""One-time codes of an application on the phone (RFC 6238), and recovery codes for without it."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

import pyotp

from engine.commands.accounts.credentials import digest
from engine.store.account_rows import AccountRow

PERIOD = 30
WINDOW = 1
"""Steps before and after the present one whose codes are taken (RFC 6238, section 5.2)."""
DIGITS = 6
Means = Literal["totp", "recovery"]


def matching_step(secret: str, code: str, now: datetime, *, after: int | None) -> int | None:
    """Return the time step that a code belongs to; None for a wrong or used one."""
    present = int(now.timestamp()) // PERIOD
    codes = pyotp.TOTP(secret)
    found = None
    for step in range(present - WINDOW, present + WINDOW + 1):
        is_same = hmac.compare_digest(codes.generate_otp(step), code)
        if is_same and (after is None or step > after):
            found = step
    return found


def use_code(account: AccountRow, code: str, now: datetime) -> tuple[AccountRow, Means] | None:
    """Return the account with the code used up, and which kind it was; None when it is no good."""
    text = _plain(code)
    if len(text) == DIGITS and text.isdecimal():
        step = matching_step(account.totp_secret or "", text, now, after=account.totp_step)
        return None if step is None else (replace(account, totp_step=step), "totp")
    (wanted,) = recovery_hashes([code])
    if wanted not in account.recovery_hashes:
        return None
    rest = tuple(each for each in account.recovery_hashes if each != wanted)
    return replace(account, recovery_hashes=rest), "recovery"


def recovery_hashes(codes: Sequence[str]) -> tuple[str, ...]:
    """Return what is kept of recovery codes."""
    return tuple(digest(_plain(each)).hex() for each in codes)


def _plain(code: str) -> str:
    """Take out what people add: spaces, hyphens, capitals."""
    return "".join(each for each in code[:100].casefold() if each.isalnum() and each.isascii())
