"""Head of a document: mark, number, signer, red lines, title (7.2, 7.3.1, 10.1, 10.3)."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from documents.content import Content, Kind
from documents.layout import measures as m
from documents.layout.fonts import Role
from documents.layout.places import Head, head
from documents.layout.word.markup import (
    LINE_FRAME,
    RED,
    blank_rows,
    border,
    characters,
    element,
    exact,
    frame,
    indent,
    line,
    spacer,
    tabs,
    twips,
)
from documents.layout.word.styles import run_fonts

_MARK_ROW = 1.2
"""Height of the mark's line in ems; office programs put its baseline at 0.8 of it."""
_BASELINE, _INK_ABOVE = 0.8, 0.84


def add_head(document: Document, content: Content) -> None:
    """Write everything above the body."""
    match content.kind:
        case Kind.LETTER:
            _letter(document, content, head(content))
        case Kind.FORM:
            _form(document, content)
        case Kind.OFFICIAL | Kind.MINUTES:
            _official(document, content, head(content))


def _official(document: Document, content: Content, places: Head) -> None:
    above = places.mark_at - _above_ink(places.size)
    markers = _markers(document, content)
    spacer(document, above - markers * m.ROW)
    _mark(document.add_paragraph(style="公文标志"), content.head, places)
    mark_bottom = above + places.size * _MARK_ROW / m.PT_PER_MM
    spacer(document, places.number_at - mark_bottom)
    _number(document, content)
    if content.kind is Kind.MINUTES:
        _two_ends(document, content.signature, [(content.date, None)])
    rows = 2 if content.kind is Kind.MINUTES else 1
    above_line = spacer(document, places.line_at - places.number_at - rows * m.ROW)
    border(above_line, "bottom", round(m.RED_LINE_PT * 8), RED)
    spacer(document, places.title_at - places.line_at - m.RED_LINE_PT / m.PT_PER_MM)
    _title(document, content)
    blank_rows(document, m.TITLE_TO_BODY_ROWS)


def _above_ink(size: float) -> float:
    return (_MARK_ROW * _BASELINE - _INK_ABOVE) * size / m.PT_PER_MM


def _mark(paragraph: Paragraph, text: str, places: Head) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(places.size)
    if places.scale < 1:
        scale = element("w", val=str(round(places.scale * 100)))
        rpr = run._r.get_or_add_rPr()  # noqa: SLF001 - python-docx has no call for it
        rpr.insert_element_before(scale, "w:kern", "w:position", "w:sz")
    exact(paragraph, places.size * _MARK_ROW / m.PT_PER_MM)


def _markers(document: Document, content: Content) -> int:
    texts = (
        (content.copy_number, Role.BODY),
        (content.secrecy, Role.FIRST),
        (content.urgency, Role.FIRST),
    )
    shown = [(text, role) for text, role in texts if text]
    for text, role in shown:
        run = document.add_paragraph().add_run(text)
        run_fonts(run._r.get_or_add_rPr(), role)  # noqa: SLF001 - see _mark
    return len(shown)


def _number(document: Document, content: Content) -> None:
    if content.signers:
        signers = [("签发人：", None), ("　".join(content.signers), Role.SECOND)]
        _two_ends(document, content.number, signers)
    else:
        document.add_paragraph(content.number).alignment = WD_ALIGN_PARAGRAPH.CENTER


def _two_ends(document: Document, left: str, right: list[tuple[str, Role | None]]) -> None:
    paragraph = document.add_paragraph()
    indent(paragraph, left=characters(1))
    tabs(paragraph, ("right", "none", m.TEXT_WIDTH - m.COLUMN))
    paragraph.add_run(f"{left}\t")
    for text, role in right:
        run = paragraph.add_run(text)
        if role is not None:
            run_fonts(run._r.get_or_add_rPr(), role)  # noqa: SLF001 - see _mark


def _title(document: Document, content: Content) -> None:
    paragraph = document.add_paragraph(style="Title")
    for i, words in enumerate(content.title):
        run = paragraph.add_run(words)
        if i < len(content.title) - 1:
            run.add_break()


