"""How people prove who they are, and where they are signed in.

No secret of a session, a token or a recovery code is kept: only its SHA-256, which suffices
because each has 80 random bits or more. A password is kept as Argon2id makes it. The secret of
one-time codes must be kept as it is, or no code could be computed.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, Table, Text

from engine.store.columns import METADATA, Instant, TextList

account = Table(
    "account",
    METADATA,
    Column("person", Text, ForeignKey("person.id"), primary_key=True),
    Column("password_hash", Text),
    Column("must_change", Boolean, nullable=False),
    Column("changed_at", Instant),
    # Wrong attempts since the last right one or the last lock, and locks since the last right one.
    Column("failures", Integer, nullable=False),
    Column("locks", Integer, nullable=False),
    Column("locked_until", Instant),
    Column("totp_secret", Text),
    # Shown, but not yet proved by a code.
    Column("totp_pending", Text),
    # The last time step whose code was used: it and all before it are used up.
    Column("totp_step", Integer),
    Column("recovery_hashes", TextList, nullable=False),
)

sign_in = Table(
    "sign_in",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person.id"), nullable=False, index=True),
    Column("secret_hash", LargeBinary, nullable=False, unique=True),
    # The secret before the last renewal, good for requests that were on their way.
    Column("previous_hash", LargeBinary, unique=True),
    Column("previous_until", Instant),
    Column("created_at", Instant, nullable=False, index=True),
    Column("renewed_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("address", Text, nullable=False),
    Column("user_agent", Text, nullable=False),
)

api_token = Table(
    "api_token",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("secret_hash", LargeBinary, nullable=False, unique=True),
    Column("scopes", TextList, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("last_used_at", Instant),
    Column("revoked_at", Instant),
)
