"""A list that is asked for all day is planned for what it asks, not for anything at all."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from engine.store import Session, Store
from engine.store.reads import read_revision
from engine.store.tables import open_work

OFTEN = 12
"""psycopg prepares at the fifth time, PostgreSQL takes a plan for all values at the tenth."""


@pytest.fixture
def kept(store: Store) -> Store:
    if store.kind == "sqlite":
        pytest.skip("SQLite has no statements that outlive their plan")
    return store


def prepared(session: Session) -> str:
    rows = session.execute(text("SELECT statement FROM pg_prepared_statements")).all()
    return "\n".join(str(row[0]) for row in rows)


def test_a_core_statement_is_never_prepared(kept: Store) -> None:
    with kept.read() as session:
        for _ in range(OFTEN):
            session.execute(select(open_work.c.id).where(open_work.c.name == "x")).all()
        assert "open_work" not in prepared(session)


def test_a_statement_of_a_step_is_prepared(kept: Store) -> None:
    with kept.begin() as session:  # a unit that only reads asks once
        for _ in range(OFTEN):
            read_revision(session)
        assert "revision" in prepared(session)
