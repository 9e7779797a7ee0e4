"""Pictures of pages and what a reader with a ruler finds on them; lengths in millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

DPI = 300
MM = 25.4 / DPI
LINE_WIDTH = 100.0  # whatever is wider than this without a gap is a line, not text


@dataclass(frozen=True, slots=True)
class Box:
    """Hold where ink is, from the upper left corner of the page."""

    top: float
    bottom: float
    left: float
    right: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


class Page:
    """Hold one page as masks of dark and of red ink."""

    def __init__(self, colours: NDArray[np.uint8]) -> None:
        red, green, blue = (colours[:, :, i].astype(np.int16) for i in range(3))
        self.red: NDArray[np.bool_] = (red - green > 60) & (red - blue > 60)
        self.dark: NDArray[np.bool_] = (red + green + blue < 3 * 140) & ~self.red
        self.height, self.width = (round(n * MM, 1) for n in self.dark.shape)

    def lines(self, *, red: bool = False) -> list[Box]:
        """Return the horizontal lines of the page, from top to bottom."""
        ink = self.red if red else self.dark
        wide = np.zeros(len(ink), dtype=np.bool_)
        for i in np.flatnonzero(ink.sum(axis=1) * MM > LINE_WIDTH):
            wide[i] = _longest(ink[i]) * MM > LINE_WIDTH
        return [_box(ink, start, end) for start, end in _bands(wide)]

    def rows(self, top: float = 0, bottom: float = 400, *, red: bool = False) -> list[Box]:
        """Return the rows of text between two heights, without lines."""
        ink = (self.red if red else self.dark).copy()
        for line in self.lines(red=red):
            ink[round(line.top / MM) - 1 : round(line.bottom / MM) + 2] = False
        ink[: round(top / MM)] = False
        ink[round(bottom / MM) :] = False
        return [
            _box(ink, start, end)
            for start, end in _bands(np.asarray(ink.any(axis=1), dtype=np.bool_))
        ]

    def text_rows(self, top: float = 0, bottom: float = 400, least: float = 1.5) -> list[Box]:
        """Return rows of characters: bands of ink joined where a character has a gap inside."""
        merged: list[Box] = []
        for band in self.rows(top, bottom):
            if merged and band.top - merged[-1].bottom < least:
                last = merged.pop()
                left, right = min(last.left, band.left), max(last.right, band.right)
                band = Box(last.top, band.bottom, left, right)  # noqa: PLW2901 - joined with the last
            merged.append(band)
        return merged


def pages(pdf: bytes) -> list[Page]:
    """Return the pages of a PDF as pictures."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [
            Page(np.asarray(page.render(scale=DPI / 72).to_pil().convert("RGB")))
            for page in document
        ]
    finally:
        document.close()


def texts(pdf: bytes) -> list[list[str]]:
    """Return the lines of text of each page, as a reader copies them."""
    document = pdfium.PdfDocument(pdf)
    try:
        found = []
        for page in document:
            textpage = page.get_textpage()
            found.append(textpage.get_text_range().replace("\r\n", "\n").split("\n"))
            textpage.close()
        return found
    finally:
        document.close()


def pitches(rows: list[Box]) -> list[float]:
    """Return the distances from row to row, by their middles."""
    middles = [(row.top + row.bottom) / 2 for row in rows]
    return [lower - upper for upper, lower in pairwise(middles)]


def _bands(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _longest(row: NDArray[np.bool_]) -> int:
    return max((end - start for start, end in _bands(row)), default=0)


def _box(ink: NDArray[np.bool_], start: int, end: int) -> Box:
    columns = np.flatnonzero(ink[start:end].any(axis=0))
    left, right = (int(columns[0]), int(columns[-1]) + 1) if len(columns) else (0, 0)
    return Box(start * MM, end * MM, left * MM, right * MM)
