"""English sentences that modules put together say one of a thing as one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from engine.model.counts import counted
from tests.architecture.test_packages import PACKAGES, ROOT

_THINGS = re.compile(
    r" (?:[a-z]+ )?(?:arguments|bytes|cases|cells|characters|columns|days|documents|elements|entries"
    r"|errors|events|extensions|fields|files|hours|items|jobs|lines|messages|minutes|mistakes|months"
    r"|people|places|points|problems|rows|rules|scenarios|seconds|steps|tasks|times|tries|units"
    r"|weeks|years)\b"
)


def uncounted(source: str) -> Iterator[int]:
    """Yield the lines of f-strings in which a number that may be 1 stands before a plural."""
    for node in ast.walk(ast.parse(source)):
        parts = [ast.Constant(""), *node.values] if isinstance(node, ast.JoinedStr) else []
        for before, value, behind in zip(parts, parts[1:], parts[2:], strict=False):
            if (
                isinstance(value, ast.FormattedValue)
                and _THINGS.match(_text(behind))
                and not _is_limit(value.value)
                and not _text(before).endswith(" to ")
            ):
                yield value.lineno


def _text(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else ""


def _is_limit(number: ast.expr) -> bool:
    """Say whether a number is a limit of the program, by its name: none that is said is 1."""
    return any(
        name.isupper() or name.lower().lstrip("_").startswith(("most", "max_"))
        for each in ast.walk(number)
        if isinstance(each, ast.Name | ast.Attribute)
        for name in [ast.unparse(each).rpartition(".")[2]]
    )


def test_no_module_writes_a_plural_behind_a_number_that_may_be_one() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "node_modules" not in path.parts
        for line in uncounted(path.read_text())
    ]
    assert found == [], "write counted(number, 'day')"


@pytest.mark.parametrize(
    "source, lines",
    [
        ('f"late by {n} days"', [1]),
        ('f"{len(rows)} more rows"', [1]),
        ('f"at most {MOST_ROWS} rows"', []),
        ('f"at most {limits.MOST} rows"', []),
        ('f"1 to {high} months"', []),
        ("f\"late by {counted(n, 'day')}\"", []),
        ('f"{name} exists"', []),
    ],
)
def test_such_a_plural_is_seen(source: str, lines: list[int]) -> None:
    assert list(uncounted(source)) == lines


def test_a_number_is_written_with_one_or_many() -> None:
    assert [counted(n, "day") for n in range(3)] == ["0 days", "1 day", "2 days"]
    assert [counted(n, "more try", "more tries") for n in (1, 2)] == ["1 more try", "2 more tries"]
