"""How alike two titles are: by the pairs of neighbouring characters that they share.

Chinese has no blanks between words, so pairs of characters stand for words.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import pairwise

ALIKE = 0.65
"""From here on titles count as alike (1 for the same ones): 食堂安全整改 and 食堂安全限期整改, but not
食堂安全整改 and 校车安全整改."""


def likeness(one: str, other: str) -> float:
    """Return the share of pairs of characters that two titles have in common, from 0 to 1.

    Width, blanks and punctuation do not count (Dice's coefficient).
    """
    first, second = _pairs(one), _pairs(other)
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def are_alike(one: str, other: str) -> bool:
    """Say whether two titles are so alike that they may be about the same."""
    return likeness(one, other) >= ALIKE


def _pairs(text: str) -> Counter[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    bare = [each for each in plain if each.isalnum()]
    if len(bare) == 1:
        return Counter(bare)
    return Counter(map("".join, pairwise(bare)))
