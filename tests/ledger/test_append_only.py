"""The database itself refuses to change or delete an entry; what was there before is kept."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from importlib.resources import files

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text

from engine.store import StepBatch, Store, migrate
from engine.store.case_reads import outcomes_of_case
from engine.store.connections import connect
from engine.store.definitions import insert_definition
from engine.store.migrate import check
from tests.store.samples import definition, entry, prepare

APPEND_ONLY = r"append-only"
"""What both databases say."""
A_CASE_OF_THAT_RELEASE = (
    "INSERT INTO case_file (id, definition_id, key, unit, title, status, state, version, opened_at,"
    " opened_by, head_seq, head_hash) VALUES ('c1', 'rectification-1', 'rectification', '430621',"
    " '食品安全问题整改', 'open', :state, 1, '2026-03-02T01:00:00.000000Z', 'u-official', 1, :head)"
)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE outcome SET code = 'x'",
        "UPDATE outcome SET details = details WHERE id = 'o1'",
        "DELETE FROM outcome",
        "DELETE FROM outcome WHERE id = 'o1'",
    ],
)
def test_an_entry_is_neither_changed_nor_deleted(store: Store, statement: str) -> None:
    written(store)
    with (
        pytest.raises(Exception, match=APPEND_ONLY),
        store.begin() as session,
    ):
        session.execute(text(statement))
    with store.read() as session:
        assert outcomes_of_case(session, "c1") == [entry()]


def test_an_entry_is_not_replaced_or_swept_away_either(store: Store) -> None:
    written(store)
    by_other_means = {
        "sqlite": "INSERT OR REPLACE INTO outcome SELECT id, case_id, kind, 'x', unit, person, form,"
        " decision, decided_on, effective_on, until_on, effects, refers_to, table_version,"
        " recorded_at, recorded_by, details FROM outcome",
        "postgresql": "TRUNCATE outcome",
    }
    with pytest.raises(Exception, match=APPEND_ONLY), store.begin() as session:
        session.execute(text(by_other_means[store.kind]))
    with store.read() as session:
        assert outcomes_of_case(session, "c1") == [entry()]


def test_only_an_outcome_refers_to_nothing(store: Store) -> None:
    written(store)
    for wrong in (entry("o2", kind="reversal"), entry("o3", refers_to="o1"), entry("o4", kind="x")):
        batch = StepBatch()
        batch.add_outcome(wrong)
        with pytest.raises(Exception, match=r"(?i)constraint"), store.begin() as session:
            batch.flush(session)


def written(store: Store) -> None:
    prepare(store, "c1")
    batch = StepBatch()
    batch.add_outcome(entry())
    with store.begin() as session:
        batch.flush(session)


def test_outcomes_of_the_release_before_become_entries(blank_database_url: str) -> None:
    alembic(blank_database_url, command.upgrade, "0001")
    store = Store(blank_database_url)
    with store.begin() as session:
        insert_definition(session, definition())
        session.execute(text(A_CASE_OF_THAT_RELEASE).bindparams(state=b"state", head=bytes(32)))
        session.execute(
            text(
                "INSERT INTO outcome (id, case_id, code, unit, person, at, body) VALUES"
                " ('a', 'c1', 'rectified', '430621', NULL, '2026-03-01T17:30:00.000000Z', :body)"
            ).bindparams(body='{"note": "已核查"}')
        )
    store.close()
    migrate(blank_database_url)
    store = Store(blank_database_url)
    with store.read() as session:
        (kept,) = outcomes_of_case(session, "c1")
    store.close()
    assert (kept.code, kept.kind, kept.details) == ("rectified", "outcome", {"note": "已核查"})
    assert kept.decided_on == kept.effective_on == date(2026, 3, 2), "the local day"


def test_one_can_go_back_and_forth(blank_database_url: str) -> None:
    migrate(blank_database_url)
    alembic(blank_database_url, command.downgrade, "0001")
    engine = connect(blank_database_url)
    columns = {each["name"] for each in inspect(engine).get_columns("outcome")}
    engine.dispose()
    assert columns == {"id", "case_id", "code", "unit", "person", "at", "body"}
    migrate(blank_database_url)
    check(blank_database_url)


def alembic(url: str, to: Callable[[Config, str], None], revision: str) -> None:
    """Go to one revision, as `engine.store.migrate` goes to the newest."""
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(files("engine.store") / "migrations"))
    engine = connect(url)
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("BEGIN IMMEDIATE"))
        config.attributes["connection"] = connection
        to(config, revision)
    engine.dispose()
