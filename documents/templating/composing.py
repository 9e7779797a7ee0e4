"""From a template and the fields of a case to the content of a document."""

from __future__ import annotations

from collections.abc import Mapping

from documents.content import Content
from documents.templating.filling import fill
from documents.templating.findings import Refused, bad_template
from documents.templating.heads import build
from documents.templating.preparing import prepare
from documents.templating.reading import read_blocks


def compose(source: str, fields: Mapping[str, object], *, name: str = "") -> Content:
    """Fill a template and return what the document says.

    `fields` holds values of cases by name and, as `unit_name`, a function from a unit's code to
    its name. InvalidArgument is raised with code ``bad_template`` (line, and what was expected),
    or with ``missing_field`` (every field that is absent, empty or null): no place stays empty.
    """
    unit_name = fields.get("unit_name")
    try:
        prepared = prepare(source, unit_name if callable(unit_name) else None)
        if prepared.findings:
            raise bad_template(prepared.findings, name)
        lines = fill(prepared, fields)
        body_from = prepared.source.body_from
        head = [line for line in lines if line.number < body_from and line.shape.strip()]
        body = [line for line in lines if line.number > body_from]
        return build(head, lambda kind: read_blocks(body, kind))
    except Refused as refused:
        raise bad_template([refused.finding], name) from refused
