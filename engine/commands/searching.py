"""Find cases, problem items, papers and publications by their words.

Who asks finds what they may see: cases and problem items as in the registers, papers as in the
file of a case, publications like everybody. What they may not see is not counted either.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from engine.commands.duties import expect_known
from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.registers import FIRST_PAGE
from engine.identity import CaseScope, Person
from engine.model.case import Actor, Clock
from engine.model.registers import Page
from engine.model.search_results import Counted, Found, SearchKind
from engine.model.search_text import words_of
from engine.store import search as stored
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of hits, newest first; the cursor of the next one (None at the end); how many."""

    rows: tuple[Found, ...]
    next: str | None
    total: Counted


def search(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    text: str,
    kinds: Collection[SearchKind] = (),
    page: Page = FIRST_PAGE,
) -> Hits:
    """Return what contains every word of a text; words are what blanks separate.

    The newest comes first, whatever the page says. A text without words, or longer than 100
    characters, raises InvalidArgument; somebody unknown NotPermitted.
    """
    person = expect_known(Office(session, engine, now=clock()), actor.person)
    return _hits(session, _sight(engine, person), text, kinds, page)


def search_publications(session: Session, *, text: str, page: Page = FIRST_PAGE) -> Hits:
    """Return what was published, and not withdrawn, that contains every word of a text."""
    return _hits(session, stored.Sight(), text, (SearchKind.PUBLICATION,), page)


def _hits(
    session: Session, sight: stored.Sight, text: str, kinds: Collection[SearchKind], page: Page
) -> Hits:
    wanted = stored.Wanted(words_of(text), tuple(kinds))
    rows, cursor, total = stored.search(session, sight, wanted, page)
    return Hits(tuple(rows), cursor, total)


def _sight(engine: Engine, person: Person) -> stored.Sight:
    below, own = _units(engine, person, "list_below"), _units(engine, person, "list_own")
    internal, served = _units(engine, person, "see_internal"), _units(engine, person, "see_served")
    return stored.Sight(
        register=CaseScope(below, own) if below or own else None,
        internal=CaseScope(internal) if internal else None,
        served=CaseScope(served) if served else None,
    )


def _units(engine: Engine, person: Person, command: str) -> tuple[str, ...]:
    """Return the units in which somebody may give a command, by their posts there."""
    return person.units_as(engine.permissions.groups.get(command, frozenset()))
