"""What exists around a diagram: everything that it may refer to by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class Known:
    """Names that a diagram may use; None where they are not at hand and nothing is checked.

    `handlers` are handler → names of its inputs, () where they are not documented. `functions` are
    those that expressions may call besides the ones of FEEL. `messages` are names that somebody
    outside the diagram sends. `calls` is process → processes it calls, for the deployed ones.
    """

    handlers: Mapping[str, tuple[str, ...]] | None = None
    groups: frozenset[str] | None = None
    functions: frozenset[str] | None = None
    settings: frozenset[str] | None = None
    decisions: frozenset[str] | None = None
    processes: frozenset[str] | None = None
    messages: frozenset[str] = frozenset()
    calls: Mapping[str, frozenset[str]] = field(default_factory=dict)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that was probably meant, or ""."""
    if len(word) > _LONGEST_WORD:
        return ""
    found = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.7)
    return found[0] if found else ""
