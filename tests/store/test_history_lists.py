"""Lists from the history are read by an index, not by a walk through all of it."""

from __future__ import annotations

from sqlalchemy import text

from engine.store import Store
from engine.store.history_lists import changes_of_setting

INDEX = "ix_history_event_settings"


def test_the_changes_of_a_setting_are_read_by_an_index_of_their_own(store: Store) -> None:
    with store.begin() as session:
        bound = session.connection.engine
        query = changes_of_setting("light.near", limit=50)
        written = str(query.compile(bound, compile_kwargs={"literal_binds": True}))
        if session.kind == "postgresql":
            # An empty table is walked through whatever there is; that is not what is asked here.
            session.execute(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN" if session.kind == "postgresql" else "EXPLAIN QUERY PLAN"
        rows = session.execute(text(f"{explain} {written}".replace(":", "\\:")))
        plan = "\n".join(str(tuple(row)) for row in rows)
    assert INDEX in plan, plan
