"""Overviews that the worker counted ahead, for the web processes."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from engine.store.columns import METADATA, Instant

# One row for each scope that is counted ahead: a handful. Anything here can be counted again.
overview_kept = Table(
    "overview_kept",
    METADATA,
    Column("question", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("as_of", Instant, nullable=False),
    Column("figures", Text, nullable=False),
)
