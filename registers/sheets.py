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
    heading_en: str = ""


@dataclass(frozen=True, slots=True)
class Lamp:
    """A cell that shows a light, by colour and by word."""

    light: Light


Cell = str | int | date | Lamp | None
"""Text, a whole number, a local day, a light, or nothing."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the columns: title, filter in words, and when the sheet was made."""

    title: str
    """Also the name of the sheet, as far as that may be so long."""
    filtered: str
    made_at: datetime
    """Local time of the making."""
    made_by: str = ""
