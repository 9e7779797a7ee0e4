"""Body of a document: paragraphs by level, tables, fields of forms, signature lines, annexes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from documents.content import (
    Annex,
    Block,
    Field,
    FieldTable,
    Paragraph,
    SignatureLine,
    Table,
)
from documents.layout import measures as m
from documents.layout.fonts import Role
from documents.layout.word.markup import blank_rows, element, exact, keep_next, spacer, twips
from documents.layout.word.styles import run_fonts
from documents.widths import ems

_LINE = 21 / m.PT_PER_MM


def add_block(document: Document, block: Block, *, compact: bool) -> WordParagraph | None:
    """Write a block; return its paragraph, if it is one. `compact`: as beside a form's fields."""
    match block:
        case Paragraph():
            return _paragraph(document, block, compact=compact)
        case Table():
            _table(document, block)
        case FieldTable():
            _fields(document, block)
        case SignatureLine():
            _signature(document, block, compact=compact)
        case Annex():
            _annex(document, block)
        case _:
            assert_never(block)
    return None


def stands_alone(block: Block) -> bool:
    """Tell whether a heading stands on a line of its own, and so goes with the next paragraph."""
    return isinstance(block, Paragraph) and block.level in {1, 2} and not block.text


def _paragraph(document: Document, block: Paragraph, *, compact: bool) -> WordParagraph:
    if compact:
        paragraph = document.add_paragraph(block.lead + block.text, style="公文表格")
        paragraph.paragraph_format.first_line_indent = Mm(2 * m.TABLE_PT / m.PT_PER_MM)
        return paragraph
    style = f"Heading {block.level}" if block.level else "公文正文"
    if block.text:  # the heading runs on into its text, which is no heading
        style = "公文正文"
    paragraph = document.add_paragraph(style=style)
    if block.lead:
        run = paragraph.add_run(block.lead)
        role = {1: Role.FIRST, 2: Role.SECOND}.get(block.level, Role.BODY)
        run_fonts(run._r.get_or_add_rPr(), role)  # noqa: SLF001 - python-docx has no call for it
    if block.text:
        paragraph.add_run(block.text)
    return paragraph


