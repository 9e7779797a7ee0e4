"""Everything that is kept: the schema, units of work, the batch of a step, history, timers."""

from __future__ import annotations

from engine.store.batch import StepBatch
from engine.store.migrate import is_current, migrate
from engine.store.store import Session, Store

__all__ = ["Session", "StepBatch", "Store", "is_current", "migrate"]
