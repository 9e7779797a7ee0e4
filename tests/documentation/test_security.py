"""The threat model names a test for every line, and every test that it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "security.md"


def written() -> set[str]:
    return {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }


def lines() -> list[list[str]]:
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [each for each in cells if not each[0].startswith("威胁")]


def test_every_threat_has_a_defence_and_a_test_that_exists() -> None:
    known = written()
    found = lines()
    assert len(found) > 50
    for threat, stopped, test in found:
        assert threat
        assert stopped
        name = re.fullmatch(r"`(test_\w+)`", test)
        assert name, threat
        assert name[1] in known, test
