"""Which variables the due date or timer of a node mentions."""

from __future__ import annotations

from engine.diagram.model import EventKind, Node
from engine.feel import FeelError, parse
from engine.model.time_texts import is_time_expression


def mentioned_in(node: Node) -> frozenset[str]:
    """Return the variables that the node's due date or timer is computed from."""
    texts = [node.due_date] if node.due_date else []
    if node.event is not None and node.event.kind is EventKind.TIMER:
        texts.append(node.event.expression)
    names: set[str] = set()
    for text in texts:
        if is_time_expression(text):
            try:
                names |= parse(text).names
            except FeelError:
                continue  # the linter's finding; a definition with it is never published
    return frozenset(names)
