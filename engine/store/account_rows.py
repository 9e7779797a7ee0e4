"""Accounts, sessions and tokens as values; fields are the columns in their order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AccountRow:
    """How one person proves who they are."""

    person: str
    password_hash: str | None = field(default=None, repr=False)
    must_change: bool = False
    changed_at: datetime | None = None
    failures: int = 0
    locks: int = 0
    locked_until: datetime | None = None
    totp_secret: str | None = field(default=None, repr=False)
    totp_pending: str | None = field(default=None, repr=False)
    totp_step: int | None = None
    recovery_hashes: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class SignInRow:
    """One session of one person."""

    id: str
    person: str
    secret_hash: bytes
    previous_hash: bytes | None
    previous_until: datetime | None
    created_at: datetime
    renewed_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None
    address: str
    user_agent: str


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token by which a program acts as a person."""

    id: str
    person: str
    name: str
    secret_hash: bytes
    scopes: tuple[str, ...]
    created_at: datetime
    created_by: str
    expires_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SessionRead:
    """A session as a request presents it, with its person's state and the revision it is true for."""

    row: SignInRow
    must_change: bool
    revision: int


@dataclass(frozen=True, slots=True)
class TokenRead:
    """A token as a request presents it, with its person's state."""

    row: TokenRow
    must_change: bool
    revision: int


@dataclass(frozen=True, slots=True)
class AccountListed:
    """A person with what a list of accounts shows."""

    person: str
    name: str
    unit: str
    is_active: bool
    has_password: bool
    must_change: bool
    changed_at: datetime | None
    has_totp: bool
    failures: int
    locked_until: datetime | None
