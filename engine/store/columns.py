"""Column types and names that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

import orjson
from sqlalchemy import ARRAY, DateTime, Dialect, MetaData, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from engine.model.search_text import mark
from engine.model.values import Value, from_json, to_json

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""All tables of the engine; constraints have names, so that a migration can change them."""


T = TypeVar("T")
Write = Callable[[T | None], object]


class Instant(TypeDecorator[datetime]):
    """Keep an aware instant: timestamptz on PostgreSQL, text of fixed width on SQLite.

    The text (2026-03-02T01:00:00.000000Z) sorts as the instants do and is read by SQLite's own
    date functions. A naive datetime raises ValueError: nobody could tell which hour it means.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str] | TypeEngine[datetime]:
        """Choose the column type of this store."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(DateTime(timezone=True))

    def bind_processor(self, dialect: Dialect) -> Write[datetime]:
        """Return what writes an instant as this store keeps it."""
        return _instant_text if dialect.name == "sqlite" else _instant

    def process_result_value(
        self, value: datetime | str | None, dialect: Dialect
    ) -> datetime | None:
        """Read the instant back, aware, in UTC."""
        del dialect
        if value is None:
            return None
        return datetime.fromisoformat(value) if isinstance(value, str) else value.astimezone(UTC)


class ValueText(TypeDecorator[Value]):
    """Keep a value of ours as JSON text (never JSONB, which reorders keys)."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Write[Value]:
        """Return what writes a value as JSON, None as NULL."""
        del dialect
        return _value_text

    def process_result_value(self, value: str | None, dialect: Dialect) -> Value:
        """Read the value back."""
        del dialect
        return None if value is None else from_json(orjson.loads(value))


class TextList(TypeDecorator[tuple[str, ...]]):
    """Keep a few texts as a JSON list."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Write[tuple[str, ...]]:
        """Return what writes texts, None as an empty list."""
        del dialect
        return _list_text

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """Read the texts back."""
        del dialect
        return tuple(orjson.loads(value)) if value and value != "[]" else ()


class Tokens(TypeDecorator[list[str]]):
    """Keep the tokens of a text: an array on PostgreSQL, words between blanks on SQLite.

    Nobody reads them back but the indexes.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column type of this store."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(ARRAY(Text()))

    def process_bind_param(
        self, value: list[str] | None, dialect: Dialect
    ) -> str | list[str] | None:
        """Write the tokens as this store keeps them."""
        if value is None or dialect.name != "sqlite":
            return value
        return " ".join(map(mark, value))


def _instant_text(value: datetime | None) -> str | None:
    return None if value is None else instant_text(value)


def _instant(value: datetime | None) -> datetime | None:
    return None if value is None else _utc(value)


def _value_text(value: Value) -> str | None:
    return None if value is None else orjson.dumps(to_json(value)).decode()


def _list_text(value: tuple[str, ...] | None) -> str:
    return orjson.dumps(value).decode() if value else "[]"


# One step writes the same few instants into many rows.
@lru_cache(maxsize=1024)
def instant_text(at: datetime) -> str:
    """Write an instant as text of fixed width in UTC."""
    return _utc(at).isoformat(timespec="microseconds")[:-6] + "Z"


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("expected an aware instant, found one without a zone")
    return at.astimezone(UTC)
