"""Units of work: all or nothing, one writer at a time, errors by name."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text, update

from engine.model.errors import AlreadyExists, Conflict
from engine.store import StepBatch, Store, is_current, migrate
from engine.store.definitions import insert_definition
from engine.store.migrate import check
from engine.store.reads import read_case
from engine.store.tables import case_file
from tests.store.samples import NOW, case, definition, open_case, prepare


class Oops(Exception):
    pass


def test_a_unit_of_work_that_raises_leaves_nothing(store: Store) -> None:
    prepare(store)
    with pytest.raises(Oops):
        fail_after_opening(store)
    with store.begin() as session:
        assert open_case(session).id == "c1"


def fail_after_opening(store: Store) -> None:
    with store.begin() as session:
        open_case(session)
        raise Oops


def test_an_identity_taken_twice_is_named(store: Store) -> None:
    prepare(store, "c1")
    with pytest.raises(AlreadyExists), store.begin() as session:
        insert_definition(session, definition())


def test_a_mistake_of_ours_is_not_disguised(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key") as raised, store.begin() as session:
        open_case(session, case(definition_id="nowhere"))
    assert not isinstance(raised.value, AlreadyExists | Conflict)


def test_of_two_updates_of_one_version_exactly_one_wins(store: Store) -> None:
    prepare(store, "c1")
    start = threading.Barrier(4)
    results: list[str] = []

    def attempt(name: str) -> None:
        with store.read() as session:
            row = read_case(session, "c1").case
        start.wait()
        batch = StepBatch()
        batch.change_case(replace(row, version=row.version + 1, title=name), expected=row.version)
        try:
            with store.begin() as session:
                batch.flush(session)
            results.append(name)
        except Conflict:
            results.append("conflict")

    threads = [threading.Thread(target=attempt, args=(f"t{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [name for name in results if name != "conflict"]
    assert len(winners) == 1
    assert len(results) == 4
    with store.read() as session:
        row = read_case(session, "c1").case
    assert (row.title, row.version) == (winners[0], 2)


def test_readers_do_not_wait_for_a_writer(store: Store) -> None:
    prepare(store, "c1")
    with store.begin() as writing:
        writing.execute(update(case_file).values(title="改"))
        with store.read() as reading:
            assert read_case(reading, "c1").case.title == "食品安全问题整改"


def test_a_lock_not_given_in_time_is_a_conflict_called_busy(store: Store) -> None:
    prepare(store, "c1")
    patience = "PRAGMA busy_timeout = 50" if store.kind == "sqlite" else "SET lock_timeout = 50"
    with store.begin() as holding:
        holding.execute(update(case_file).values(title="改"))
        with pytest.raises(Conflict) as raised:
            wait_for_lock(store, patience)
    assert raised.value.code == "busy"


def wait_for_lock(store: Store, patience: str) -> None:
    if store.kind == "sqlite":  # the lock is wanted at BEGIN, before a statement could be run
        with store._writing.connect() as connection:  # noqa: SLF001 - no other way to hurry
            connection.connection.driver_connection.execute(patience)  # type: ignore[union-attr]
            connection.rollback()
        with store.begin():
            pass
    else:
        with store.begin() as session:
            session.execute(text(patience))
            session.execute(update(case_file).values(title="更"))


def test_a_store_in_memory_is_empty_private_and_complete() -> None:
    first, second = Store.memory(), Store.memory()
    prepare(first, "c1")
    prepare(second, "c1")
    with first.read() as session:
        assert read_case(session, "c1").case.title == "食品安全问题整改"
    third = Store.memory()
    with third.begin() as session:
        insert_definition(session, definition())
    for each in (first, second, third):
        each.close()


def test_threads_take_turns_on_a_store_in_memory() -> None:
    store = Store.memory()
    prepare(store)

    def work(number: int) -> None:
        for turn in range(5):
            with store.begin() as session:
                open_case(session, case(f"c{number}-{turn}"))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as session:
        assert session.execute(text("SELECT count(*) FROM case_file")).one()[0] == 20
    store.close()


def test_migrating_is_idempotent(blank_database_url: str) -> None:
    assert not is_current(blank_database_url)
    migrate(blank_database_url)
    migrate(blank_database_url)
    assert is_current(blank_database_url)


def test_the_migrations_make_exactly_the_tables(blank_database_url: str) -> None:
    migrate(blank_database_url)
    check(blank_database_url)


def test_a_database_lies_anywhere(tmp_path: Path) -> None:
    folder = tmp_path / "督导 数据 100%"
    folder.mkdir()
    store = Store(f"sqlite:///{folder / 'dudao.db'}")
    migrate(f"sqlite:///{folder / 'dudao.db'}")
    prepare(store, "c1")
    with store.read() as session:
        assert read_case(session, "c1").case.opened_at == NOW
    store.close()


def test_a_sqlite_store_syncs_every_commit(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'dudao.db'}")
    store = Store(f"sqlite:///{tmp_path / 'dudao.db'}")
    with store.begin() as session:
        pragmas = {
            name: session.execute(text(f"PRAGMA {name}")).one()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    store.close()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
