"""Ways to open work from its cases: those with a rare word, of one unit, of a small scope.

They say nothing new and name few cases, so that work is looked for among them alone.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement, FromClause, any_, func, or_, select, union_all

from engine.model.search_results import SearchKind
from engine.model.sure_tokens import sure_tokens
from engine.store.counting import number_up_to
from engine.store.place_ways import MOST as _SOME
from engine.store.place_ways import Covering, Covers, called_in, number_in
from engine.store.register_conditions import TEXTS, one_of, within
from engine.store.search_hits import cases_called, number_called
from engine.store.store import Session
from engine.store.tables import case_file, open_work

_FEW = 4_000
"""Cases whose work may be read one by one for a page."""
_MORE = 8_000
"""Cases whose work may be, where a word is looked for."""
_other = open_work.alias("other")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is asked of the cases of open work; `named` are activities named by the text.

    `holder` is whoever asks for their own work: what they hold is always among it.
    """

    text: str
    named: Collection[str]
    holder: str | None
    unit: str | None
    scope: Covering | None


@dataclass(frozen=True, slots=True)
class Lead:
    """A condition on open work that names some cases; `is_few`: few enough for a page.

    `is_told_by_work`: work itself tells most of it, so it helps whoever walks along all work.
    `is_place`: it says all there is to say of the unit that is wanted, or else of the scope.
    """

    condition: ColumnElement[bool]
    is_few: bool
    is_told_by_work: bool = False
    is_place: bool = False


def leads_to(session: Session, wanted: Narrowed) -> list[Lead]:
    """Return the conditions that narrow the work that is wanted to that of some cases."""
    leads: list[Lead | None] = []
    if wanted.text and (tokens := sure_tokens(wanted.text)):
        leads.append(_with_tokens(session, tokens, wanted))
    if wanted.unit is not None:
        covers = partial(within, above=wanted.unit)
        leads.append(_of_cases(session, wanted, wanted.unit, covers))
    elif wanted.scope is not None:
        leads.append(_of_cases(session, wanted, wanted.scope, wanted.scope.covers))
    return [each for each in leads if each is not None]


def _with_tokens(session: Session, tokens: list[str], wanted: Narrowed) -> Lead | None:
    """Return a way to the work of cases with a word; by the way all that is named by it."""
    cases = cases_called(session, tokens)
    # PostgreSQL would rather fetch the tokens of every entry, which are long.
    most = _SOME if session.kind == "sqlite" else _FEW
    count = number_called(session, tokens, (SearchKind.CASE,), most)
    if count > most:
        return None
    others = [select(_other.c.id).where(each) for each in _besides(session, wanted, _other)]
    if others and count <= _FEW:
        count += number_up_to(session, union_all(*others), _FEW)
    if count > _FEW:
        either = or_(*_besides(session, wanted, open_work), open_work.c.case_id.in_(cases))
        return Lead(either, is_few=False, is_told_by_work=bool(wanted.named))
    ids = union_all(*others, select(_other.c.id).where(_other.c.case_id.in_(cases)))
    return Lead(open_work.c.id.in_(ids), is_few=True)


def _besides(session: Session, wanted: Narrowed, work: FromClause) -> Iterator[ColumnElement[bool]]:
    """Yield what else may be named so: work of some activities, and all that one holds."""
    if wanted.named:
        yield one_of(work.c.node, sorted(wanted.named), session.kind)
    if wanted.holder is not None:
        yield work.c.assignee == wanted.holder


def _of_cases(session: Session, wanted: Narrowed, whose: Hashable, covers: Covers) -> Lead | None:
    count = number_in(session, whose, covers)
    if count > _SOME:
        return None
    ids = select(case_file.c.id).where(covers(case_file.c.unit))
    if session.kind == "sqlite":
        among: ColumnElement[bool] = open_work.c.case_id.in_(ids)
    else:  # it would rather look through all work
        ids = called_in(covers, wanted.text) if _is_said_by_case(wanted) else ids
        among = open_work.c.case_id == any_(func.array(ids.scalar_subquery(), type_=TEXTS))
    # To find a word elsewhere all work there is would be looked through.
    most = _MORE if wanted.text else _FEW
    return Lead(among, is_few=count <= most, is_place=True)


def _is_said_by_case(wanted: Narrowed) -> bool:
    """Say whether nothing but a case can have the words, so that it is asked before its work."""
    return bool(wanted.text) and not wanted.named and wanted.holder is None
