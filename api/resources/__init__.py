"""The areas of the interface, one module each: what a request says becomes a command."""

from __future__ import annotations

from api.area import Area
from api.resources.attachments import ATTACHMENTS
from api.resources.cases import CASES
from api.resources.documents import DOCUMENTS
from api.resources.items import ITEMS
from api.resources.ledger import LEDGER
from api.resources.public import PUBLIC
from api.resources.publications import PUBLICATIONS
from api.resources.templates import TEMPLATES
from api.resources.work import WORK

AREAS: tuple[Area, ...] = (
    CASES, WORK, ITEMS, DOCUMENTS, ATTACHMENTS, TEMPLATES, LEDGER, PUBLICATIONS, PUBLIC,
)  # fmt: skip
"""Every area; an application serves these."""
