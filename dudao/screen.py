"""What commands print: text for people, aligned with wide characters, or JSON for programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dudao.failures import Stop
from engine.model.deadlines import Light

PIPED_WIDTH = 200
LIGHT_STYLES = {
    Light.GREEN: "green",
    Light.YELLOW: "yellow",
    Light.RED: "bold red",
    Light.GREY: "bright_black",
}


@dataclass(frozen=True, slots=True)
class Screen:
    """Print for people, or collect nothing but one JSON answer."""

    is_json: bool
    out: Console
    err: Console

    @classmethod
    def open(cls, *, is_json: bool = False) -> Screen:
        """Open the screen; colours only on a terminal, and not with ``NO_COLOR``."""
        return cls(is_json, _console(stderr=False), _console(stderr=True))

    @property
    def has_colour(self) -> bool:
        """Say whether colours are shown."""
        return self.out.is_terminal and not self.out.no_color

    def say(self, line: str | Text = "", *, style: str = "") -> None:
        """Print one line for people; nothing when a program listens."""
        if not self.is_json:
            self.out.print(line, style=style or None, soft_wrap=True)

    def show(self, renderable: Table | Padding) -> None:
        """Print a table for people."""
        if not self.is_json:
            self.out.print(renderable)

    def answer(self, answer: Mapping[str, object]) -> None:
        """Print the JSON answer when a program listens."""
        if self.is_json:
            print(json.dumps(answer, ensure_ascii=False, indent=2, default=str))  # noqa: T201

    def complain(self, stop: Stop) -> None:
        """Say why the command ended early, with every place that is wrong."""
        wrong = [{"path": each.path, "zh": each.zh, "en": each.en} for each in stop.errors]
        if self.is_json:
            said = {"code": stop.code, "zh": stop.zh, "en": stop.en, "errors": wrong}
            self.answer({"ok": False, "error": said})
            return
        self.err.print(Text("✗ ", "red") + Text(stop.zh), soft_wrap=True)
        for each in stop.errors:
            path = f"{each.path}：" if each.path else ""
            self.err.print(Text(f"  {path}{each.zh}"), soft_wrap=True)


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH
    return Console(stderr=stderr, width=width, highlight=False, markup=False, emoji=False)


def table(
    *columns: str, rows: Sequence[Sequence[str | Text]] = (), wrapping: Sequence[str] = ()
) -> Table:
    """Make a plain table whose columns align whatever the width of text.

    The last column may wrap, and those named in `wrapping`.
    """
    made = Table(
        box=None, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0)
    )
    for column in columns:
        made.add_column(column, overflow="fold", no_wrap=column not in {columns[-1], *wrapping})
    for row in rows:
        made.add_row(*row)
    return made


def lamp(light: Light | None, *, has_colour: bool) -> Text:
    """Draw a light, two cells wide: a coloured dot, or its name where there are no colours."""
    if light is None:
        return Text("  ")
    return Text("● ", LIGHT_STYLES[light]) if has_colour else Text(light.zh)


def aligned(rows: Sequence[Sequence[str]], sentences: Sequence[str], width: int) -> list[str]:
    """Align cells, each row with its sentence: beside them, or on a line below if too long."""
    widths = [max(map(cell_len, column), default=0) for column in zip(*rows, strict=True)]
    start = sum(widths) + 2 * len(widths)
    fits = start + max(map(cell_len, sentences), default=0) <= width
    lines = []
    for row, sentence in zip(rows, sentences, strict=True):
        cells = "  ".join(padded(cell, each) for cell, each in zip(row, widths, strict=True))
        lines.append(f"{cells}  {sentence}" if fits else f"{cells.rstrip()}\n    {sentence}")
    return lines


def padded(text: str, width: int) -> str:
    """Fill a text with spaces up to a width in terminal cells."""
    return text + " " * max(0, width - cell_len(text))
