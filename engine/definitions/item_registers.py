"""Which multi-instances of a definition list problem items, and by which texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.diagram.model import Node
from engine.feel import is_wrapped, parse
from engine.model.items import COLUMNS, STATUS, TITLE


@dataclass(frozen=True, slots=True)
class ItemRegister:
    """One multi-instance whose items are problem items; `texts` is column property → text."""

    node: str
    collection: str
    element: str
    texts: Mapping[str, str]

    def text(self, name: str) -> str:
        """Return the text of a column, "" where the diagram has none."""
        return self.texts.get(name, "")


@dataclass(frozen=True, slots=True)
class ItemRegisters:
    """The registers of a definition by node, and the state of an item per user task."""

    by_node: Mapping[str, ItemRegister]
    states: Mapping[str, str]
    names: tuple[str, ...]
    """The variables that any of their texts mentions."""

    @classmethod
    def of(cls, nodes: Mapping[str, Node]) -> ItemRegisters:
        """Collect what the nodes of a definition declare."""
        by_node = {
            node.id: ItemRegister(
                node.id,
                node.loop.collection,
                node.loop.element,
                {name: node.properties[name] for name in COLUMNS if name in node.properties},
            )
            for node in nodes.values()
            if node.loop is not None and node.properties.get(TITLE)
        }
        states = {
            node.id: node.properties[STATUS] for node in nodes.values() if STATUS in node.properties
        }
        texts = [text for each in by_node.values() for text in each.texts.values()]
        wrapped = [text for text in (*texts, *states.values()) if is_wrapped(text)]
        names = sorted({name for text in wrapped for name in parse(text).names})
        return cls(by_node, states, tuple(names))
