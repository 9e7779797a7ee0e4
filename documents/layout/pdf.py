"""Set a document as PDF/A-2b with typst; nothing is fetched, nothing depends on the machine."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from typst import Compiler

from documents.content import Content
from documents.layout import places
from documents.layout.fonts import Role, Typefaces, typefaces

_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


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


def render_pdf(content: Content, *, fonts: Sequence[Path] = ()) -> bytes:
    """Return the document as PDF; the same content and fonts give the same bytes.

    `fonts` are folders that hold the fonts of the standard. `typefaces(fonts).note_zh` says which
    of these are absent and were replaced.
    """
    compiler = _compiler(content, typefaces(fonts))
    made = compiler.compile(format="pdf", pdf_standards="a-2b", timestamp=stamp(content))
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


def _compiler(content: Content, faces: Typefaces) -> Compiler:
    data = {
        "c": content.to_record(),
        "m": places.typst_measures(),
        "f": {role.name.lower(): family for role, family in faces.families.items()},
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
        font_paths=faces.fonts,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
