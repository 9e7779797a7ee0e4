"""Rows that were written as JSON, read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

R = TypeVar("R")


def tuples(row: Callable[..., R], values: Mapping[str, object]) -> R:
    """Make a row of its values; JSON knows only lists, rows have tuples."""
    return row(**{name: tuple(v) if isinstance(v, list) else v for name, v in values.items()})
