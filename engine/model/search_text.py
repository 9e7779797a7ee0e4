"""Texts as a search sees them: folded, and cut into characters and pairs of neighbours.

Chinese is written without spaces, and its words mostly have two characters. So every character of
a text is a token, and every two that stand together: 督办单 gives 督, 办, 单, 督办 and 办单. A text that
contains a word has all tokens of the word; whether one that has them contains it (督办 and 办单 may
stand apart) is then looked up in the folded text. That holds for letters and digits as well, so a
search finds exactly the texts that contain each of its words.

Folding is done character by character: full-width ones become plain (NFKC), capitals small,
white space one blank, and characters that show nothing are gone. Each folded character thus has
its place in the text as it was written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from engine.model.errors import InvalidArgument

MAX_QUERY = 100
MAX_SNIPPET = 80
_LEAD = 20
"""Characters of a snippet before the hit."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
"""Control and format characters, and halves of characters, which no database takes."""
_MARKED = 0x10FF00
"""Stands in tokens for the ASCII characters that a tokenizer would take for gaps; see `mark`."""
_MARKS = {code: _MARKED + code for code in range(0x80) if not chr(code).isalnum()}
MORE = "…"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text, with where the words that were looked for stand in it."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    """Pairs of begin and end within `text`, in order, none touching another."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `places` tells which character of the written one each comes from."""

    text: str
    places: tuple[int, ...]


def plain(text: str) -> str:
    """Return a text as it is kept and shown: composed (NFC), without what no database takes."""
    return "".join(
        each
        for each in unicodedata.normalize("NFC", text)
        if each.isspace() or _folded_character(each)
    )


def fold(text: str) -> str:
    """Return a text in which searches look: words with one blank between them."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(map(_folded_character, composed)).split())


def tokens(folded: str) -> list[str]:
    """Return the characters of a folded text and the pairs of neighbours, each once, sorted."""
    found: set[str] = set()
    for word in folded.split(" "):
        found.update(word)
        found.update(map("".join, pairwise(word)))
    return sorted(found)


def name_token(sort: str, token: str) -> str:
    """Return the token of what a row is called; `sort` says of which sort of rows.

    It has more than two characters, so no text has it by itself.
    """
    return f"{sort}：{token}"


def mark(token: str) -> str:
    """Return a token that a tokenizer leaves whole: punctuation of ASCII is written differently."""
    return token.translate(_MARKS)


def words_of(query: str) -> tuple[str, ...]:
    """Return the words to look for, folded, each once; InvalidArgument where there are none."""
    if len(query) > MAX_QUERY:
        raise InvalidArgument(
            f"查找的文字应不超过{MAX_QUERY}字，现有{len(query)}字。",
            en=f"Expected at most {MAX_QUERY} characters to look for, found {len(query)}.",
            code="invalid_text",
        )
    words = tuple(dict.fromkeys(fold(query).split()))
    if not words:
        raise InvalidArgument(
            "请输入要查找的文字。", en="Expected a text to look for.", code="invalid_text"
        )
    return words


def tokens_of(words: Iterable[str]) -> list[str]:
    """Return the tokens that a text with these words has: of a longer word its pairs alone."""
    found: set[str] = set()
    for word in words:
        pairs = map("".join, pairwise(word))
        found.update(pairs if len(word) > 1 else word)
    return sorted(found)


def is_exact(word: str) -> bool:
    """Say whether a word is a token itself, so that whoever has the token contains the word."""
    return len(word) <= len("督办")


def passage(text: str, words: Iterable[str]) -> Passage | None:
    """Return the first passage of a text with one of the words; None where none stands."""
    wanted = tuple(words)
    first = _first(text, wanted)
    if first is None:
        return None
    begin = max(0, first - _LEAD)
    room = MAX_SNIPPET - (len(MORE) if begin else 0)
    end = len(text) if len(text) - begin <= room else begin + room - len(MORE)
    before, after = MORE if begin else "", MORE if end < len(text) else ""
    shown = "".join(" " if each.isspace() else each for each in text[begin:end])
    shift = len(before)
    marks = tuple((begin + shift, end + shift) for begin, end in marked(shown, wanted))
    return Passage(f"{before}{shown}{after}", marks)


def marked(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Return where in a text the words stand, from begin to end."""
    return tuple(_hits(_placed(text), words))


def start_of(text: str) -> Passage:
    """Return the beginning of a text."""
    shown = " ".join(text.split())
    return Passage(shown if len(shown) <= MAX_SNIPPET else shown[: MAX_SNIPPET - 1] + MORE)


def _first(text: str, words: tuple[str, ...]) -> int | None:
    """Return the place of one of the words; folding a long text is left for where it is needed."""
    small = text.lower()
    if len(small) == len(text):
        places = [place for word in words if (place := small.find(word)) >= 0]
        if places:
            return min(places)
    hits = _hits(_placed(text), words)
    return hits[0][0] if hits else None


def _placed(text: str) -> Folded:
    """Fold a text that `plain` made, remembering places; gaps become a blank each."""
    letters: list[str] = []
    places: list[int] = []
    for place, each in enumerate(text):
        for letter in _folded_character(each):
            letters.append(" " if letter.isspace() else letter)
            places.append(place)
    return Folded("".join(letters), tuple(places))


def _hits(seen: Folded, words: Iterable[str]) -> list[tuple[int, int]]:
    spans = sorted(span for word in words for span in _spans(seen, word))
    merged: list[tuple[int, int]] = []
    for begin, end in spans:
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _spans(seen: Folded, word: str) -> Iterator[tuple[int, int]]:
    at = seen.text.find(word)
    while at >= 0:
        yield seen.places[at], seen.places[at + len(word) - 1] + 1
        at = seen.text.find(word, at + len(word))


@lru_cache(maxsize=32_768)
def _folded_character(character: str) -> str:
    """Fold one character; what a text and a query have in common is folded alike in both."""
    if unicodedata.category(character) in _UNSEEN or ord(character) >= _MARKED:
        return " " if character.isspace() else ""
    folded = unicodedata.normalize("NFKC", character).casefold()
    # Capitals may fold to what composes again; white space of any kind is a gap.
    return unicodedata.normalize("NFKC", folded)
