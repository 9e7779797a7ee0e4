"""What a full-text search is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from engine.model.search_text import Passage

MOST_COUNTED = 1_000
"""Hits that are counted; of more it is said only that there are more."""


class SearchKind(Enum):
    """What a search finds."""

    CASE = "case"
    """A case: title, reference, unit and kind of case."""
    ITEM = "item"
    """A problem item: title, demand, source, measures and progress."""
    DOCUMENT = "document"
    """An official document: title, number and its whole text."""
    ATTACHMENT = "attachment"
    """A file that somebody attached: its name and note, not what it contains."""
    PUBLICATION = "publication"
    """Something made public: title, number and text."""

    @property
    def zh(self) -> str:
        """The word people use."""
        return _WORDS[self]


_WORDS = {
    SearchKind.CASE: "案件",
    SearchKind.ITEM: "问题项",
    SearchKind.DOCUMENT: "公文",
    SearchKind.ATTACHMENT: "附件",
    SearchKind.PUBLICATION: "公示公告",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One hit: the row that was found, its case, and a passage with the words."""

    kind: SearchKind
    id: str
    case_id: str
    reference: str | None
    """What the case is called."""
    title: str
    title_marks: tuple[tuple[int, int], ...]
    """Where in the title the words stand: pairs of begin and end."""
    snippet: Passage
    at: datetime
    """When it was opened, listed, issued, attached or published."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are, counted no further than `MOST_COUNTED`."""

    number: int
    is_more: bool = False

    def __str__(self) -> str:
        return f"{self.number}+" if self.is_more else str(self.number)

    @classmethod
    def of(cls, number: int) -> Counted:
        """Return what was counted up to one more than is counted."""
        return cls(min(number, MOST_COUNTED), is_more=number > MOST_COUNTED)
