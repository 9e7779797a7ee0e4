"""What follows from an answer, in one sentence."""

from __future__ import annotations

from collections.abc import Iterable

from engine.commands.reading.approvals import Choice
from web.language import text

_MOST = 4


def follows(choice: Choice) -> str:
    """Say what happens by itself, and what then waits; "" where the drawing leaves it open."""
    if choice.is_back:
        return text("退回“%(names)s”。", names=_names(choice.waits))
    parts = []
    if choice.steps:
        parts.append(_names(choice.steps))
    if choice.waits:
        parts.append(text("接着是“%(names)s”", names=_names(choice.waits)))
    if choice.asks:
        parts.append(text("之后视情况而定（%(names)s）", names=_names(choice.asks)))
    elif choice.ends and not choice.waits:
        parts.append(text("到此为止（%(names)s）", names=_names(choice.ends)))
    return text("，").join(parts) + text("。") if parts else ""


def _names(names: Iterable[str]) -> str:
    found = list(names)
    more = text("等") if len(found) > _MOST else ""
    return text("、").join(found[:_MOST]) + more
