"""What a sheet of a register consists of: columns with their widths, and cells of few kinds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.model.deadlines import Light


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and its width in Latin characters (a Chinese one takes two)."""

    heading: str
    width: int


@dataclass(frozen=True, slots=True)
class Lamp:
    """A cell that shows a light, by colour and by word."""

    light: Light

    @property
    def word(self) -> str:
        """Return what the cell says, so that no colour is needed to read it."""
        return f"{self.light.zh} {_WORDS[self.light]}"


_WORDS = {Light.GREEN: "正常", Light.YELLOW: "临期", Light.RED: "逾期", Light.GREY: "中止"}

Cell = str | int | date | Lamp | None
"""Text, a whole number, a local day, a light, or nothing."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the columns: title, filter in words, and when the sheet was made."""

    title: str
    filtered: str
    made_at: datetime
    """Local time of the making."""
    made_by: str = ""
