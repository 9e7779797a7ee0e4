"""Official documents as the engine knows them, and the ports to what composes and sets them.

The engine stores what a document says (its *content record*), never how it looks: a content
record is a mapping that JSON can hold, made by a `Composer` from a template and fields, with at
least the member `title`, a text or the lines of one. Files are set from it later, by a `Renderer` for each kind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from engine.model.canonical_json import canonical_json
from engine.model.values import Value

Record = Mapping[str, Value]


class DocumentStatus(Enum):
    """Whether an issued document holds."""

    ISSUED = "issued"
    """It was signed and holds."""
    VOID = "void"
    """It was given up with a reason; its number is void and never used again."""


class Visibility(Enum):
    """Who beside the office may see a document or an attachment."""

    INTERNAL = "internal"
    """内部: officials and auditors in scope."""
    UNIT = "unit"
    """对被督导单位: the unit that the case concerns, too."""

    @property
    def zh(self) -> str:
        """The word people use."""
        return "内部" if self is Visibility.INTERNAL else "对被督导单位"


@dataclass(frozen=True, slots=True)
class TemplateFinding:
    """One mistake in a template: its line (from 1), and what was expected there."""

    line: int
    zh: str
    en: str


class Composer(Protocol):
    """Makes the content record of a document from a template and fields."""

    def __call__(self, source: str, fields: Mapping[str, object], *, name: str = "") -> Record:
        """Compose; InvalidArgument with `bad_template` or `missing_field` says what is wrong."""
        ...


class TemplateCheck(Protocol):
    """Finds the mistakes of a template without any fields."""

    def __call__(self, source: str) -> Sequence[TemplateFinding]:
        """Check; no finding means that the template can be published."""
        ...


Renderer = Callable[[Record], bytes]
"""Sets a content record as a file; the same record gives the same bytes."""


def content_text(record: Record) -> tuple[str, str]:
    """Return a content record as canonical JSON (RFC 8785) and the SHA-256 of it in hex."""
    text = canonical_json(record)
    return text, hashlib.sha256(text.encode()).hexdigest()


def title_of(record: Record) -> str:
    """Return the title of a content record in one line."""
    title = record.get("title", "")
    return "".join(map(str, title)) if isinstance(title, list | tuple) else str(title)
