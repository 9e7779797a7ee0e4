"""The same request sent twice does its work once: what was answered the first time is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from engine.model.errors import Conflict
from engine.store.rows import KeptResult
from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import idempotency_key

_BY_KEY = Statement(
    select(idempotency_key).where(
        idempotency_key.c.person == bindparam("person"), idempotency_key.c.key == bindparam("key")
    ),
    ["person", "key"],
)
_OLDER = Statement(
    delete(idempotency_key).where(idempotency_key.c.created_at < bindparam("before")), ["before"]
)


def kept_result(
    session: Session, *, person: str, key: str, command: str, request_hash: bytes
) -> KeptResult | None:
    """Return what a request with this key was answered, None when it is new.

    Another request with the same key raises Conflict with the code ``idempotency_mismatch``.
    New results are stored by `StepBatch.keep_result`; of two equal requests at the same moment
    the second gets Conflict there, and finds the result when it tries again.
    """
    kept = session.one(KeptResult, _BY_KEY, person, key)
    if kept is None:
        return None
    if (kept.command, kept.request_hash) != (command, request_hash):
        raise Conflict(
            "同一请求标识已用于另一个请求。",
            en="This idempotency key was used for another request.",
            code="idempotency_mismatch",
        )
    return kept


def has_result(session: Session, *, person: str, key: str) -> bool:
    """Say whether any request of a person with this key was answered."""
    return session.one(KeptResult, _BY_KEY, person, key) is not None


def forget_results(session: Session, *, before: datetime) -> int:
    """Delete results kept before an instant; return how many."""
    return session.run(_OLDER, before).rowcount