def _letter(document: Document, content: Content, places: Head) -> None:
    mark = document.add_paragraph(style="公文标志")
    _mark(mark, content.head, places)
    top = m.TOP + places.mark_at - _above_ink(places.size)
    height = places.size * _MARK_ROW / m.PT_PER_MM
    frame(mark, x=m.LEFT, y=top, width=m.TEXT_WIDTH, height=height)
    strokes = [document.add_paragraph(style="公文空白") for _ in range(2)]
    double_line(strokes, m.TOP + places.line_at, thick_above=True)
    # text begins under what is framed
    spacer(document, places.number_at - places.line_at - _double_height() - LINE_FRAME)
    markers = [t for t in (content.copy_number, content.secrecy, content.urgency) if t]
    for i in range(max(1, len(markers))):
        paragraph = document.add_paragraph()
        tabs(paragraph, ("right", "none", m.TEXT_WIDTH))
        run = paragraph.add_run(markers[i] if i < len(markers) else "")
        if i < len(markers) and markers[i] != content.copy_number:
            run_fonts(run._r.get_or_add_rPr(), Role.FIRST)  # noqa: SLF001 - see _mark
        paragraph.add_run(f"\t{content.number}" if i == 0 else "")
    blank_rows(document, m.LINE_TO_TITLE_ROWS)
    _title(document, content)
    blank_rows(document, m.TITLE_TO_BODY_ROWS)


def double_line(strokes: Sequence[Paragraph], y: float, *, thick_above: bool) -> None:
    """Draw a red double line of 170 mm (10.1) at a height of the page, in millimetres."""
    thick, gap, thin = (
        pt / m.PT_PER_MM for pt in (m.DOUBLE_THICK_PT, m.DOUBLE_GAP_PT, m.DOUBLE_THIN_PT)
    )
    upper, lower = (thick, thin) if thick_above else (thin, thick)
    x = (m.PAGE_WIDTH - m.LETTER_LINE_WIDTH) / 2
    for stroke, at, thickness in zip(strokes, (y, y + upper + gap), (upper, lower), strict=True):
        line(stroke, x=x, y=at, width=m.LETTER_LINE_WIDTH, thickness=thickness, color=RED)


def _double_height() -> float:
    return (m.DOUBLE_THICK_PT + m.DOUBLE_GAP_PT + m.DOUBLE_THIN_PT) / m.PT_PER_MM


def _form(document: Document, content: Content) -> None:
    if content.head:
        paragraph = document.add_paragraph(style="Title")
        paragraph.add_run(content.head).font.size = Pt(m.BODY_PT)
        exact(paragraph, m.ROW)
    _title(document, content)
    if content.number:
        document.add_paragraph(
            content.number, style="公文表格"
        ).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    spacer(document, m.ROW / 2)


def add_folios(document: Document, content: Content) -> None:
    """Put page numbers right on odd and left on even pages (7.5), on a letter's first none."""
    section = document.sections[0]
    document.settings.odd_and_even_pages_header_footer = True
    for paragraph, odd in (
        (section.footer.paragraphs[0], True),
        (section.even_page_footer.paragraphs[0], False),
    ):
        paragraph.style = document.styles["公文页码"]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if odd else WD_ALIGN_PARAGRAPH.LEFT
        one = twips(m.FOLIO_PT / m.PT_PER_MM)
        indent(paragraph, **({"right": one} if odd else {"left": one}))
        paragraph.add_run("— ")
        _page_field(paragraph)
        paragraph.add_run(" —")
    if content.kind is Kind.LETTER:
        section.different_first_page_header_footer = True
        footer = section.first_page_footer
        strokes = [footer.paragraphs[0], footer.add_paragraph()]
        footer.add_paragraph(style=document.styles["公文空白"])
        for stroke in strokes:
            stroke.style = document.styles["公文空白"]
        at = m.PAGE_HEIGHT - m.LETTER_LINE_FROM_PAGE_BOTTOM - _double_height()
        double_line(strokes, at, thick_above=False)


def _page_field(paragraph: Paragraph) -> None:
    for kind in ("begin", None, "separate", "text", "end"):
        run = paragraph.add_run()._r  # noqa: SLF001 - python-docx has no call for fields
        if kind is None:
            instruction = element("instrText")
            instruction.text = "PAGE"
            instruction.set(qn("xml:space"), "preserve")
            run.append(instruction)
        elif kind == "text":
            run.text = "1"
        else:
            run.append(element("fldChar", fldCharType=kind))
