"""Draw a diagram from what it says: places for its shapes, lines and names.

Each scope is laid out on a grid of columns and rows (`ranks`, `rows`), inner scopes first. Lines
run in the channels between columns and rows or along empty cells (`routes`); each line has a track
of its own in a channel (`tracks`); only then do columns, rows and channels get their breadth
(`geometry`). A place that a name needs belongs to the cell of its node, where no line may pass:
so nothing can cover anything else, however the lines run.
"""

from __future__ import annotations

from engine.diagram.layout.drawing import draw

__all__ = ["draw"]
