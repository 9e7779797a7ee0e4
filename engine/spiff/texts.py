"""Which texts of a diagram are expressions, and which variables they mention."""

from __future__ import annotations

from engine.diagram.model import EventKind, Node
from engine.feel import FeelError, parse


def is_wrapped(text: str) -> bool:
    """Tell whether a text is an expression (`=…`, `${…}`, `#{…}`) and not a literal."""
    inner = text.strip()
    return inner.startswith("=") or (inner[:2] in ("${", "#{") and inner.endswith("}"))


def mentioned_in(node: Node) -> frozenset[str]:
    """Return the variables that the node's due date or timer is computed from."""
    texts = [node.due_date] if node.due_date else []
    if node.event is not None and node.event.kind is EventKind.TIMER:
        texts.append(node.event.expression)
    names: set[str] = set()
    for text in texts:
        if is_wrapped(text):
            try:
                names |= parse(text).names
            except FeelError:
                continue  # the linter's finding; a definition with it is never published
    return frozenset(names)
