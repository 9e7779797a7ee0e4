"""Everything that is kept: the schema, units of work, the batch of a step, history, timers."""

from __future__ import annotations

from engine.store.migrate import is_current, migrate

__all__ = ["is_current", "migrate"]
