"""How much of a long count is done at once, so that nobody waits without seeing how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Portion:
    """Count for so long, and no more than so many things; at least a few."""

    time: timedelta
    most: int | None = None


WHOLE = Portion(timedelta(seconds=10))
"""For whoever waits for all of it (无法定依据，建议值)."""
