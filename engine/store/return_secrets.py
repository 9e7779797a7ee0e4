"""The secret of an installation by which what comes back is known to be its own."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import return_secret

_SECRET = Statement(select(return_secret.c.secret).where(return_secret.c.id == 1))


def read_return_secret(session: Session) -> str | None:
    """Return the secret; None where nothing was ever sent under one."""
    found = session.row(_SECRET)
    return None if found is None else cast("str", found[0])


def keep_return_secret(session: Session, secret: str, *, at: datetime) -> None:
    """Keep a secret for good; where there is one already, that one stays."""
    dialect = sqlite if session.kind == "sqlite" else postgresql
    statement = dialect.insert(return_secret).values(id=1, secret=secret, made_at=at)
    session.execute(statement.on_conflict_do_nothing(index_elements=["id"]))
