"""Where the parts of a document go that have no place in the grid: head, notes, signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from documents.content import (
    Annex,
    Block,
    Content,
    FieldTable,
    Kind,
    Paragraph,
    SignatureLine,
    Table,
)
from documents.layout import measures as m
from documents.widths import ems

_INK = 0.92
"""Height of the ink of a large character, in ems."""
_CENTRE = 0.5
_PLAY = 0.25
"""Characters to either side of a signature as wide as its place, so that it never breaks."""
_KEPT_EMS = 6 * m.COLUMNS
"""A last paragraph longer than this may be parted from the signature."""


@dataclass(frozen=True, slots=True)
class Head:
    """Hold places in millimetres under the upper edge of the text area; `size` in points."""

    mark_at: float
    size: float
    scale: float
    number_at: float
    issued_at: float
    line_at: float
    title_at: float


def head(content: Content) -> Head:
    """Place the head of a document (7.2) or letter (10.1)."""
    size, scale = m.head_size(content.head)
    ink = size * _INK / m.PT_PER_MM
    if content.kind is Kind.LETTER:
        mark_at = m.LETTER_HEAD_FROM_PAGE_TOP - m.TOP
        line_at = mark_at + ink + m.LETTER_HEAD_TO_LINE
        double = (m.DOUBLE_THICK_PT + m.DOUBLE_GAP_PT + m.DOUBLE_THIN_PT) / m.PT_PER_MM
        character = m.BODY_PT / m.PT_PER_MM
        number_at = line_at + double + m.LETTER_LINE_TO_NUMBER - (m.ROW - character) / 2
        rows = max(1, sum(map(bool, (content.copy_number, content.secrecy, content.urgency))))
        title_at = number_at + (rows + m.LINE_TO_TITLE_ROWS) * m.ROW
        return Head(mark_at, size, scale, number_at, number_at, line_at, title_at)
    bottom = m.HEAD_FROM_TEXT_TOP + ink
    number_at = bottom + m.HEAD_TO_NUMBER_ROWS * m.ROW
    if not content.number and not content.signers:
        number_at -= m.ROW  # without a number the line takes its place
    issued_at = number_at + (m.ROW if content.kind is Kind.MINUTES else 0)
    under = issued_at + m.ROW / 2 + m.BODY_PT / m.PT_PER_MM * _CENTRE
    line_at = under + m.NUMBER_TO_LINE
    title_at = line_at + m.RED_LINE_PT / m.PT_PER_MM + m.LINE_TO_TITLE_ROWS * m.ROW
    return Head(m.HEAD_FROM_TEXT_TOP, size, scale, number_at, issued_at, line_at, title_at)


@dataclass(frozen=True, slots=True)
class Span:
    """Hold the free characters left and right of a text."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Signature:
    """Hold where signature and date stand (7.3.5), in characters, and the rows above them."""

    rows_above: int
    signature: Span
    date: Span
    centred: bool


def signature(content: Content) -> Signature:
    """Place signature and date, with a seal (7.3.5.1) or without (7.3.5.2)."""
    signer, date = ems(content.signature), ems(content.date)
    if content.sealed:
        # centred over the date, but not beyond the right edge
        from_right = max(m.SEALED_RIGHT + date / 2, signer / 2 + _PLAY)
        half = min(from_right, m.COLUMNS - from_right)
        span = Span(m.COLUMNS - from_right - half, from_right - half)
        return Signature(m.BODY_TO_SIGNATURE_ROWS_SEALED, span, span, centred=True)
    start = min(
        m.COLUMNS - m.UNSEALED_RIGHT - signer,
        m.COLUMNS - m.UNSEALED_RIGHT - date - m.UNSEALED_SHIFT,
    )
    start = max(0.0, start)
    return Signature(
        m.BODY_TO_SIGNATURE_ROWS, Span(start, 0), Span(start + m.UNSEALED_SHIFT, 0), centred=False
    )


def note_hangs(content: Content) -> tuple[float, ...]:
    """Return the width of what precedes each name of an annex: 附件： and its number (7.3.4)."""
    label = ems("附件：")
    if len(content.notes) == 1:
        return (label,)
    return tuple(label + ems(f"{i}. ") for i in range(1, len(content.notes) + 1))


def annexes_from(content: Content) -> int:
    """Return the index of the first block that belongs to an annex."""
    places = [i for i, block in enumerate(content.blocks) if isinstance(block, Annex)]
    return places[0] if places else len(content.blocks)


def kept_with_signature(content: Content) -> int:
    """Return how many of the last blocks of the body stay on the page of the signature: 0 or 1."""
    end = annexes_from(content)
    last = content.blocks[end - 1] if end else None
    if not content.signature and not content.date:
        return 0
    if isinstance(last, Paragraph) and ems(last.lead + last.text) <= _KEPT_EMS:
        return 1
    return 0


def parted(block: Block, following: Block) -> bool:
    """Tell whether half a row is left between two blocks: text after a table or signature line."""
    return isinstance(block, SignatureLine | Table | FieldTable) and isinstance(
        following, Paragraph
    )


def typst_measures() -> Mapping[str, float | str]:
    """Return the measures under the names the typst file uses."""
    return {
        "page_width": m.PAGE_WIDTH,
        "page_height": m.PAGE_HEIGHT,
        "top": m.TOP,
        "left": m.LEFT,
        "right": m.RIGHT,
        "bottom": m.BOTTOM,
        "text_width": m.TEXT_WIDTH,
        "text_height": m.TEXT_HEIGHT,
        "row": m.ROW,
        "column": m.COLUMN,
        "body": m.BODY_PT,
        "red": m.RED,
        "red_line": m.RED_LINE_PT,
        "title": m.TITLE_PT,
        "title_row": m.TITLE_ROW,
        "title_to_body": m.TITLE_TO_BODY_ROWS,
        "indent": m.INDENT,
        "body_to_notes": m.BODY_TO_NOTES_ROWS,
        "label_to_annex_title": m.LABEL_TO_ANNEX_TITLE_ROWS,
        "imprint": m.IMPRINT_PT,
        "imprint_row": m.IMPRINT_ROW,
        "thick_line": m.THICK_LINE,
        "thin_line": m.THIN_LINE,
        "folio": m.FOLIO_PT,
        "folio_from_text": m.FOLIO_FROM_TEXT_BOTTOM,
        "letter_width": m.LETTER_LINE_WIDTH,
        "letter_bottom": m.LETTER_LINE_FROM_PAGE_BOTTOM,
        "thick": m.DOUBLE_THICK_PT,
        "thin": m.DOUBLE_THIN_PT,
        "gap": m.DOUBLE_GAP_PT,
        "table": m.TABLE_PT,
        "form_label": m.FORM_LABEL,
        "cell_margin": m.CELL_MARGIN,
        "short": m.SHORT_CELL,
        "table_line": m.TABLE_LINE_PT,
        "signature_row": m.SIGNATURE_ROW,
    }
