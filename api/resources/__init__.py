"""The areas of the interface, one module each: what a request says becomes a command."""

from __future__ import annotations

from api.area import Area
from api.resources.attachments import ATTACHMENTS
from api.resources.cases import CASES
from api.resources.documents import DOCUMENTS
from api.resources.templates import TEMPLATES
from api.resources.work import WORK

AREAS: tuple[Area, ...] = (CASES, WORK, DOCUMENTS, ATTACHMENTS, TEMPLATES)
"""Every area; an application serves these."""
