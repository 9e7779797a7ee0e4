"""Shorthand for what the linter finds."""

from __future__ import annotations

from engine.diagram import Finding, Known, is_deployable, lint

NOTHING_KNOWN = Known()


def findings(data: bytes, known: Known = NOTHING_KNOWN) -> tuple[Finding, ...]:
    """Lint, and check what holds of all findings."""
    result = lint(data, known=known)
    assert is_deployable(result) == all(finding.severity == "warning" for finding in result)
    for finding in result:
        assert finding.zh.endswith(("。", "？", "）", "”")) or "：" in finding.zh, finding.zh
        assert finding.en
        assert finding.line > 0 or finding.element_id == ""
    return result


def found(data: bytes, known: Known = NOTHING_KNOWN) -> list[tuple[str, str]]:
    """Return code and element of every finding."""
    return [(each.code, each.element_id) for each in findings(data, known)]


def errors(data: bytes, known: Known = NOTHING_KNOWN) -> list[tuple[str, str]]:
    """Return code and element of the errors."""
    every = findings(data, known)
    return [(each.code, each.element_id) for each in every if each.severity == "error"]


def warnings(data: bytes, known: Known = NOTHING_KNOWN) -> list[tuple[str, str]]:
    """Return code and element of the warnings."""
    every = findings(data, known)
    return [(each.code, each.element_id) for each in every if each.severity == "warning"]
