"""Cases and documents as people name them on the command line, and files as they want them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dudao.failures import Stop, WrongUse
from engine.model.case import SYSTEM, Actor
from engine.model.errors import NotFound
from engine.store import Session
from engine.store import documents as kept
from engine.store.document_rows import DocumentRow
from engine.store.reads import read_case, read_case_by_reference
from engine.store.rows import CaseRow


def acting(person: str | None) -> Actor:
    """Return whoever is named, or the system when nobody is."""
    return Actor(person) if person else SYSTEM


def find_case(session: Session, named: str) -> CaseRow:
    """Return the case with this reference or id; raise NotFound when there is none."""
    try:
        return read_case_by_reference(session, named).case
    except NotFound:
        return read_case(session, named).case


def find_document(session: Session, named: str) -> DocumentRow:
    """Return the document with this id or number; raise Stop when several bear the number."""
    found = kept.find_document(session, named)
    if found is not None:
        return found
    bearing = kept.documents_with_number(session, named)
    if not bearing:
        raise NotFound(f"没有公文“{named}”。", en=f"There is no document '{named}'.")
    if len(bearing) > 1:
        listed = "；".join(f"{row.id} {row.title}" for row in bearing)
        raise Stop(
            f"有{len(bearing)}件公文用这个文号，请改用公文ID：{listed}。",
            en=f"Expected one document with the number, found {len(bearing)}.",
            code="ambiguous_number",
        )
    return bearing[0]


def written_to(folder: Path, name: str, pieces: Iterable[bytes]) -> Path:
    """Write a file that must not be there yet; raise WrongUse when it cannot be written."""
    path = folder / name
    try:
        with path.open("xb") as file:
            for piece in pieces:
                file.write(piece)
    except OSError as error:
        raise WrongUse(
            f"不能写入 {path}：{error.strerror}。",
            en=f"Cannot write {path}: {error.strerror}.",
            code="not_writable",
        ) from error
    return path
