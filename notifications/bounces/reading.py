"""Read what came back, each mail in a unit of work of its own."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.model.case import Clock
from engine.model.errors import Conflict
from engine.store import Store
from notifications.bounces.applying import apply_report
from notifications.bounces.report import read_report
from notifications.bounces.sources import Returned, Source

LIMIT = 200
"""Mails of one turn: whoever writes many must not keep the worker from its other work."""
_LOG = logging.getLogger("dudao.bounces")


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the mails that were read."""

    bounced: int = 0
    delayed: int = 0
    known: int = 0
    unknown: int = 0
    """Reports of no delivery of ours."""
    forged: int = 0
    """Reports that name a delivery of ours without its right seal; they change nothing."""
    others: int = 0
    """Mails that are no report: answers, advertisements."""
    postponed: int = 0
    """Left for the next time, because somebody else was at work on the same delivery."""

    @property
    def matched(self) -> int:
        """Return how many told something new of a delivery."""
        return self.bounced + self.delayed


def read_bounces(store: Store, *, engine: Engine, clock: Clock, source: Source) -> int:
    """Read what came back; return how many mails told something new of a delivery."""
    return tally_bounces(store, engine=engine, clock=clock, source=source).matched


def tally_bounces(
    store: Store, *, engine: Engine, clock: Clock, source: Source, limit: int = LIMIT
) -> Tally:
    """Read what came back, each mail once, and say what became of all of them.

    A mail is settled after the commit: whoever dies in between reads it again and finds all of it
    known. A database that cannot be used raises; the mails then stay where they are.
    """
    counted = Counter[str]()
    for returned in source.returned(limit):
        counted[_outcome(store, returned, engine=engine, clock=clock)] += 1
    tally = Tally(**counted)
    if tally.unknown:
        _LOG.warning("%d reports name no delivery of ours", tally.unknown)
    if tally.forged:
        _LOG.warning(
            "%d reports name deliveries of ours without the right seal and were ignored: "
            "they are forged, or of mails sent before there were seals",
            tally.forged,
        )
    return tally


def _outcome(store: Store, returned: Returned, *, engine: Engine, clock: Clock) -> str:
    report = read_report(returned.octets)
    outcome = "others"
    if report is not None:
        try:
            with store.begin() as session:
                outcome = apply_report(session, report, engine=engine, now=clock()).value
        except Conflict:
            return "postponed"
    returned.settle()
    return outcome
