"""Prove that documents and attachments are what the history says they were.

The history of a case names the hash of every document's content, of every file made from it and
of every attachment. Recomputing them needs nothing but the rows and the bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.store.attachments import attachments_of_case
from engine.store.blobs import is_sound
from engine.store.case_reads import history_of
from engine.store.document_rows import AttachmentRow, DocumentRow
from engine.store.documents import documents_of_case, files_of
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class Damage:
    """One paper that is not what the history says, and in what it differs."""

    id: str
    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class _Said:
    """The hashes that the history of a case names; void documents and removed files by id."""

    contents: Mapping[str, str]
    files: Mapping[str, Mapping[str, str]]
    attachments: Mapping[str, str]
    void: frozenset[str]


def verify_papers(session: Session, case_id: str) -> Iterator[Damage]:
    """Yield every document and attachment of a case that is not as the history says."""
    said = _said(session, case_id)
    documents = documents_of_case(session, case_id)
    attachments = attachments_of_case(session, case_id)
    yield from _missing(said, {row.id for row in documents}, {row.id for row in attachments})
    for row in documents:
        yield from _document(session, row, said)
    for attached in attachments:
        yield from _attachment(session, attached, said)


def _said(session: Session, case_id: str) -> _Said:
    contents: dict[str, str] = {}
    files: dict[str, dict[str, str]] = {}
    attachments: dict[str, str] = {}
    void: set[str] = set()
    for event in history_of(session, case_id):
        data = event.members().get("data") if event.type in _TELLING else None
        if not isinstance(data, Mapping):
            continue
        match event.type:
            case "document_issued":
                contents[str(data["document"])] = str(data["content_hash"])
            case "document_rendered":
                files.setdefault(str(data["document"]), {}).update(data["sha256"])
            case "document_voided":
                void.add(str(data["document"]))
            case _:
                attachments[str(data["attachment"])] = str(data["sha256"])
    return _Said(contents, files, attachments, frozenset(void))


_TELLING = frozenset(
    {"document_issued", "document_rendered", "document_voided", "attachment_added"}
)


def _missing(said: _Said, documents: set[str], attachments: set[str]) -> Iterator[Damage]:
    gone = [each for each in said.contents if each not in documents]
    gone += [each for each in said.attachments if each not in attachments]
    for each in gone:
        yield Damage(each, each, "历史中有记载，现已不存在", "is in the history, but gone")


def _document(session: Session, row: DocumentRow, said: _Said) -> Iterator[Damage]:
    name = row.number or row.title
    actual = hashlib.sha256(row.content.encode()).hexdigest()
    if not actual == row.content_hash == said.contents.get(row.id):
        yield Damage(
            row.id, name, "内容与历史记载的摘要不一致", "differs from its hash in the history"
        )
    if (row.status == "void") != (row.id in said.void):
        yield Damage(
            row.id, name, "是否作废与历史不一致", "is void here or in the history, not both"
        )
    known = said.files.get(row.id, {})
    files = {file.kind: file.sha256 for file in files_of(session, row.id)}
    for kind in sorted({*known, *files}):
        sha256 = files.get(kind, "")
        if sha256 != known.get(kind) or not is_sound(session, sha256):
            zh = f"{kind}文件与历史记载的摘要不一致"
            yield Damage(row.id, name, zh, f"{kind} file differs from its hash in the history")


def _attachment(session: Session, row: AttachmentRow, said: _Said) -> Iterator[Damage]:
    if row.sha256 != said.attachments.get(row.id) or not is_sound(session, row.sha256):
        zh = "附件内容与历史记载的摘要不一致"
        yield Damage(row.id, row.name, zh, "attachment differs from its hash in the history")
