"""Which workers live: one row for each, gone when it stops."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from engine.store.columns import METADATA, Instant

# Rows of workers that were killed are taken away by those that live: as many rows as workers.
worker_heartbeat = Table(
    "worker_heartbeat",
    METADATA,
    Column("worker", Text, primary_key=True),
    Column("started_at", Instant, nullable=False),
    Column("beat_at", Instant, nullable=False),
)
