"""The parts of the office, one module each; the order is of no consequence."""

from __future__ import annotations

from web.areas.audit import AUDIT
from web.areas.cases import CASES
from web.areas.desk import DESK
from web.areas.entry import ENTRY, LEAVING
from web.areas.items import ITEMS
from web.areas.overview import OVERVIEW
from web.areas.pick import PICK
from web.areas.preferences import PREFERENCES
from web.areas.search import SEARCH
from web.areas.worklist import WORKLIST
from web.pages import Pages

AREAS: tuple[Pages, ...] = (
    AUDIT,
    CASES,
    DESK,
    ENTRY,
    ITEMS,
    LEAVING,
    OVERVIEW,
    PICK,
    PREFERENCES,
    SEARCH,
    WORKLIST,
)
"""Every part with pages of its own."""
