"""What is wrong with a template, without any fields: told to whoever edits it."""

from __future__ import annotations

from documents.templating.findings import Finding, Refused
from documents.templating.preparing import prepare


def check(source: str) -> list[Finding]:
    """List what is wrong with a template, by line; an empty list means that it can be used."""
    try:
        return list(prepare(source).findings)
    except Refused as refused:
        return [refused.finding]
