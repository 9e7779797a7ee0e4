"""A rule: at an event of a process or an activity, these people are told by these channels.

Of the rules for one event those of the activity precede those of the process, and those precede
the rules for all: the most exact that exist are the ones that apply, all of them together. A rule
that tells nobody is how an activity is excepted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.model.own_reminders import DUE, NEAR_DUE, OVERDUE

__all__ = [
    "ANY", "DUE", "GROUP", "NEAR_DUE", "OF_DUE_DATES", "OPENER", "OVERDUE", "PERSON", "TOLD",
    "UNIT_GROUP", "Rule", "Rules",
]  # fmt: skip

OF_DUE_DATES = (NEAR_DUE, DUE, OVERDUE)
"""Events that the worker makes of due dates; every other event is a kind of message."""
ANY = "*"
"""Every kind of message that no other rule of the same exactness names."""

TOLD = "told"
"""Whom the message means by itself: its audience; of open work whoever holds it, or may take it."""
OPENER = "opener"
"""Who opened the case (承办人)."""
GROUP = "group:"
"""Before the name of a group: its holders at the unit of the case and above it."""
UNIT_GROUP = "unit-group:"
"""Before the name of a group: its holders at the unit of the work, and above it."""
PERSON = "person:"
"""Before the id of a person."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `process` and `node` are None for all; a node stands with its process.

    `days` counts working days: before the last day in time for `near_due`, after it for the first
    time of `overdue_mark`. `every` repeats `overdue_mark` after so many working days; zero is once.
    The inbox is always told and is no channel here.
    """

    id: str
    event: str
    to: tuple[str, ...]
    channels: tuple[str, ...]
    process: str | None = None
    node: str | None = None
    days: int = 0
    every: int = 0
    is_urgent: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one version; version 0 comes with the product."""

    version: int
    rules: tuple[Rule, ...]

    def of(self, event: str, *, process: str | None, node: str | None) -> tuple[Rule, ...]:
        """Return the rules that apply to an event, the most exact alone."""
        for each in ((process, node), (process, None), (None, None)):
            found = [r for r in self.rules if (r.process, r.node) == each]
            exact = [r for r in found if r.event == event]
            others = [] if event in OF_DUE_DATES else _of(found, ANY)
            if exact or others:
                return tuple(exact or others)
        return ()


def _of(rules: Iterable[Rule], event: str) -> list[Rule]:
    return [each for each in rules if each.event == event]
