"""The areas of the interface, one module each: what a request says becomes a command."""

from __future__ import annotations

from api.area import Area
from api.resources.account import ACCOUNT
from api.resources.accounts import ACCOUNTS
from api.resources.attachments import ATTACHMENTS
from api.resources.cases import CASES
from api.resources.contacts import CONTACTS, OWN_CONTACTS
from api.resources.definitions import DEFINITIONS
from api.resources.directory import DIRECTORY
from api.resources.directory_editing import EDITING
from api.resources.directory_lists import LISTS
from api.resources.documents import DOCUMENTS
from api.resources.items import ITEMS
from api.resources.ledger import LEDGER
from api.resources.notifications import NOTIFICATIONS
from api.resources.operations import OPERATIONS
from api.resources.overview import OVERVIEW
from api.resources.proposals import PROPOSALS
from api.resources.public import PUBLIC
from api.resources.publications import PUBLICATIONS
from api.resources.rules import RULES
from api.resources.searching import SEARCH
from api.resources.session import LEAVING, SESSION
from api.resources.settings import SETTINGS
from api.resources.substitutions import SUBSTITUTIONS
from api.resources.templates import TEMPLATES
from api.resources.work import WORK

AREAS: tuple[Area, ...] = (
    CASES,
    WORK,
    SEARCH,
    OVERVIEW,
    ITEMS,
    DOCUMENTS,
    ATTACHMENTS,
    TEMPLATES,
    LEDGER,
    PUBLICATIONS,
    PUBLIC,
    DEFINITIONS,
    PROPOSALS,
    DIRECTORY,
    EDITING,
    LISTS,
    CONTACTS,
    SUBSTITUTIONS,
    SETTINGS,
    RULES,
    OPERATIONS,
    NOTIFICATIONS,
    SESSION,
    LEAVING,
    ACCOUNT,
    OWN_CONTACTS,
    ACCOUNTS,
)
"""Every area; an application serves these."""
