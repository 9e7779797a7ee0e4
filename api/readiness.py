"""Is this installation ready to serve? Each answer is looked up, none remembered."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from engine.model.case import Clock
from engine.model.counts import counted
from engine.model.errors import EngineError
from engine.model.jobs import WORKER, job_words
from engine.store import Session, Store
from engine.store.heartbeats import SILENT, last_beat
from engine.store.migrate import newest_revision, revision_of
from engine.store.worker_jobs import JobRow, job_rows

MIN_FREE = 100_000_000
"""Bytes free in the data folder below which nothing should be begun (无法定依据, 建议值)."""

_LOG = logging.getLogger("dudao.api.readiness")


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is not as it must be."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """What must hold before requests are sent here."""

    store: Store
    clock: Clock
    data: Path
    """The data folder."""
    database_file: Path | None
    """The file of the embedded database, None for a server."""
    revision: str
    """The migration that this release expects."""

    @classmethod
    def of(
        cls, store: Store, *, clock: Clock, data: Path, database_file: Path | None = None
    ) -> Readiness:
        """Expect the schema of this release."""
        return cls(store, clock, data, database_file, newest_revision())

    def troubles(self) -> tuple[Trouble, ...]:
        """Return all that is not as it must be; empty when requests may come."""
        return (*self._folder(), *self._database())

    def warnings(self) -> tuple[Trouble, ...]:
        """Return what administrators were told of and still lasts; requests may come all the same."""
        try:
            with self.store.read() as session:
                if revision_of(session.connection) != self.revision:
                    return ()
                rows = job_rows(session)
        except (DBAPIError, EngineError, OSError):
            return ()  # said among the troubles
        return tuple(_job_trouble(each) for each in rows if each.alerted_at and each.job != WORKER)

    def _folder(self) -> Iterator[Trouble]:
        try:
            with tempfile.TemporaryFile(dir=self.data):
                free = shutil.disk_usage(self.data).free
        except OSError as error:
            _LOG.warning("the data folder cannot be written: %s", error)
            yield Trouble(
                "data_not_writable", "数据目录不能写入。", "The data folder cannot be written."
            )
            return
        if free < MIN_FREE:
            yield Trouble("disk_full", "磁盘空间不足。", "Almost no disk space is left.")

    def _database(self) -> Iterator[Trouble]:
        # A connection that is open already would go on with a file that is no longer there.
        if self.database_file is not None and not self.database_file.is_file():
            yield Trouble("no_database", "数据库文件不见了。", "The database file is gone.")
            return
        try:
            with self.store.read() as session:
                yield from self._in_database(session)
        except (DBAPIError, EngineError, OSError) as error:
            _LOG.warning("the database cannot be used: %s", error)
            yield Trouble(
                "database_unavailable", "数据库不能使用。", "The database cannot be used."
            )

    def _in_database(self, session: Session) -> Iterator[Trouble]:
        found = revision_of(session.connection)
        if found != self.revision:
            yield Trouble(
                "schema_not_current",
                "数据库的表结构不是本版本的，请运行 dudao init。",
                f"Expected migration {self.revision}, found {found}; run dudao init.",
            )
            return
        yield from _worker(last_beat(session), self.clock())


def _job_trouble(row: JobRow) -> Trouble:
    words = job_words(row.job)
    return Trouble(
        "job_in_trouble",
        f"“{words.zh}”不正常：连续失败{row.failures}次，落后{row.lag_seconds}秒。",
        f"The job '{row.job}' failed {counted(row.failures, 'time')} "
        f"and is {counted(row.lag_seconds, 'second')} late.",
    )


def _worker(latest: datetime | None, now: datetime) -> Iterator[Trouble]:
    if latest is None:
        yield Trouble(
            "no_worker", "没有后台进程在运行（dudao worker）。", "No worker runs (dudao worker)."
        )
    elif abs(now - latest) >= SILENT:  # a later time: before the clock was set back
        seconds = int(abs(now - latest).total_seconds())
        yield Trouble(
            "worker_silent",
            f"后台进程已{seconds}秒没有响应。",
            f"No worker has answered for {counted(seconds, 'second')}.",
        )
