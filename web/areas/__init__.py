"""The parts of the office, one module each; the order is of no consequence."""

from __future__ import annotations

from web.areas.account import ACCOUNT
from web.areas.approvals import APPROVALS
from web.areas.audit import AUDIT
from web.areas.calendars import CALENDARS
from web.areas.cases import CASES
from web.areas.demands import DEMANDS
from web.areas.desk import DESK
from web.areas.entry import ENTRY, LEAVING
from web.areas.inbox import INBOX
from web.areas.items import ITEMS
from web.areas.ledger import LEDGER
from web.areas.message_link import MESSAGE_LINK
from web.areas.my_messages import MY_MESSAGES
from web.areas.numbers import NUMBERS
from web.areas.opening import OPENING
from web.areas.operations import OPERATIONS
from web.areas.overview import OVERVIEW
from web.areas.people import PEOPLE
from web.areas.personal_calendar import PERSONAL_CALENDAR
from web.areas.pick import PICK
from web.areas.preferences import PREFERENCES
from web.areas.processes import PROCESSES
from web.areas.public import PUBLIC, ROBOTS
from web.areas.publications import PUBLICATIONS
from web.areas.rules import RULES
from web.areas.search import SEARCH
from web.areas.settings import SETTINGS
from web.areas.substitutions import SUBSTITUTIONS
from web.areas.templates import TEMPLATES
from web.areas.units import UNITS
from web.areas.work import WORK
from web.areas.worklist import WORKLIST
from web.pages import Pages

AREAS: tuple[Pages, ...] = (
    ACCOUNT,
    APPROVALS,
    AUDIT,
    CALENDARS,
    CASES,
    DEMANDS,
    DESK,
    ENTRY,
    INBOX,
    ITEMS,
    LEAVING,
    LEDGER,
    MESSAGE_LINK,
    MY_MESSAGES,
    NUMBERS,
    OPENING,
    OPERATIONS,
    OVERVIEW,
    PEOPLE,
    PERSONAL_CALENDAR,
    PICK,
    PREFERENCES,
    PROCESSES,
    PUBLIC,
    PUBLICATIONS,
    ROBOTS,
    RULES,
    SEARCH,
    SETTINGS,
    SUBSTITUTIONS,
    TEMPLATES,
    UNITS,
    WORK,
    WORKLIST,
)
"""Every part with pages of its own."""
