"""Overviews that were counted a moment ago, kept in memory for the next who asks the same."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime, timedelta

from engine.model.overview import Overview

_MOST = 200


class Kept:
    """The last overviews by who sees what and what was asked; shared by threads."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[Hashable, Overview] = {}

    def get(self, key: Hashable, *, now: datetime, age: timedelta) -> Overview | None:
        """Return what was counted for a key, if that is no longer ago than `age`."""
        found = self._kept.get(key)
        if found is None or not timedelta() <= now - found.as_of < age:
            return None
        return found

    def put(self, key: Hashable, overview: Overview) -> None:
        """Keep an overview in the place of an older one."""
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[key] = overview
