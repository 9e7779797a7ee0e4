"""What the disk allows: the smallest durable transaction, for orientation."""

from __future__ import annotations

from time import perf_counter
from typing import Self

from engine.store.connections import connect


class CommitLimit:
    """Transactions of two changed rows, by the driver alone."""

    def __init__(self, url: str) -> None:
        self._engine = connect(url)
        self._connection = self._engine.raw_connection()
        self._cursor = self._connection.cursor()
        self._cursor.execute(
            "CREATE TABLE IF NOT EXISTS bench_limit (id INTEGER PRIMARY KEY, n INTEGER)"
        )
        self._cursor.execute("INSERT INTO bench_limit VALUES (1, 0), (2, 0) ON CONFLICT DO NOTHING")
        self._connection.commit()
        self._is_sqlite = self._engine.dialect.name == "sqlite"

    def commits(self, count: int) -> list[float]:
        return [self._commit() for _ in range(count)]

    def _commit(self) -> float:
        begin = perf_counter()
        if self._is_sqlite:
            self._cursor.execute("BEGIN IMMEDIATE")
        self._cursor.execute("UPDATE bench_limit SET n = n + 1 WHERE id = 1")
        self._cursor.execute("UPDATE bench_limit SET n = n + 1 WHERE id = 2")
        self._connection.commit()
        return perf_counter() - begin

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._engine.dispose()
