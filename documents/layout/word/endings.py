"""What follows the body: 附件说明, signature, date, 附注, persons, imprint (7.3.4 to 7.4)."""

from __future__ import annotations

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.text.paragraph import Paragraph

from documents.content import Content, Kind
from documents.layout import measures as m
from documents.layout.fonts import Role
from documents.layout.pdf import Layout
from documents.layout.places import Span, note_hangs, signature
from documents.layout.word.markup import (
    blank_rows,
    characters,
    exact,
    frame,
    indent,
    keep_next,
    line,
    tabs,
    twips,
)
from documents.layout.word.styles import run_fonts


def add_endings(document: Document, content: Content) -> None:
    """Write what stands between the body and the annexes."""
    if content.notes:
        keep_next(blank_rows(document, m.BODY_TO_NOTES_ROWS))
        _notes(document, content)
    if (content.signature or content.date) and content.kind in {Kind.OFFICIAL, Kind.LETTER}:
        _signature(document, content)
    if content.remark:
        document.add_paragraph(content.remark, style="公文正文")
    if content.people:
        blank_rows(document, 1)
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
    keep_next(blank_rows(document, places.rows_above))
    lines = ((content.signature, places.signature), (content.date, places.date))
    shown = [(text, span) for text, span in lines if text]
    for i, (text, span) in enumerate(shown):
        paragraph = _spanned(document.add_paragraph(text), span, centred=places.centred)
        if i + 1 < len(shown) or content.remark:
            keep_next(paragraph)


def _spanned(paragraph: Paragraph, span: Span, *, centred: bool) -> Paragraph:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    return indent(paragraph, left=characters(span.left), right=characters(max(0.0, span.right)))


def add_imprint(document: Document, content: Content, layout: Layout) -> None:
    """Put the imprint at the bottom of the last page, an even one (7.4)."""
    copies = f"抄送：{content.copies_to}" if content.copies_to else ""
    printed = bool(content.printed_by or content.printed_on)
    if not (copies or printed) or content.kind is Kind.FORM:
        return
    anchor = _anchor(document, layout)
    y = m.TOP + m.TEXT_HEIGHT - layout.imprint_height
    ruled = content.kind is not Kind.LETTER
    frames: list[Paragraph] = []
    if ruled:
        frames.append(_rule(document, y, m.THICK_LINE))
    if copies:
        height = layout.imprint_height - (m.IMPRINT_ROW if printed else 0)
        frames.append(_copies(document, copies, y, height))
    if ruled and copies and printed:
        frames.append(_rule(document, m.TOP + m.TEXT_HEIGHT - m.IMPRINT_ROW, m.THIN_LINE))
    if printed:
        frames.append(_printed(document, content))
    if ruled:
        frames.append(_rule(document, m.TOP + m.TEXT_HEIGHT - m.THICK_LINE, m.THICK_LINE))
    for each in frames:  # a frame belongs to the page of the paragraph after it
        anchor._p.addprevious(each._p)  # noqa: SLF001 - python-docx has no call for it


def _anchor(document: Document, layout: Layout) -> Paragraph:
    """Return the paragraph that the imprint goes with: the last, or one on an even page."""
    if not layout.imprint_moved:
        return document.paragraphs[-1]
    section = document.add_section(WD_SECTION.EVEN_PAGE)
    if layout.imprint_unnumbered:
        section.footer.is_linked_to_previous = False
        section.even_page_footer.is_linked_to_previous = False
    return exact(document.add_paragraph(style="公文空白"), 1)


def _rule(document: Document, y: float, thickness: float) -> Paragraph:
    paragraph = document.add_paragraph(style="公文空白")
    return line(paragraph, x=m.LEFT, y=y, width=m.TEXT_WIDTH, thickness=thickness, color="000000")


_ONE = m.IMPRINT_PT / m.PT_PER_MM


def _copies(document: Document, text: str, y: float, height: float) -> Paragraph:
    paragraph = document.add_paragraph(text, style="公文版记")
    frame(paragraph, x=m.LEFT, y=y, width=m.TEXT_WIDTH, height=height)
    return indent(paragraph, left=twips(4 * _ONE), right=twips(_ONE), hanging=twips(3 * _ONE))


def _printed(document: Document, content: Content) -> Paragraph:
    date = f"{content.printed_on}印发" if content.printed_on else ""
    paragraph = document.add_paragraph(f"{content.printed_by}\t{date}", style="公文版记")
    y = m.TOP + m.TEXT_HEIGHT - m.IMPRINT_ROW
    frame(paragraph, x=m.LEFT, y=y, width=m.TEXT_WIDTH, height=m.IMPRINT_ROW)
    tabs(paragraph, ("right", "none", m.TEXT_WIDTH - _ONE))
    return indent(paragraph, left=twips(_ONE), right=twips(_ONE))
