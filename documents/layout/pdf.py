"""Set a document as PDF/A-2b with typst; nothing is fetched, nothing depends on the machine."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Literal

from typst import Compiler, TypstError

from documents.content import Content
from documents.layout import places
from documents.layout.fonts import Role, Typefaces, load, typefaces

_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_NOT_SHOWN = re.compile(r"the text `\"(.+)\"` could not be displayed")


@dataclass(frozen=True, slots=True)
class Layout:
    """Hold how a document falls into pages, and where its imprint goes."""

    pages: int
    imprint_moved: bool
    """Whether the imprint has an even page of its own."""
    imprint_unnumbered: bool
    """Whether that page follows a blank one, so that neither is numbered (7.5)."""
    imprint_height: float
    """In millimetres."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Hold a PDF, and what is not as the standard or the archive wants it."""

    pdf: bytes
    faces: Typefaces
    archival: bool
    """Whether it is PDF/A-2b; without a font for every character it cannot be."""
    unshown: str
    """Text with a character that neither the folders nor the shipped fonts have; else empty."""

    @property
    def note_zh(self) -> str:
        """Return what to tell people; empty if all is as it should be."""
        if not self.unshown:
            return self.faces.note_zh
        end = "由系统字体显示" if self.archival else "未能显示，文件不是 PDF/A"
        found = f"“{self.unshown}”中有字体所没有的字，{end}；请安装含有该字的字体。"
        return f"{self.faces.note_zh}{found}"

    @property
    def note_en(self) -> str:
        """Return the same in English."""
        if not self.unshown:
            return self.faces.note_en
        end = "shown by a font of the machine" if self.archival else "not shown; not PDF/A"
        return f"{self.faces.note_en} No font for a character of '{self.unshown}': {end}.".strip()


def print_pdf(content: Content, *, fonts: Sequence[Path] = ()) -> Printed:
    """Return the document as PDF/A-2b, with what is to be known about it.

    A character that no font has is looked for in the fonts of the machine; if it is not there
    either, the file is a plain PDF with an empty box, and says so.
    """
    faces = typefaces(fonts)
    try:
        return Printed(_compiled(content, faces), faces, archival=True, unshown="")
    except TypstError as error:
        found = _NOT_SHOWN.search(str(error))
        if found is None:
            raise
    unshown = found[1]
    try:
        made = _compiled(content, faces, system=True)
        return Printed(made, faces, archival=True, unshown=unshown)
    except TypstError as error:
        if _NOT_SHOWN.search(str(error)) is None:
            raise
    made = _compiled(content, faces, system=True, standard=())
    return Printed(made, faces, archival=False, unshown=unshown)


def render_sample(content: Content) -> bytes:
    """Return a document made of samples as PDF, with 样本 across every page."""
    faces = typefaces()
    return _compiled(content, faces, system=True, standard=(), is_sample=True)


def render_pdf(content: Content, *, fonts: Sequence[Path] = ()) -> bytes:
    """Return the document as PDF; the same content and fonts give the same bytes.

    `fonts` are folders that hold the fonts of the standard. `print_pdf` gives the same file with
    a note of the fonts that are absent.
    """
    return print_pdf(content, fonts=fonts).pdf


def _compiled(
    content: Content,
    faces: Typefaces,
    *,
    system: bool = False,
    standard: tuple[Literal["a-2b"], ...] = ("a-2b",),
    is_sample: bool = False,
) -> bytes:
    compiler = _compiler(content, faces, system=system, is_sample=is_sample)
    made = compiler.compile(format="pdf", pdf_standards=list(standard), timestamp=stamp(content))
    if not isinstance(made, bytes):  # one PDF is one file
        raise TypeError(type(made).__name__)
    return made


def layout(content: Content, *, fonts: Sequence[Path] = ()) -> Layout:
    """Return how the document falls into pages, without making a file."""
    compiler = _compiler(content, typefaces(fonts))
    return Layout(**json.loads(compiler.query("<layout>", field="value", one=True)))


def stamp(content: Content) -> datetime:
    """Return the instant to put into a file: the date of the document, else one for all."""
    found = _DATE.search(content.date or content.printed_on)
    if found:
        year, month, day = map(int, found.groups())
        try:
            return datetime(year, month, day, tzinfo=UTC)
        except ValueError:  # a date that no calendar has; the words are the office's
            pass
    return datetime(2000, 1, 1, tzinfo=UTC)


def _compiler(
    content: Content, faces: Typefaces, *, system: bool = False, is_sample: bool = False
) -> Compiler:
    data = {
        "c": content.to_record(),
        "m": places.typst_measures(),
        "f": {role.name.lower(): family for role, family in faces.families.items()},
        "sample": is_sample,
        "light": Role.MARK in faces.replaced,
        "author": content.signature or content.head,
        "head": asdict(places.head(content)),
        "sign": asdict(places.signature(content)),
        "note_hangs": places.note_hangs(content),
        "annexes_from": places.annexes_from(content),
        "kept": places.kept_with_signature(content),
    }
    return Compiler(
        files("documents").joinpath("layout", "page.typ").read_bytes(),
        font_paths=load(faces.folders, system=system),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
