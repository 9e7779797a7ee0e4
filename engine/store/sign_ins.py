"""Sessions: found by the hash of their secret, renewed, ended, forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, or_, select, update

from engine.store.account_rows import SessionRead, SignInRow
from engine.store.statements import Statement
from engine.store.step_statements import changing, columns_of, inserting
from engine.store.store import Session
from engine.store.tables import account, person, revision, sign_in

_SELECT = select(sign_in)
_MATCHES = or_(
    sign_in.c.secret_hash == bindparam("hash"), sign_in.c.previous_hash == bindparam("hash")
)
_PRESENTED = Statement(
    select(
        sign_in,
        account.c.must_change,
        select(revision.c.number).scalar_subquery().label("revision"),
    )
    .select_from(
        sign_in.join(person, person.c.id == sign_in.c.person).outerjoin(
            account, account.c.person == sign_in.c.person
        )
    )
    .where(_MATCHES, sign_in.c.ended_at.is_(None), person.c.is_active),
    ["hash"],
)
_HOLD = Statement(
    _SELECT.where(
        sign_in.c.secret_hash == bindparam("hash"), sign_in.c.ended_at.is_(None)
    ).with_for_update(),
    ["hash"],
)
_HOLD_IN_GRACE = Statement(
    _SELECT.where(
        or_(
            sign_in.c.secret_hash == bindparam("hash"),
            and_(
                sign_in.c.previous_hash == bindparam("hash"),
                sign_in.c.previous_until > bindparam("now"),
            ),
        ),
        sign_in.c.ended_at.is_(None),
    ).with_for_update(),
    ["hash", "now"],
)
_OF_PERSON = Statement(
    _SELECT.where(sign_in.c.person == bindparam("person"), sign_in.c.ended_at.is_(None)).order_by(
        sign_in.c.created_at, sign_in.c.id
    ),
    ["person"],
)
_INSERT = inserting(sign_in)
_RENEW = changing(
    sign_in, ("secret_hash", "previous_hash", "previous_until", "renewed_at"), ("id",)
)
_SEE = Statement(
    update(sign_in)
    .where(
        sign_in.c.id == bindparam("which"),
        sign_in.c.ended_at.is_(None),
        sign_in.c.last_seen_at <= bindparam("not_since"),
    )
    .values(last_seen_at=bindparam("now")),
    ["which", "not_since", "now"],
)
_END = Statement(
    update(sign_in)
    .where(
        sign_in.c.id == bindparam("which"),
        sign_in.c.person == bindparam("whose"),
        sign_in.c.ended_at.is_(None),
    )
    .values(ended_at=bindparam("now")),
    ["which", "whose", "now"],
)
_END_ALL = Statement(
    update(sign_in)
    .where(
        sign_in.c.person == bindparam("whose"),
        sign_in.c.id != bindparam("kept"),
        sign_in.c.ended_at.is_(None),
    )
    .values(ended_at=bindparam("now")),
    ["whose", "kept", "now"],
)
_FORGET = Statement(
    delete(sign_in).where(
        or_(
            sign_in.c.ended_at < bindparam("before"),
            and_(sign_in.c.ended_at.is_(None), sign_in.c.created_at < bindparam("born_before")),
        )
    ),
    ["before", "born_before"],
)
_cells = columns_of(SignInRow)


def presented_session(session: Session, secret_hash: bytes) -> SessionRead | None:
    """Return the running session of an active person whose secret, or last one, has this hash."""
    return session.one(_session_read, _PRESENTED, secret_hash)


def hold_session(session: Session, secret_hash: bytes) -> SignInRow | None:
    """Return the running session whose present secret has this hash, held for a change."""
    return session.one(SignInRow, _HOLD, secret_hash)


def hold_session_in_grace(
    session: Session, secret_hash: bytes, *, now: datetime
) -> SignInRow | None:
    """Return the running session whose present secret, or last one while it is good, has this hash.

    It is held for a change.
    """
    return session.one(SignInRow, _HOLD_IN_GRACE, secret_hash, now)


def sessions_of(session: Session, person_id: str) -> list[SignInRow]:
    """Return the sessions of a person that were not ended, the first one first."""
    return session.all(SignInRow, _OF_PERSON, person_id)


def insert_session(session: Session, row: SignInRow) -> None:
    """Write a new session."""
    session.run(_INSERT, *_cells(row))


def renew_session_row(session: Session, row: SignInRow) -> None:
    """Write the secrets of a session."""
    session.run(
        _RENEW, row.secret_hash, row.previous_hash, row.previous_until, row.renewed_at, row.id
    )


def see_session(session: Session, which: str, *, not_since: datetime, now: datetime) -> bool:
    """Write that a session is in use, unless that was written later than an instant."""
    return session.run(_SEE, which, not_since, now).rowcount > 0


def end_session(session: Session, which: str, *, whose: str, now: datetime) -> bool:
    """End a session of a person; False when it is none of theirs, or ended already."""
    return session.run(_END, which, whose, now).rowcount > 0


def end_sessions(session: Session, *, whose: str, kept: str, now: datetime) -> int:
    """End all sessions of a person but one; return how many."""
    return session.run(_END_ALL, whose, kept, now).rowcount


def forget_session_rows(session: Session, *, before: datetime, born_before: datetime) -> int:
    """Delete sessions ended before an instant, or begun before another and never ended."""
    return session.run(_FORGET, before, born_before).rowcount


def _session_read(*cells: Any) -> SessionRead:  # noqa: ANN401 - columns of all types
    row: Sequence[Any] = cells[:-2]
    return SessionRead(SignInRow(*row), bool(cells[-2]), cells[-1])
