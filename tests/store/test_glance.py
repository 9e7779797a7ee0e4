"""A single query outside a transaction sees what is committed, and leaves the connection as it was."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, text

from engine.model.errors import AlreadyExists
from engine.store import Store
from engine.store.tables import unit

_UNIT: dict[str, object] = {"code": "430600", "name": "某市", "kind": "office"}


def test_a_glance_sees_what_is_committed(database_url: str) -> None:
    store = Store(database_url)
    with store.begin() as session:
        session.execute(insert(unit), [_UNIT])
    with store.glance() as session:
        assert session.execute(select(unit.c.name)).all() == [("某市",)]
    store.close()


def test_after_a_glance_a_unit_of_work_is_a_transaction_again(database_url: str) -> None:
    store = Store(database_url, pool_size=1)
    with pytest.raises(ZeroDivisionError), store.glance():
        raise ZeroDivisionError
    with pytest.raises(AlreadyExists), store.begin() as session:
        session.execute(insert(unit), [_UNIT, _UNIT])
    with store.glance() as session:
        assert session.execute(text("SELECT count(*) FROM unit")).one()[0] == 0
    store.close()
