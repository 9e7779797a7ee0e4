"""Who sends a request: found by the secret it carries, in one statement, without writing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from engine.commands.accounts.credentials import TOKEN_PREFIX, csrf_of, digest
from engine.commands.accounts.policy import AccountPolicy
from engine.commands.accounts.scopes import SCOPES
from engine.commands.accounts.sessions import is_running
from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.model.case import Clock
from engine.model.errors import NotPermitted
from engine.store.account_rows import SessionRead
from engine.store.api_tokens import presented_token, use_token
from engine.store.sign_ins import presented_session, see_session
from engine.store.store import Session

NOTED = timedelta(minutes=1)
"""How exactly it is known when a session or a token was last in use."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who sends a request, by what, and what that allows.

    `wants_touch` says that `touch` has something to write, `wants_rotation` that `rotate` is due.
    """

    person: str
    kind: Literal["session", "token"]
    id: str
    scopes: frozenset[str]
    must_change: bool
    csrf: str = ""
    wants_touch: bool = False
    wants_rotation: bool = False


def identify_session(
    session: Session, *, engine: Engine, clock: Clock, secret: str
) -> Identity | None:
    """Return who the secret of a session belongs to; None when it is worth nothing (any more)."""
    now, hashed = clock(), digest(secret)
    read = presented_session(session, hashed)
    if read is None:
        return None
    policy = _policy(session, engine, now, read.revision)
    is_current = read.row.secret_hash == hashed
    if not is_running(read.row, policy, now) or not (is_current or _in_grace(read, now)):
        return None
    return Identity(
        person=read.row.person,
        kind="session",
        id=read.row.id,
        scopes=SCOPES,
        must_change=read.must_change,
        csrf=csrf_of(secret),
        wants_touch=now - read.row.last_seen_at >= NOTED,
        wants_rotation=is_current and now - read.row.renewed_at >= policy.renewal,
    )


def _in_grace(read: SessionRead, now: datetime) -> bool:
    return read.row.previous_until is not None and now < read.row.previous_until


def identify_token(
    session: Session, *, engine: Engine, clock: Clock, secret: str
) -> Identity | None:
    """Return who a token acts for; None when it is unknown, expired or revoked."""
    del engine  # nothing of it is asked; the same call as for a session
    if not secret.startswith(TOKEN_PREFIX):
        return None
    now = clock()
    read = presented_token(session, digest(secret))
    if read is None or now >= read.row.expires_at:
        return None
    used = read.row.last_used_at
    return Identity(
        person=read.row.person,
        kind="token",
        id=read.row.id,
        scopes=frozenset(read.row.scopes),
        must_change=read.must_change,
        wants_touch=used is None or now - used >= NOTED,
    )


def touch(session: Session, *, clock: Clock, identity: Identity) -> bool:
    """Write that a session or token is in use, at most once a minute; say whether it was written.

    Apart from identifying, so that a request that reads only reads.
    """
    now = clock()
    write = see_session if identity.kind == "session" else use_token
    return write(session, identity.id, not_since=now - NOTED, now=now)


def expect_ready(identity: Identity) -> None:
    """Expect that the password need not be changed first; else NotPermitted, `must_change`."""
    if identity.must_change:
        raise NotPermitted(
            "请先修改密码。", en="Expected the password to be changed first.", code="must_change"
        )


def expect_scope(identity: Identity, scope: str) -> None:
    """Expect what somebody came by to allow this; else NotPermitted, `scope_missing`."""
    if scope not in identity.scopes:
        raise NotPermitted(
            f"访问令牌没有“{scope}”权限范围。",
            en=f"Expected a token with the scope '{scope}'.",
            code="scope_missing",
        )


def expect_session(identity: Identity) -> None:
    """Expect a person who signed in; else NotPermitted, `session_required`.

    Passwords, one-time codes and new tokens are not for programs: a token that leaked could
    otherwise make itself another one that allows more and lasts longer.
    """
    if identity.kind != "session":
        raise NotPermitted(
            "这一操作须本人登录办理，不能使用访问令牌。",
            en="Expected somebody who signed in, not a token.",
            code="session_required",
        )


def _policy(session: Session, engine: Engine, now: datetime, revision: int) -> AccountPolicy:
    office = Office(session, engine, now=now)
    office.revision = revision
    return AccountPolicy.of(office.settings)
