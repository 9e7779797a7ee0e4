"""The measures of GB/T 9704-2012, each once, with its section.

Lengths are millimetres, or points (PT); a row and a column (character) are those of the text area.
"""

from __future__ import annotations

from documents.widths import ems

PT_PER_MM = 72 / 25.4

# 5.1, 5.2.1: A4, top margin 37±1, binding margin 28±1, text area 156 x 225
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
TOP, LEFT = 37.0, 28.0
TEXT_WIDTH, TEXT_HEIGHT = 156.0, 225.0
RIGHT = PAGE_WIDTH - LEFT - TEXT_WIDTH
BOTTOM = PAGE_HEIGHT - TOP - TEXT_HEIGHT

# 5.2.2, 5.2.3: 3号, 22 rows of 28 characters that fill the text area
ROWS, COLUMNS = 22, 28
BODY_PT = 16.0  # 3号
ROW = TEXT_HEIGHT / ROWS  # 10.23 mm, 28.99 pt
COLUMN = TEXT_WIDTH / COLUMNS  # 5.571 mm, 15.79 pt: a hair narrower than the character

# 6.2: red is Y80 M80; the screen value nearest to it on coated and uncoated paper
RED = "#e60012"

# 7.2.4: upper edge of the issuer's mark under that of the text area; size is at discretion
HEAD_FROM_TEXT_TOP = 35.0
HEAD_LARGEST_PT, HEAD_SQUEEZED_PT = 56.0, 36.0
"""A long name is set at most this large and squeezed sideways, as offices do."""
# 7.2.5, 7.2.6: number two blank rows below the mark; with a signer one character in
HEAD_TO_NUMBER_ROWS = 2
# 7.2.7: red line 4 mm below the number, as wide as the text area; its thickness is at discretion
NUMBER_TO_LINE = 4.0
RED_LINE_PT = 1.4

# 7.3.1: title in 2号, two blank rows below the red line
TITLE_PT = 22.0  # 2号
LINE_TO_TITLE_ROWS = 2
TITLE_ROW = ROW * 1.2  # at discretion: 2号 wants more than a row of 3号
# 7.3.2: addressee one blank row below the title; 7.3.3: paragraphs two characters in
TITLE_TO_BODY_ROWS = 1
INDENT = 2
# 7.3.4: 附件说明 one blank row below the body
BODY_TO_NOTES_ROWS = 1
# 7.3.5: date four characters from the right with a seal, the signature centred over it; without
# a seal two characters, the date two characters further right than the signature
SEALED_RIGHT, UNSEALED_RIGHT, UNSEALED_SHIFT = 4, 2, 2
BODY_TO_SIGNATURE_ROWS_SEALED = 2  # the seal's top lies within one row of the text (7.3.5.1)
BODY_TO_SIGNATURE_ROWS = 1
# 7.3.7: annex: label in the first row, title in the third
LABEL_TO_ANNEX_TITLE_ROWS = 1

# 7.4: imprint in 4号, lines as wide as the text area, 0.35 mm outside and 0.25 mm inside, the
# last one on the lower edge of the text area; one character from left and right
IMPRINT_PT = 14.0  # 4号
IMPRINT_ROW = ROW * 0.9
THICK_LINE, THIN_LINE = 0.35, 0.25

# 7.5: page number in 4号 half-width 宋体 between dashes, 7 mm below the text area, odd pages one
# character from the right, even pages one character from the left
FOLIO_PT = 14.0
FOLIO_FROM_TEXT_BOTTOM = 7.0

# 10.1: letter: mark 30 mm under the upper edge of the page, red double lines of 170 mm 4 mm
# below it and 20 mm above the lower edge; number right, 7/8 of a 3号 character below the line
LETTER_HEAD_FROM_PAGE_TOP = 30.0
LETTER_HEAD_TO_LINE = 4.0
LETTER_LINE_WIDTH = 170.0
LETTER_LINE_FROM_PAGE_BOTTOM = 20.0
LETTER_LINE_TO_NUMBER = BODY_PT * 7 / 8 / PT_PER_MM
DOUBLE_THICK_PT, DOUBLE_THIN_PT, DOUBLE_GAP_PT = 1.8, 0.6, 1.2  # at discretion

# Tables and forms (8 leaves them at discretion)
TABLE_PT = 14.0  # 4号
FORM_LABEL = 27.5
"""Width of the label of a form's field: five characters of 4号 and the cell's margin."""
CELL_MARGIN = 1.5
TABLE_LINE_PT = 0.75
"""Thickness of the lines of tables and forms."""
SHORT_CELL = 6
"""A column whose cells all have at most so many characters is centred."""
SIGNATURE_ROW = ROW * 1.35


def points(mm: float) -> float:
    """Return millimetres in points."""
    return mm * PT_PER_MM


def head_size(text: str) -> tuple[float, float]:
    """Return size in points and sideways scale of the issuer's mark, so that one line holds it."""
    width = points(TEXT_WIDTH) * 0.99
    count = max(1.0, ems(text))
    fitting = width / count
    if fitting >= HEAD_SQUEEZED_PT:
        return min(fitting, HEAD_LARGEST_PT), 1.0
    return HEAD_SQUEEZED_PT, fitting / HEAD_SQUEEZED_PT
