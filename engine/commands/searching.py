"""Find cases, problem items, papers and publications by their words.

Who asks finds what they may see: cases and problem items as in the registers, papers as in the
file of a case, publications like everybody. What they may not see is not counted either.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.policy.acting import standing
from engine.commands.registers import FIRST_PAGE
from engine.identity import CaseScope
from engine.model.case import Actor, Clock
from engine.model.registers import Page
from engine.model.search_results import Counted, Found, SearchKind
from engine.model.search_text import words_of
from engine.store import search as stored
from engine.store.search_hits import Wanted
from engine.store.search_sight import Sight
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
    office = Office(session, engine, now=clock())
    standing(office, actor)
    return _hits(session, _sight(engine, office, actor), text, kinds, page)


def search_publications(session: Session, *, text: str, page: Page = FIRST_PAGE) -> Hits:
    """Return what was published, and not withdrawn, that contains every word of a text."""
    return _hits(session, Sight(), text, (SearchKind.PUBLICATION,), page)


def _hits(
    session: Session, sight: Sight, text: str, kinds: Collection[SearchKind], page: Page
) -> Hits:
    wanted = Wanted(words_of(text), tuple(kinds))
    rows, cursor, total = stored.search(session, sight, wanted, page)
    return Hits(tuple(rows), cursor, total)


def _sight(engine: Engine, office: Office, actor: Actor) -> Sight:
    """Return what the actor sees, by the units in which their posts let them."""
    below, own, internal, served = (
        engine.permissions.units(office, actor, word)
        for word in ("list_below", "list_own", "see_internal", "see_served")
    )
    return Sight(
        register=CaseScope(below, own) if below or own else None,
        internal=CaseScope(internal) if internal else None,
        served=CaseScope(served) if served else None,
    )
