"""What happens when nothing is done until the due date, as far as the diagram says it.

A diagram may say it itself (`otherwise`, `otherwise_en`). Else a timer on the activity that runs
out at the very due date tells: it ends the work, or starts something beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.diagram.model import EventKind, Node
from notifications.channel import Language


@dataclass(frozen=True, slots=True)
class Consequence:
    """A sentence of the diagram, or the name of the event that ends the work or stands beside it."""

    sentence: str = ""
    lapses: str = ""
    starts: str = ""


def consequence_of(node: Node, nodes: Iterable[Node], *, language: Language) -> Consequence:
    """Return what a diagram says of an activity that is not done in time."""
    wanted = "otherwise" if language == "zh" else "otherwise_en"
    sentence = node.properties.get(wanted, "").strip()
    if sentence:
        return Consequence(sentence)
    for each in nodes:
        if each.attached_to == node.id and each.name and _runs_out_at(each, node.due_date):
            if each.is_interrupting:
                return Consequence(lapses=each.name)
            return Consequence(starts=each.name)
    return Consequence()


def _runs_out_at(node: Node, due: str) -> bool:
    event = node.event
    return (
        event is not None
        and event.kind is EventKind.TIMER
        and bool(due)
        and event.expression.strip() == due.strip()
    )
