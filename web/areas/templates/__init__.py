"""Templates of documents (公文模板): their text, its versions, samples, publishing a new one."""

from __future__ import annotations

from web.areas.templates import pages, samples
from web.areas.templates.area import TEMPLATES

__all__ = ["TEMPLATES", "pages", "samples"]
