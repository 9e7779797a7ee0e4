"""What a diagram says of due dates by its own timers, so that nobody says the same once more.

A case type declares it beside its kinds of messages. Plain data: whoever makes marks of due dates
decides what follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass

NEAR_DUE, DUE, OVERDUE = "near_due", "due", "overdue_mark"
"""Events that are made of due dates; every other event is a kind of message."""
REMINDING_KINDS = frozenset({"reminder", "urge", "overdue", "supervise", "alert"})
"""Kinds by which diagrams speak of due dates."""


@dataclass(frozen=True, slots=True)
class OwnReminder:
    """An activity of whose due date a diagram speaks itself.

    `by` is the element that speaks. With `goes_on` it speaks again until the work is done, so that
    nothing need be added; else it speaks once, and later marks go on from there.
    """

    process: str
    node: str
    event: str
    by: str
    goes_on: bool = True
