"""Workbooks as people send them, made for a test."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import openpyxl


def book(
    *rows: Sequence[object], touch: Callable[[openpyxl.Workbook], None] | None = None
) -> bytes:
    """Return a workbook with these rows, after something else was done to it."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if touch is not None:
        touch(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()
