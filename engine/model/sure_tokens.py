"""Which tokens every text has that contains another one, letter by letter.

The search folds whole texts: an `e` before an accent of its own becomes one letter with it. So a
text that contains `e` may lack its token, and only those characters of a text are sure that
nothing around them can change: signs that compose with nothing, and letters that such a character
follows. A list that is asked for a text may then look where the search has the sure tokens, and
finds all that contain the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from engine.model.search_text import fold, tokens_of

_IDEOGRAPHS = ((0x3400, 0x9FFF), (0x20000, 0x323AF))
_SIGNS = ((0x3001, 0x3020), (0xFF01, 0xFF5E))
"""Punctuation of Chinese, and the full-width forms of ASCII."""
_COMPOSING = frozenset("<=>")
"""Signs of ASCII that a stroke through them composes with."""


def sure_tokens(text: str) -> list[str]:
    """Return tokens that each text containing this one has, whatever stands around it; sorted."""
    return tokens_of(fold(run) for run in _runs(text))


def _runs(text: str) -> Iterator[str]:
    """Yield what stands together of the characters that are folded alike in any text."""
    run = ""
    for each, following in pairwise([*text, ""]):
        if _is_settled(each, following):
            run += each
            continue
        if run:
            yield run
        run = ""
    if run:
        yield run


def _is_settled(each: str, following: str) -> bool:
    if _stands_alone(each):
        return True
    return _is_ascii(each) and (_is_ascii(following) or _stands_alone(following))


def _stands_alone(each: str) -> bool:
    """Say that a character composes with nothing before or after it."""
    if _is_ascii(each):
        return not each.isalpha() and each not in _COMPOSING
    return any(first <= ord(each) <= last for first, last in (*_IDEOGRAPHS, *_SIGNS) if each)


def _is_ascii(each: str) -> bool:
    return "!" <= each <= "~" and len(each) == 1