def _new_table(
    document: Document, rows: int, widths: Sequence[float], *, ruled: bool = True
) -> WordTable:
    table: WordTable = document.add_table(rows, len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    properties = table._tbl.tblPr  # noqa: SLF001 - see _paragraph
    if ruled:
        borders = element("tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            size = str(round(m.TABLE_LINE_PT * 8))
            borders.append(element(side, val="single", sz=size, space="0", color="000000"))
        properties.append(borders)
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    properties.append(element("tblInd", w="0", type="dxa"))
    inside = twips(m.CELL_MARGIN) if ruled else "0"
    above = twips((m.ROW - _LINE - m.TABLE_LINE_PT / m.PT_PER_MM) / 2) if ruled else "0"
    for side, edge in (("top", above), ("left", inside), ("bottom", above), ("right", inside)):
        margins.append(element(side, w=edge, type="dxa"))
    properties.append(margins)
    properties.append(element("tblW", w=twips(sum(widths)), type="dxa"))
    _sort(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


_TABLE_ORDER = (
    *("tblStyle", "tblpPr", "tblOverlap", "tblW", "jc", "tblInd", "tblBorders", "tblLayout"),
    *("tblCellMar", "tblLook"),
)


def _sort(table: WordTable) -> None:
    properties = table._tbl.tblPr  # noqa: SLF001 - see _paragraph
    seen = {}
    for child in list(properties):
        seen[child.tag] = child  # the later of two is ours
        properties.remove(child)
    for tag in _TABLE_ORDER:
        if qn(f"w:{tag}") in seen:
            properties.append(seen[qn(f"w:{tag}")])


def _write(cell: _Cell, text: str, *, centred: bool = False, role: Role | None = None) -> None:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    for i, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
        paragraph.style = cell.part.document.styles["公文表格"]  # type: ignore[attr-defined]  # a story part
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(line)
        if role is not None:
            run_fonts(run._r.get_or_add_rPr(), role)  # noqa: SLF001 - see _paragraph


def _table(document: Document, block: Table) -> None:
    share = m.TEXT_WIDTH / sum(block.widths)
    widths = [width * share for width in block.widths]
    table = _new_table(document, 1 + len(block.rows), widths)
    for cell, text in zip(table.rows[0].cells, block.header, strict=True):
        _write(cell, text, centred=True, role=Role.FIRST)
    table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))  # noqa: SLF001 - see _paragraph
    short = [
        all(len(row[i]) <= m.SHORT_CELL for row in block.rows) for i in range(len(block.header))
    ]
    for row, texts in zip(list(table.rows)[1:], block.rows, strict=True):
        for cell, text, centred in zip(row.cells, texts, short, strict=True):
            _write(cell, text, centred=centred)


def _fields(document: Document, block: FieldTable) -> None:
    value = m.TEXT_WIDTH / 2 - m.FORM_LABEL
    widths = [m.FORM_LABEL, value, m.FORM_LABEL, value]
    table = _new_table(document, len(block.rows), widths)
    for row, fields in zip(table.rows, block.rows, strict=True):
        cells = list(row.cells)
        if len(fields) == 1:
            cells = [cells[0], cells[1].merge(cells[3])]
        for i, field in enumerate(fields):
            _write(cells[2 * i], field.label, centred=True, role=Role.FIRST)
            _field(cells[2 * i + 1], field)


def _field(cell: _Cell, field: Field) -> None:
    more = max(0, field.lines - (1 if field.value else 0))
    _write(cell, field.value + "\n" * (more if field.value else max(0, more - 1)))


def _signature(document: Document, block: SignatureLine, *, compact: bool) -> None:
    size = m.TABLE_PT if compact else m.BODY_PT
    labels = [ems(part.before) * size / m.PT_PER_MM + 0.5 for part in block.parts]
    ruled = sum(part.ruled for part in block.parts)
    gaps = m.COLUMN * (len(block.parts) - 1)
    free = (m.TEXT_WIDTH - sum(labels) - gaps) / max(1, ruled)
    widths: list[float] = []
    for i, (part, label) in enumerate(zip(block.parts, labels, strict=True)):
        widths += [
            label,
            *([free] if part.ruled else []),
            *([m.COLUMN] if i + 1 < len(labels) else []),
        ]
    exact(spacer(document, 1), m.SIGNATURE_ROW - m.ROW)
    table = _new_table(document, 1, widths, ruled=False)
    cells = iter(table.rows[0].cells)
    for i, part in enumerate(block.parts):
        _write_sized(next(cells), part.before, compact=compact)
        if part.ruled:
            _rule(next(cells), part.filled, compact=compact)
        if i + 1 < len(block.parts):
            _write_sized(next(cells), "", compact=compact)


def _write_sized(cell: _Cell, text: str, *, compact: bool) -> None:
    _write(cell, text)
    paragraph = cell.paragraphs[0]
    if not compact:
        paragraph.style = cell.part.document.styles["Normal"]  # type: ignore[attr-defined]  # a story part
    exact(paragraph, m.ROW)


def _rule(cell: _Cell, text: str, *, compact: bool) -> None:
    _write_sized(cell, text, compact=compact)
    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    borders = element("tcBorders")
    borders.append(element("bottom", val="single", sz="5", space="0", color="000000"))
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001 - see _paragraph


def _annex(document: Document, block: Annex) -> None:
    label = document.add_paragraph()
    label.paragraph_format.page_break_before = True
    run = label.add_run(block.label)
    run_fonts(run._r.get_or_add_rPr(), Role.FIRST)  # noqa: SLF001 - see _paragraph
    keep_next(label)
    keep_next(blank_rows(document, m.LABEL_TO_ANNEX_TITLE_ROWS))
    keep_next(document.add_paragraph(block.title, style="Title"))
    keep_next(blank_rows(document, 1))
