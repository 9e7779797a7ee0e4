"""The office of a city with very many cases: those of the demo, each copied again and again.

They are cases of all kinds that real commands made, so every page has something to show: problem
items, documents, outcomes, publications, messages. A copy has its own unit, title, days and
numbers; the longer the history of a case is, the less often it is copied, as long ones are rarer.
What nobody may change afterwards, such as the state and the chained history, is copied as it is.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Integer, MetaData, Table, Text, func, insert, select
from sqlalchemy import case as either
from sqlalchemy import cast as as_type
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import INTERVAL
from sqlalchemy.schema import CreateTable, DropTable

from bench.office import Office
from bench.register import WORDS
from bench.stock import OF_A_CASE, belongs, settle
from dudao import system
from dudao.actions.demonstrate import fill as demonstrate
from dudao.screen import Screen
from dudao.settings import Place
from engine.identity import Membership, PersonEntry, Unit, upsert_people, upsert_units
from engine.store import Session, Store
from engine.store.columns import Instant, TextList, Tokens, ValueText
from engine.store.search_entries import CaseFacts, entry_of_case
from engine.store.tables import (
    allocated_number,
    case_file,
    definition,
    document,
    history_event,
    message_recipient,
    open_work,
    outbox_message,
    outcome,
    problem_item,
    publication,
    search_entry,
    timer,
)

COUNTIES, SCHOOLS = 20, 25
CITY_UNIT = "430600"
COUNTY = "430607-c"
"""The county of the two people below."""
COUNTY_LEADER, RESPONDENT = "yang", "xiao"
_LAST_DAYS, _LATE_DAYS, _LEFT_DAYS = 300, 20, 60
_PIECE = 10_000
_DAY = 24 * 60
_TABLES = (
    *OF_A_CASE,
    message_recipient,
    problem_item,
    allocated_number,
    document,
    outcome,
    publication,
    search_entry,
)
_UNITS = frozenset(
    {
        (case_file, "unit"), (open_work, "unit"), (problem_item, "owner"),
        (problem_item, "unit"), (document, "addressee"),
        (search_entry, "unit"), (search_entry, "party"),
    }
)  # fmt: skip
_NUMBERS = frozenset(
    {
        (case_file, "reference"), (allocated_number, "number"), (document, "number"),
        (publication, "number"),
    }
)  # fmt: skip
_MESSAGES = frozenset({(outbox_message, "id"), (message_recipient, "message_id")})
_DUE = frozenset({(case_file, "due_at"), (open_work, "due_at"), (problem_item, "due_at")})
_COUNTED_UP = frozenset({(timer, "id"), (search_entry, "number")})
_ENTRY = ("title", "text", "folded", "tokens")
_new = Table(
    "bench_new_case",
    MetaData(),
    Column("id", Text),
    Column("number", Integer),
    Column("earlier", Text),
    Column("unit", Text),
    Column("due_at", Instant),
    Column("title", Text),
    Column("text", Text),
    Column("folded", Text),
    Column("tokens", Tokens),
    prefixes=["TEMPORARY"],
)
Key = tuple[Table, str]
_SAID: dict[Key, Callable[[Column[Any]], ColumnElement[Any]]] = {
    (allocated_number, "serial"): lambda column: column + 1000 * (_new.c.number + 1),
    (document, "serial"): lambda column: column + 1000 * (_new.c.number + 1),
    (case_file, "title"): lambda _: _new.c.title,
    (problem_item, "title"): lambda _: _new.c.title,
    # One case with thousands of linked ones would be nobody's.
    (case_file, "parent_id"): lambda _: cast("ColumnElement[Any]", sql("NULL")),
}


def build(url: str, folder: Path, count: int) -> None:
    """Play the demo in an empty database and copy its cases until there are so many."""
    demonstrate(Place(folder, url), Screen.open(is_json=True))
    played = Office(url)
    played.rest()
    played.close()
    store = Store(url)
    units = _add_units(store)
    chance = random.Random(count)  # noqa: S311 - variety, not a secret
    first = 0
    for model, copies in _shares(store, count):
        for begin in range(0, copies, _PIECE):
            numbers = range(first + begin, first + min(begin + _PIECE, copies))
            with store.begin() as session:
                _multiply(session, model, [_row(model, each, units, chance) for each in numbers])
        first += copies
    store.close()
    settle(url)


def _add_units(store: Store) -> list[str]:
    """Add counties and schools; return the units of the copies, a county for each three schools."""
    counties = [f"4306{number:02d}-c" for number in range(COUNTIES)]
    schools = [f"{county}{number:02d}" for county in counties for number in range(SCHOOLS)]
    people = {COUNTY_LEADER: "leader", RESPONDENT: "respondent"}
    with store.begin() as session:
        upsert_units(session, [Unit(each, f"县{each}", CITY_UNIT, "county") for each in counties])
        upsert_units(
            session,
            [
                Unit(each, f"学校{each}", each.partition("-")[0] + "-c", "school")
                for each in schools
            ],
        )
        upsert_people(
            session,
            [
                PersonEntry(person, f"{person}某", COUNTY, (Membership(group),))
                for person, group in people.items()
            ],
        )
    return schools + counties * (SCHOOLS // 3)


def _shares(store: Store, count: int) -> Iterator[tuple[CaseFacts, int]]:
    """Yield each case of the demo with how many copies of it there are to be."""
    long = select(history_event.c.case_id, func.count().label("events"))
    events = long.group_by(history_event.c.case_id).subquery()
    columns = [case_file.c[each] for each in ("id", "title", "reference", "unit", "opened_at")]
    query = (
        select(*columns, definition.c.name, events.c.events)
        .join_from(case_file, definition, case_file.c.definition_id == definition.c.id)
        .join(events, events.c.case_id == case_file.c.id)
        .order_by(case_file.c.id)
    )
    with store.read() as session:
        rows = cast("Sequence[tuple[Any, ...]]", session.execute(query).all())
    whole = sum(1 / row[-1] for row in rows)
    for case_id, title, reference, unit, opened_at, kind, length in rows:
        facts = CaseFacts(case_id, title, reference, unit, opened_at, None, kind)
        yield facts, round((count - len(rows)) / length / whole)


def _row(
    model: CaseFacts, number: int, units: Sequence[str], chance: random.Random
) -> dict[str, object]:
    unit, now = chance.choice(units), system.clock()
    case_id = str(uuid.UUID(int=chance.getrandbits(128), version=4))
    reference = None if model.reference is None else f"{model.reference}-{number}"
    title = "、".join(chance.sample(WORDS, 3)) + model.title
    found = entry_of_case(
        CaseFacts(case_id, title, reference, unit, now, f"单位{unit}", model.key_name)
    )
    left = chance.randrange(-_LATE_DAYS * _DAY, _LEFT_DAYS * _DAY)
    return {
        "id": case_id,
        "number": number,
        "earlier": f"-{chance.randrange(_LAST_DAYS * _DAY)} minutes",
        "unit": unit,
        "due_at": now + timedelta(minutes=left),
        **{name: getattr(found, name) for name in _ENTRY},
    }


# ------------------------------------------------------------------------------------ copies


def _multiply(session: Session, model: CaseFacts, rows: list[dict[str, object]]) -> None:
    session.execute(CreateTable(_new))
    session.execute(insert(_new), rows)
    for table in _TABLES:
        columns = [each for each in table.columns if (table, each.name) not in _COUNTED_UP]
        values = [_value(session, model, table, each) for each in columns]
        query = select(*values).select_from(table).join(_new, sql("true"))
        query = query.where(_belongs(table, model.id))
        session.execute(insert(table).from_select([each.name for each in columns], query))
    session.execute(DropTable(_new))


def _belongs(table: Table, case_id: str) -> ColumnElement[bool]:
    if table is message_recipient:
        ours = select(outbox_message.c.id).where(outbox_message.c.case_id == case_id)
        return message_recipient.c.message_id.in_(ours)
    return belongs(table, case_id)


def _value(
    session: Session, model: CaseFacts, table: Table, column: Column[Any]
) -> ColumnElement[Any]:
    """Return what stands in a column of a copy."""
    here: Key = (table, column.name)
    said = _said(model, here, column)
    if said is not None:
        return said
    if isinstance(column.type, Instant):
        return _instant(session, here, column)
    if isinstance(column.type, Text | ValueText | TextList):
        return func.replace(column, model.id, _new.c.id)
    return column


def _said(model: CaseFacts, here: Key, column: Column[Any]) -> ColumnElement[Any] | None:
    """Return what a copy says otherwise than the case it is a copy of."""
    table, name = here
    if here in _MESSAGES:
        # 24 characters of the case and the last 12 of the message: as long as a UUID, and new.
        return func.substr(_new.c.id, 1, 24, type_=Text).concat(func.substr(column, 25, 12))
    if here in _UNITS:
        return either((column == model.unit, _new.c.unit), else_=column)
    if here in _NUMBERS:
        return column.concat("-").concat(as_type(_new.c.number, Text))
    return _SAID[here](column) if here in _SAID else _of_entry(table, name, column)


def _of_entry(table: Table, name: str, column: Column[Any]) -> ColumnElement[Any] | None:
    is_of_case = table is search_entry and name in _ENTRY
    return (
        either((search_entry.c.kind == "case", _new.c[name]), else_=column) if is_of_case else None
    )


def _instant(session: Session, here: Key, column: Column[datetime]) -> ColumnElement[Any]:
    if session.kind == "sqlite":
        text = as_type(column, Text)
        moved = func.strftime("%Y-%m-%dT%H:%M:%f", text, _new.c.earlier).concat("000Z")
    else:
        moved = cast("Any", column + as_type(_new.c.earlier, INTERVAL))
    if here not in _DUE:
        return moved
    table = here[0]
    runs = table.c.ended_at.is_(None) if "ended_at" in table.c else sql("true")
    later = as_type(_new.c.due_at, Text) if session.kind == "sqlite" else _new.c.due_at
    return either((column.is_(None), column), (runs, later), else_=moved)
