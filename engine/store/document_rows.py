"""Rows of documents, their numbers and files, templates and attachments, as values.

Fields have the names of the columns and their order; see `engine.store.rows`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One version of the text that documents of a kind are made from."""

    key: str
    version: int
    name: str
    source: str
    content_hash: str
    published_at: datetime
    published_by: str


@dataclass(frozen=True, slots=True)
class AllocatedNumber:
    """A number of a series that was taken, and the case that took it."""

    series: str
    year: int
    serial: int
    number: str
    case_id: str
    node: str | None
    allocated_at: datetime
    allocated_by: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """An official document as it was issued; `content` is canonical JSON, `content_hash` hex.

    `series`, `year` and `serial` say which number it took itself; a document that bears a number
    taken elsewhere has none of them. `addressee` is the unit that may see it, if any may.
    """

    id: str
    case_id: str
    aid: int
    node: str
    template: str
    template_version: int
    series: str | None
    year: int | None
    serial: int | None
    number: str | None
    title: str
    visibility: str
    addressee: str | None
    content: str
    content_hash: str
    issued_at: datetime
    issued_by: str
    status: str = "issued"
    voided_at: datetime | None = None
    voided_by: str | None = None
    void_reason: str | None = None
    rendered_at: datetime | None = None
    render_error: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A file that was made from a document; `kind` is `docx` or `pdf`."""

    document_id: str
    kind: str
    sha256: str
    size: int
    rendered_at: datetime


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file that somebody attached to a case; `unit` is that person's, at that time."""

    id: str
    case_id: str
    work_id: str | None
    item: int | None
    name: str
    media_type: str
    size: int
    sha256: str
    visibility: str
    unit: str
    note: str
    uploaded_at: datetime
    uploaded_by: str
    removed_at: datetime | None = None
    removed_by: str | None = None
    removal_reason: str | None = None


@dataclass(frozen=True, slots=True)
class HeldFileRow:
    """A file that somebody chose for a case of a process that they have not opened yet."""

    id: str
    held_by: str
    process: str
    name: str
    media_type: str
    size: int
    sha256: str
    held_at: datetime
