"""What is printed: figures in columns, each with its target and whether it holds."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bench.rounds import Spread

HEADINGS = ("figure", "measured: median (min…max)", "target", "")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what was measured, and what was to be reached."""

    name: str
    measured: str
    target: str = ""
    verdict: str = ""


def at_least(name: str, measured: Spread, target: float, unit: str = "", digits: int = 2) -> Figure:
    """Compare the median with what it should reach."""
    verdict = "ok" if measured.median >= target else "MISSED"
    return Figure(name, measured.shown(digits) + unit, f"≥ {target:g}{unit}", verdict)


def at_most(name: str, measured: Spread, target: float, unit: str = "", digits: int = 2) -> Figure:
    """Compare the median with what it should stay within."""
    verdict = "ok" if measured.median <= target else "MISSED"
    return Figure(name, measured.shown(digits) + unit, f"≤ {target:g}{unit}", verdict)


def say(line: str = "") -> None:
    print(line, flush=True)


def table(title: str, figures: Sequence[Figure]) -> None:
    """Print figures in columns."""
    rows = [HEADINGS, *((each.name, each.measured, each.target, each.verdict) for each in figures)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(HEADINGS))]
    say(f"\n{title}")
    for number, row in enumerate(rows):
        cells = (cell + " " * (widths[n] - _width(cell)) for n, cell in enumerate(row))
        say("  " + "  ".join(cells).rstrip())
        if not number:
            say("  " + "  ".join("-" * width for width in widths).rstrip())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
