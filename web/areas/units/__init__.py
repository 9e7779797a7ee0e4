"""Units: the tree of them, one of them, and keeping them."""

from __future__ import annotations

from web.areas.units import ending, keeping, lists, restoring, tree
from web.areas.units.area import UNITS

__all__ = ["UNITS", "ending", "keeping", "lists", "restoring", "tree"]
