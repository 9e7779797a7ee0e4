"""The part of the office in which templates of documents are kept, and what they are called."""

from __future__ import annotations

from documents import shipped_name
from engine.store.document_rows import TemplateRow
from web.language import either
from web.pages import Pages

TEMPLATES = Pages("templates", "/templates")


@TEMPLATES.app_template_global("template_name")
def template_name(row: TemplateRow) -> str:
    """Return what a template is called; where it has no name, what its first line says of it."""
    zh, en = shipped_name(row.key, row.name)
    first = row.source.partition("\n")[0]
    if zh == row.key and first.startswith("#"):
        return first.removeprefix("#").partition("：")[0].partition("（")[0].strip() or zh
    return either(zh, en)
