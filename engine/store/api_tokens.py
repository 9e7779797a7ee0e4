"""Tokens of programs: found by the hash of their secret."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select, update

from engine.store.account_rows import TokenRead, TokenRow
from engine.store.statements import Statement
from engine.store.step_statements import columns_of, inserting
from engine.store.store import Session
from engine.store.tables import account, api_token, person, revision

_PRESENTED = Statement(
    select(
        api_token,
        account.c.must_change,
        select(revision.c.number).scalar_subquery().label("revision"),
    )
    .select_from(
        api_token.join(person, person.c.id == api_token.c.person).outerjoin(
            account, account.c.person == api_token.c.person
        )
    )
    .where(
        api_token.c.secret_hash == bindparam("hash"),
        api_token.c.revoked_at.is_(None),
        person.c.is_active,
    ),
    ["hash"],
)
_BY_ID = Statement(select(api_token).where(api_token.c.id == bindparam("id")), ["id"])
_OF_PERSON = Statement(
    select(api_token)
    .where(api_token.c.person == bindparam("person"))
    .order_by(api_token.c.created_at, api_token.c.id),
    ["person"],
)
_INSERT = inserting(api_token)
_USE = Statement(
    update(api_token)
    .where(
        api_token.c.id == bindparam("which"),
        or_(
            api_token.c.last_used_at.is_(None),
            api_token.c.last_used_at <= bindparam("not_since"),
        ),
    )
    .values(last_used_at=bindparam("now")),
    ["which", "not_since", "now"],
)
_REVOKE = Statement(
    update(api_token)
    .where(api_token.c.id == bindparam("which"), api_token.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now")),
    ["which", "now"],
)
_REVOKE_ALL = Statement(
    update(api_token)
    .where(api_token.c.person == bindparam("whose"), api_token.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now")),
    ["whose", "now"],
)
_cells = columns_of(TokenRow)


def presented_token(session: Session, secret_hash: bytes) -> TokenRead | None:
    """Return the token of an active person whose secret has this hash, unless it is revoked."""
    return session.one(_token_read, _PRESENTED, secret_hash)


def find_token(session: Session, token_id: str) -> TokenRow | None:
    """Return a token by its id; None when there is none."""
    return session.one(TokenRow, _BY_ID, token_id)


def tokens_of(session: Session, person_id: str) -> list[TokenRow]:
    """Return all tokens of a person, the first one first."""
    return session.all(TokenRow, _OF_PERSON, person_id)


def insert_token(session: Session, row: TokenRow) -> None:
    """Write a new token."""
    session.run(_INSERT, *_cells(row))


def use_token(session: Session, which: str, *, not_since: datetime, now: datetime) -> bool:
    """Write that a token is in use, unless that was written later than an instant."""
    return session.run(_USE, which, not_since, now).rowcount > 0


def revoke_token_row(session: Session, which: str, *, now: datetime) -> bool:
    """Revoke a token; False when it is revoked already."""
    return session.run(_REVOKE, which, now).rowcount > 0


def revoke_tokens(session: Session, *, whose: str, now: datetime) -> int:
    """Revoke all tokens of a person; return how many."""
    return session.run(_REVOKE_ALL, whose, now).rowcount


def _token_read(*cells: Any) -> TokenRead:  # noqa: ANN401 - columns of all types
    return TokenRead(TokenRow(*cells[:-2]), bool(cells[-2]), cells[-1])
