"""Names that consist of several words or contain operators, found by the longest match.

FEEL lets a name contain spaces and ``. / - ' + *`` (clause 10.3.1.2, rules 25 to 30): only the
names in scope tell ``Monthly Salary`` from two names and ``a-b`` from a subtraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

WORD = re.compile(r"[^\W\d]\w*")
"""A name without spaces: letters of any script, digits, underscores."""
_NEVER = r"(?!)"
PROPERTIES = frozenset({"time offset", "start included", "end included"})


def is_plain(name: str) -> bool:
    """Return whether the name is one word, which needs no list to be recognised."""
    return WORD.fullmatch(name) is not None


@lru_cache(maxsize=512)
def pattern_of(names: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern that matches the longest of the names; white space may vary."""
    special = sorted((_normal(n) for n in names if n.strip() and not is_plain(n)), key=_longest)
    return re.compile("|".join(map(_flexible, special)) or _NEVER)


def _longest(name: str) -> tuple[int, str]:
    return -len(name), name


def _normal(name: str) -> str:
    return " ".join(name.split())


def _flexible(name: str) -> str:
    pattern = r"\s+".join(re.escape(word) for word in name.split(" "))
    ends_in_word = re.match(r"\w", name[-1]) is not None
    return pattern + r"(?!\w)" if ends_in_word else pattern


class KnownNames:
    """Find the longest known name at a position; names may be added while reading."""

    __slots__ = ("_added", "_given", "_pattern")

    def __init__(self, given: frozenset[str]) -> None:
        self._given = given
        self._added: frozenset[str] = frozenset()
        self._pattern = pattern_of(given)

    def add(self, names: Iterable[str]) -> None:
        """Know these names too from here on."""
        fresh = {name for name in names if not is_plain(name)} - self._added
        if fresh:
            self._added |= fresh
            self._pattern = pattern_of(self._given | self._added)

    def match(self, text: str, at: int) -> tuple[str, int] | None:
        """Return the name as it was given, and where it ends, or None."""
        found = self._pattern.match(text, at)
        return (_normal(found.group()), found.end()) if found else None
