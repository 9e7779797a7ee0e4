"""The databases that tests are given are empty, separate and really of the store named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text

from tests.support.databases import PostgresStore, SqliteStore, drop_database

SCHEMA = (
    "CREATE TABLE office (id integer PRIMARY KEY, name text NOT NULL)",
    "CREATE TABLE matter (id integer PRIMARY KEY, office_id integer NOT NULL REFERENCES office)",
    "INSERT INTO office VALUES (1, '某某市人民政府教育督导室')",
)
WORK = (
    "INSERT INTO office VALUES (2, '某某县')",
    "INSERT INTO matter VALUES (1, 2)",
    "UPDATE office SET name = '改' WHERE id = 1",
)


def run(url: str, statements: tuple[str, ...]) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def migrate(url: str) -> None:
    run(url, SCHEMA)


@pytest.fixture
def small_postgres(postgres_server_url: str, worker_name: str) -> Iterator[PostgresStore]:
    name = f"small_{worker_name}"
    yield PostgresStore(postgres_server_url, name, migrate)
    drop_database(postgres_server_url, name)


def assert_as_the_migrations_left_it(url: str) -> None:
    assert rows(url, "SELECT * FROM office") == [(1, "某某市人民政府教育督导室")]
    assert rows(url, "SELECT * FROM matter") == []


def test_each_sqlite_database_is_as_the_migrations_left_it(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path, migrate)
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        url = store.empty(tmp_path / name)
        assert_as_the_migrations_left_it(url)
        run(url, WORK)


def test_the_postgres_database_is_brought_back_to_what_the_migrations_left(
    small_postgres: PostgresStore,
) -> None:
    run(small_postgres.empty(), WORK)
    assert_as_the_migrations_left_it(small_postgres.empty())


def test_rows_that_a_sequence_numbers_start_again_at_one(
    postgres_server_url: str, worker_name: str
) -> None:
    name = f"numbered_{worker_name}"

    def numbered(url: str) -> None:
        run(url, ("CREATE TABLE leaf (n bigint GENERATED ALWAYS AS IDENTITY, t text)",))

    store = PostgresStore(postgres_server_url, name, numbered)
    for _ in range(2):
        url = store.empty()
        run(url, ("INSERT INTO leaf (t) VALUES ('a')", "INSERT INTO leaf (t) VALUES ('b')"))
        assert rows(url, "SELECT n FROM leaf ORDER BY n") == [(1,), (2,)]
    drop_database(postgres_server_url, name)


def test_a_transaction_left_open_by_the_last_test_does_not_block_the_next(
    small_postgres: PostgresStore,
) -> None:
    engine = create_engine(small_postgres.empty())
    left_open = engine.connect()
    left_open.execute(text("INSERT INTO office VALUES (3, 'x')"))
    assert_as_the_migrations_left_it(small_postgres.empty())
    left_open.invalidate()
    engine.dispose()


def test_the_postgres_database_knows_chinese_letters(postgres_url: str) -> None:
    assert rows(postgres_url, "SELECT '督导' ~ '^[[:alpha:]]+$', length('督导')") == [(True, 2)]


def test_the_postgres_server_listens_on_no_network_address(postgres_server_url: str) -> None:
    with psycopg.connect(postgres_server_url) as connection:
        listening = connection.execute("SHOW listen_addresses").fetchone()
    assert listening == ("",)


def test_a_blank_database_has_no_tables(blank_database_url: str) -> None:
    run(blank_database_url, SCHEMA)
    assert rows(blank_database_url, "SELECT count(*) FROM office") == [(1,)]


def test_a_blank_database_is_blank_again_the_next_time(blank_database_url: str) -> None:
    run(blank_database_url, SCHEMA)
