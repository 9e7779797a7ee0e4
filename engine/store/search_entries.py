"""What can be found of each row: the entries of the full-text search.

One function for each kind of row, used by the step that writes the row and when all entries are
made again, so that both say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import InitVar, dataclass, field
from datetime import datetime

import orjson

from engine.model.items import ItemStatus
from engine.model.publications import PublicationState
from engine.model.search_results import SearchKind
from engine.model.search_text import fold, name_token, plain, tokens
from engine.store.document_rows import AttachmentRow, DocumentRow
from engine.store.rows import ItemRow, PublicationRow

_UNSAID = (ItemStatus.DRAFT.value, ItemStatus.ISSUED.value)
"""States of a problem item in which nothing has been said to the unit yet."""
_LAYOUT = frozenset({"block", "format", "kind", "title"})
"""Members of a document's content that are no text of it; its title is an entry's own."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One entry; the fields are the columns in order, without the number.

    `called` is what a register calls the row: its tokens are kept once more, so that a list can
    look for names without meeting all texts.
    """

    id: str
    kind: str
    case_id: str
    unit: str | None
    party: str | None
    visibility: str
    at: datetime
    title: str
    text: str
    folded: str = field(init=False)
    tokens: list[str] = field(init=False)
    called: InitVar[str] = ""

    def __post_init__(self, called: str) -> None:
        object.__setattr__(self, "title", plain(self.title))
        object.__setattr__(self, "text", plain(self.text))
        object.__setattr__(self, "folded", fold(f"{self.title}\n{self.text}"))
        names = (name_token(self.kind, each) for each in tokens(fold(called)))
        object.__setattr__(self, "tokens", [*tokens(self.folded), *names])


def entry_id(kind: SearchKind, row_id: str) -> str:
    """Return the id of the entry of a row."""
    return f"{kind.value}:{row_id}"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What of a case can be found, with its unit and its kind as people call them."""

    id: str
    title: str
    reference: str | None
    unit: str | None
    opened_at: datetime
    unit_name: str | None
    key_name: str


def entry_of_case(case: CaseFacts) -> SearchEntry:
    """Return the entry of a case."""
    return SearchEntry(
        id=entry_id(SearchKind.CASE, case.id),
        kind=SearchKind.CASE.value,
        case_id=case.id,
        unit=case.unit,
        party=None,
        visibility="internal",
        at=case.opened_at,
        title=case.title,
        text=_lines(case.reference, case.unit_name, case.key_name),
        called=_lines(case.title, case.reference),
    )


def entry_of_item(row: ItemRow, unit: str | None) -> SearchEntry:
    """Return the entry of a problem item of a case of a unit."""
    return SearchEntry(
        id=entry_id(SearchKind.ITEM, row.id),
        kind=SearchKind.ITEM.value,
        case_id=row.case_id,
        unit=unit,
        party=row.owner,
        visibility=item_visibility(row),
        at=row.opened_at,
        title=row.title,
        text=_lines(row.demand, row.source, row.measures, row.progress),
        called=row.title,
    )


def item_visibility(row: ItemRow) -> str:
    """Say whether the unit responsible may see a problem item yet."""
    return "internal" if row.status in _UNSAID else "unit"


def entry_of_document(row: DocumentRow, unit: str | None) -> SearchEntry:
    """Return the entry of a document of a case of a unit; a void one stays in the file."""
    return SearchEntry(
        id=entry_id(SearchKind.DOCUMENT, row.id),
        kind=SearchKind.DOCUMENT.value,
        case_id=row.case_id,
        unit=unit,
        party=row.addressee,
        visibility=row.visibility,
        at=row.issued_at,
        title=row.title,
        text=_lines(row.number, *_texts(orjson.loads(row.content))),
    )


def entry_of_attachment(row: AttachmentRow, unit: str | None) -> SearchEntry | None:
    """Return the entry of an attachment of a case of a unit; None when it was removed."""
    if row.removed_at is not None:
        return None
    return SearchEntry(
        id=entry_id(SearchKind.ATTACHMENT, row.id),
        kind=SearchKind.ATTACHMENT.value,
        case_id=row.case_id,
        unit=unit,
        party=row.unit,
        visibility=row.visibility,
        at=row.uploaded_at,
        title=row.name,
        text=row.note,
    )


def entry_of_publication(row: PublicationRow, unit: str | None) -> SearchEntry | None:
    """Return the entry of a publication of a case of a unit; None when it was withdrawn."""
    if row.state == PublicationState.WITHDRAWN.value:
        return None
    return SearchEntry(
        id=entry_id(SearchKind.PUBLICATION, row.id),
        kind=SearchKind.PUBLICATION.value,
        case_id=row.case_id,
        unit=unit,
        party=None,
        visibility="public",
        at=row.published_at,
        title=row.title,
        text=_lines(row.number, row.body),
    )


def _lines(*texts: str | None) -> str:
    return "\n".join(text for text in texts if text)


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of a content record in the order of its members."""
    match value:
        case str():
            yield value
        case list():
            for each in value:
                yield from _texts(each)
        case dict():
            for name, each in value.items():
                if name not in _LAYOUT:
                    yield from _texts(each)
        case _:
            return
