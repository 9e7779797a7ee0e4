"""Fixtures for all tests: databases on both stores, a clock moved by hand, foretold ids."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import time_machine

from tests.support import postgres_server
from tests.support.clock import START, CountedIds, HandClock
from tests.support.databases import (
    PostgresStore,
    SqliteStore,
    create_database,
    drop_database,
    postgres_url_of,
    sqlite_url,
)
from tests.support.memory_files import use_memory
from tests.support.order import arranged

STORES = ("sqlite", "postgresql")

# `make test` tries the same examples each time, so that it is red or green for a reason;
# HYPOTHESIS_PROFILE=explore looks for new ones.
hypothesis.settings.register_profile("house", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.register_profile("explore", max_examples=1000, deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


RENDEZVOUS = pytest.StashKey[postgres_server.Rendezvous]()


def pytest_configure(config: pytest.Config) -> None:
    """Let all workers of this run meet in one place; the server starts when a test asks."""
    # Run in the background of a shell, the tests would start programs that ignore Ctrl-C.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    worker: dict[str, str] | None = getattr(config, "workerinput", None)
    if worker is None:
        use_memory()
        config.stash[RENDEZVOUS] = postgres_server.make_rendezvous()
    else:
        config.stash[RENDEZVOUS] = postgres_server.Rendezvous(
            folder=Path(worker["rendezvous"]), run_pid=int(worker["run_pid"])
        )


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: pytest.Item) -> None:
    """Tell a worker of pytest-xdist where to meet the others."""
    rendezvous = node.config.stash[RENDEZVOUS]
    worker: dict[str, str] = node.workerinput  # type: ignore[attr-defined]  # set by xdist
    worker["rendezvous"] = str(rendezvous.folder)
    worker["run_pid"] = str(rendezvous.run_pid)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let several processes begin with what takes long."""
    worker: dict[str, int] | None = getattr(config, "workerinput", None)
    if worker is not None:
        items[:] = arranged(items, worker["workercount"])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server, in the process that answers for the run."""
    if not hasattr(config, "workerinput"):
        postgres_server.stop(config.stash[RENDEZVOUS])


@pytest.fixture(scope="session")
def postgres_server_url(pytestconfig: pytest.Config) -> str:
    """Return the libpq URL of this run's server, started on first use, with superuser rights."""
    return postgres_server.start_once(pytestconfig.stash[RENDEZVOUS])


@pytest.fixture(scope="session")
def postgres_url(postgres_server_url: str, worker_name: str) -> str:
    """Return the SQLAlchemy URL of an empty UTF-8 database of this worker, without tables."""
    name = f"bare_{worker_name}"
    create_database(postgres_server_url, name)
    return postgres_url_of(postgres_server_url, name)


@pytest.fixture(scope="session")
def worker_name() -> str:
    """Return the name of this worker, fit for a database name."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def sqlite_store(tmp_path_factory: pytest.TempPathFactory) -> SqliteStore:
    """Return the maker of migrated SQLite files."""
    from engine.store import migrate  # noqa: PLC0415  # only tests with a database need it

    return SqliteStore(tmp_path_factory.mktemp("sqlite"), migrate)


@pytest.fixture(scope="session")
def postgres_store(postgres_server_url: str, worker_name: str) -> PostgresStore:
    """Return the keeper of this worker's migrated PostgreSQL database."""
    from engine.store import migrate  # noqa: PLC0415  # only tests with a database need it

    return PostgresStore(postgres_server_url, f"dudao_{worker_name}", migrate)


@pytest.fixture(params=STORES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the SQLAlchemy URL of an empty, migrated database: the test runs on both stores."""
    if request.param == "sqlite":
        files: SqliteStore = request.getfixturevalue("sqlite_store")
        return files.empty(tmp_path)
    database: PostgresStore = request.getfixturevalue("postgres_store")
    return database.empty()


@pytest.fixture(params=STORES)
def blank_database_url(
    request: pytest.FixtureRequest, tmp_path: Path, worker_name: str
) -> Iterator[str]:
    """Return the URL of a database without any table, for tests of the migrations themselves."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "blank.db")
        return
    server: str = request.getfixturevalue("postgres_server_url")
    name = f"blank_{worker_name}"
    create_database(server, name)
    yield postgres_url_of(server, name)
    drop_database(server, name)


@pytest.fixture
def clock() -> Iterator[HandClock]:
    """Return a clock that stands at START until the test moves it; all of Python agrees."""
    with time_machine.travel(START, tick=False) as traveller:
        yield HandClock(traveller, START)


@pytest.fixture
def new_id() -> CountedIds:
    """Return a source of ids that gives the same ids in every run."""
    return CountedIds()
