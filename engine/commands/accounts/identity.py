"""Who sends a request, as found from a session or a token."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """A person who proved who they are; `scopes` is None where nothing is held back."""

    person: str
    kind: str
    id: str
    scopes: frozenset[str] | None
    must_change: bool
    csrf: str
