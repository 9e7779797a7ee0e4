"""The parts of the office, one module each; the order is of no consequence."""

from __future__ import annotations

from web.areas.account import ACCOUNT
from web.areas.cases import CASES
from web.areas.desk import DESK
from web.areas.entry import ENTRY, LEAVING
from web.areas.inbox import INBOX
from web.areas.items import ITEMS
from web.areas.opening import OPENING
from web.areas.pick import PICK
from web.areas.preferences import PREFERENCES
from web.areas.processes import PROCESSES
from web.areas.public import PUBLIC, ROBOTS
from web.areas.publications import PUBLICATIONS
from web.areas.substitutions import SUBSTITUTIONS
from web.areas.work import WORK
from web.pages import Pages

AREAS: tuple[Pages, ...] = (
    ACCOUNT,
    CASES,
    DESK,
    ENTRY,
    INBOX,
    ITEMS,
    LEAVING,
    OPENING,
    PICK,
    PREFERENCES,
    PROCESSES,
    PUBLIC,
    PUBLICATIONS,
    ROBOTS,
    SUBSTITUTIONS,
    WORK,
)
"""Every part with pages of its own."""
