"""What is looked for in the full-text search, and its index: which entries have some tokens."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, FromClause, Select, Text, func, literal, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from engine.model.search_results import SearchKind
from engine.model.search_text import is_exact, mark, name_token, tokens_of
from engine.store.counting import number_up_to
from engine.store.store import Session
from engine.store.tables import search_entry, search_index

_other = search_entry.alias("other")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for: folded words, and the kinds of rows (none: all)."""

    words: tuple[str, ...]
    kinds: tuple[SearchKind, ...] = ()

    @property
    def tokens(self) -> list[str]:
        """What an entry has that contains all words."""
        return tokens_of(self.words)

    @property
    def long_words(self) -> tuple[str, ...]:
        """The words that may lack in an entry which has all tokens."""
        return tuple(each for each in self.words if not is_exact(each))

    def of_kinds(self, kind: ColumnElement[Any]) -> Iterator[ColumnElement[bool]]:
        """Say that a column names one of the kinds."""
        if self.kinds:
            yield kind.in_([each.value for each in self.kinds])


def contains(
    session: Session, folded: ColumnElement[Any], words: Iterable[str]
) -> Iterator[ColumnElement[bool]]:
    """Say that a folded text contains each of some words."""
    find = func.instr if session.kind == "sqlite" else func.strpos
    for word in words:
        yield find(folded, literal(word)) > 0


def cases_called(session: Session, tokens: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Return the ids of the cases whose title or reference has all of some tokens."""
    return _called(session, SearchKind.CASE, tokens)


def cases_of_items_called(session: Session, tokens: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Return the ids of the cases that have a problem item whose title has all of some tokens."""
    return _called(session, SearchKind.ITEM, tokens)


def names_with(
    session: Session, tokens: Sequence[str], kinds: Iterable[SearchKind]
) -> Select[*tuple[Any, ...]]:
    """Return the numbers of what is called so, of these kinds; reading no entry, to be counted."""
    parts = [entries_with(session, _names(kind, tokens)) for kind in kinds]
    return select(union_all(*parts).subquery().c[0])


def number_called(
    session: Session, tokens: Sequence[str], kinds: Sequence[SearchKind], most: int
) -> int:
    """Return how many names have these tokens, up to `most` + 1, as it was a short while ago."""
    names = names_with(session, tokens, kinds)
    question = ("called", *tokens, *kinds, most)
    return session.hunches.of(question, lambda: number_up_to(session, names, most))


def _called(session: Session, kind: SearchKind, tokens: Sequence[str]) -> Select[*tuple[Any, ...]]:
    return select(search_entry.c.case_id).where(
        has_tokens(session, search_entry, _names(kind, tokens))
    )


def _names(kind: SearchKind, tokens: Collection[str]) -> list[str]:
    return [name_token(kind.value, each) for each in tokens]


def entries_with(session: Session, tokens: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Return the numbers of the entries that have all of some tokens, by the index."""
    if session.kind == "sqlite":
        return _matching(tokens)
    return select(_other.c.number).where(has_tokens(session, _other, tokens))


def has_tokens(session: Session, entry: FromClause, tokens: Sequence[str]) -> ColumnElement[bool]:
    """Say that an entry has all of some tokens."""
    if session.kind == "sqlite":
        return entry.c.number.in_(_matching(tokens))
    return entry.c.tokens.op("@>")(literal(list(tokens), ARRAY(Text)))


def _matching(tokens: Sequence[str]) -> Select[*tuple[Any, ...]]:
    query = " ".join(f'"{mark(token)}"' for token in tokens)
    return select(search_index.c.rowid).where(
        search_index.c.search_index.op("MATCH")(literal(query))
    )
