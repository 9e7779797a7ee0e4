"""What follows the body: 附件说明, signature, date, 附注, persons, imprint (7.3.4 to 7.4)."""

from __future__ import annotations

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from documents.content import Content, Kind
from documents.layout import measures as m
from documents.layout.fonts import Role
from documents.layout.pdf import Layout
from documents.layout.places import Span, note_hangs, signature
from documents.layout.word.markup import (
    characters,
    element,
    exact,
    indent,
    keep_next,
    spacer,
    tabs,
    twips,
)
from documents.layout.word.styles import run_fonts


def add_endings(document: Document, content: Content) -> None:
    """Write what stands between the body and the annexes."""
    if content.notes:
        keep_next(spacer(document, m.BODY_TO_NOTES_ROWS * m.ROW))
        _notes(document, content)
    if (content.signature or content.date) and content.kind in {Kind.OFFICIAL, Kind.LETTER}:
        _signature(document, content)
    if content.remark:
        document.add_paragraph(content.remark, style="公文正文")
    if content.people:
        spacer(document, m.ROW)
    for each in content.people:
        paragraph = document.add_paragraph()
        indent(paragraph, left=characters(m.INDENT + 3), hanging=characters(3))
        run = paragraph.add_run(f"{each.label}：")
        run_fonts(run._r.get_or_add_rPr(), Role.FIRST)  # noqa: SLF001 - python-docx has no call
        paragraph.add_run(each.names)


def _notes(document: Document, content: Content) -> None:
    for i, (note, hang) in enumerate(zip(content.notes, note_hangs(content), strict=True)):
        number = f"{i + 1}. " if len(content.notes) > 1 else ""
        lead = ("附件：" if i == 0 else "　　　") + number
        paragraph = document.add_paragraph()
        indent(paragraph, left=characters(m.INDENT + hang), hanging=characters(hang))
        tabs(paragraph, ("left", "none", (m.INDENT + hang) * m.COLUMN))
        paragraph.add_run(lead + ("\t" if number else "") + note)
        keep_next(paragraph)


def _signature(document: Document, content: Content) -> None:
    places = signature(content)
    keep_next(spacer(document, places.rows_above * m.ROW))
    lines = ((content.signature, places.signature), (content.date, places.date))
    shown = [(text, span) for text, span in lines if text]
    for i, (text, span) in enumerate(shown):
        paragraph = _spanned(document.add_paragraph(text), span, centred=places.centred)
        if i + 1 < len(shown) or content.remark:
            keep_next(paragraph)


def _spanned(paragraph: Paragraph, span: Span, *, centred: bool) -> Paragraph:
    paragraph.alignment = 1 if centred else 0
    return indent(paragraph, left=characters(span.left), right=characters(max(0.0, span.right)))


def add_imprint(document: Document, content: Content, layout: Layout) -> None:
    """Put the imprint at the bottom of the last page, an even one (7.4)."""
    copies = f"抄送：{content.copies_to}" if content.copies_to else ""
    printed = content.printed_by or content.printed_on
    if not (copies or printed) or content.kind is Kind.FORM:
        return
    if layout.imprint_moved:
        section = document.add_section(WD_SECTION.EVEN_PAGE)
        if layout.imprint_unnumbered:
            section.footer.is_linked_to_previous = False
            section.even_page_footer.is_linked_to_previous = False
    before = None if layout.imprint_moved else document.paragraphs[-1]
    rows = (1 if copies else 0) + (1 if printed else 0)
    table = document.add_table(rows, 1)
    table.autofit = False
    table.columns[0].width = Mm(m.TEXT_WIDTH)
    place = element(
        "tblpPr",
        leftFromText="0",
        rightFromText="0",
        vertAnchor="page",
        horzAnchor="margin",
        tblpX="1",
        tblpY=twips(m.TOP + m.TEXT_HEIGHT - layout.imprint_height),
    )
    properties = table._tbl.tblPr  # noqa: SLF001 - see add_endings
    for old in list(properties):
        properties.remove(old)
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=twips(m.IMPRINT_PT / m.PT_PER_MM), type="dxa"))
    for each in (
        place,
        element("tblW", w=twips(m.TEXT_WIDTH), type="dxa"),
        *([] if content.kind is Kind.LETTER else [_lines(inside=rows > 1)]),
        element("tblLayout", type="fixed"),
        margins,
    ):
        properties.append(each)
    cells = [row.cells[0] for row in table.rows]
    for cell in cells:
        cell.width = Mm(m.TEXT_WIDTH)
        cell.paragraphs[0].style = document.styles["公文版记"]
    if copies:
        paragraph = cells[0].paragraphs[0]
        paragraph.add_run(copies)
        hang = twips(3 * m.IMPRINT_PT / m.PT_PER_MM)
        indent(paragraph, left=hang, hanging=hang)
    if printed:
        paragraph = cells[-1].paragraphs[0]
        tabs(paragraph, ("right", "none", m.TEXT_WIDTH - 2 * m.IMPRINT_PT / m.PT_PER_MM))
        date = f"{content.printed_on}印发" if content.printed_on else ""
        paragraph.add_run(f"{content.printed_by}\t{date}")
    if before is not None:  # a floating table belongs to the paragraph after it
        before._p.addprevious(table._tbl)  # noqa: SLF001 - see add_endings
    else:
        exact(document.add_paragraph(style="公文空白"), 1)


def _lines(*, inside: bool) -> BaseOxmlElement:
    borders = element("tblBorders")
    thick, thin = (str(round(m.points(mm) * 8)) for mm in (m.THICK_LINE, m.THIN_LINE))
    for side, size in (("top", thick), ("bottom", thick), ("insideH", thin)):
        if side != "insideH" or inside:
            borders.append(element(side, val="single", sz=size, space="0", color="000000"))
    return borders
