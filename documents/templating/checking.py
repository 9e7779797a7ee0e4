"""What is wrong with a template, without any fields: told to whoever edits it."""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import nodes

from documents.templating.declarations import GIVEN_FIELDS, Declared, declared, names
from documents.templating.filling import parsed, used_names
from documents.templating.findings import Finding, Refused
from documents.templating.heads import wrong_keys
from documents.templating.sandbox import Environment, confine
from documents.templating.source import read


def check(source: str) -> list[Finding]:
    """List what is wrong with a template, by line; an empty list means that it can be used."""
    try:
        template = read(source)
        findings = wrong_keys(template.head)
        fields = declared(template.head)
        environment = Environment(None)
        tree = parsed(template, environment)
        confine(tree, names(fields))
    except Refused as refused:
        return [refused.finding]
    findings += _undeclared(tree, fields)
    return sorted(findings, key=lambda each: each.line)


def _undeclared(tree: nodes.Template, fields: Iterable[Declared]) -> list[Finding]:
    known = GIVEN_FIELDS | {each.path[0] for each in fields}
    return [
        Finding(
            line,
            f"用到的字段“{name}”没有在“所需字段”或“可选字段”中列出。",
            f"Field '{name}' is used but not declared.",
        )
        for name, line in used_names(tree).items()
        if name not in known
    ]
