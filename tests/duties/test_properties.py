"""For any units, posts, substitutions, days and work: one rule in commands and in lists."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from dudao.groups import MAY
from engine.commands import Engine, Permissions
from engine.commands.office import Office
from engine.commands.policy import duties
from engine.commands.policy.lists import wanted_work
from engine.identity import Membership, PersonEntry, Unit, upsert_people, upsert_units
from engine.model.case import Actor
from engine.model.errors import NotPermitted
from engine.model.registers import Page
from engine.store import Session, StepBatch, Store
from engine.store.rows import WorkRow
from engine.store.substitutions import SubstitutionRow, insert_substitution
from engine.store.work_lists import list_work
from tests.store.samples import prepare, work
from tests.support.clock import CountedIds

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
CODES = ("root", "u1", "u2", "u3", "u4")
PEOPLE = ("a", "b", "c")
GROUPS = ("leader", "inspector", "respondent")
DAYS = st.sampled_from([TODAY + timedelta(days=number) for number in (-2, -1, 0, 1)])

TREES = st.tuples(*(st.sampled_from(CODES[:number]) for number in range(1, len(CODES)))).map(
    lambda parents: [
        Unit("root", "市"),
        *(Unit(code, code, above) for code, above in zip(CODES[1:], parents, strict=True)),
    ]
)
POSTS = st.lists(
    st.builds(
        Membership,
        st.sampled_from(GROUPS),
        DAYS,
        st.none() | DAYS,
        st.none() | st.sampled_from(CODES),
    ),
    max_size=3,
)
PERSON = st.tuples(st.sampled_from(CODES), POSTS, st.sampled_from([True, True, True, False]))
SUBSTITUTION = st.tuples(st.permutations(PEOPLE), DAYS, DAYS, st.booleans())
WORK = st.fixed_dictionaries(
    {
        "unit": st.none() | st.sampled_from(CODES),
        "excluded_units": st.lists(st.sampled_from(CODES), max_size=1).map(tuple),
        "groups": st.lists(st.sampled_from(GROUPS), max_size=2, unique=True).map(tuple),
        "users": st.sampled_from([(), (), ("a",), ("b",)]),
        "assignee": st.sampled_from([None, None, "a", "b"]),
    }
)


def entry(person: str, cells: tuple[str, list[Membership], bool]) -> PersonEntry:
    home, posts, is_active = cells
    once = {(each.group, each.from_on, each.unit or home): each for each in posts}
    return PersonEntry(person, person, home, tuple(once.values()), is_active)


def keep(session: Session, number: int, cells: tuple[list[str], date, date, bool]) -> None:
    (absent, hand, _), first, second, is_ended = cells
    row = SubstitutionRow(
        id=str(number),
        absent=absent,
        substitute=hand,
        from_on=min(first, second),
        until_on=max(first, second),
        reason="出差",
        made_by=absent,
        made_at=NOW,
        ended_at=NOW if is_ended else None,
        ended_by=absent if is_ended else None,
    )
    insert_substitution(session, row)


def may_act(office: Office, actor: Actor, row: WorkRow) -> bool:
    """What the commands ask, separation apart."""
    try:
        found = duties.expect_may_take(office, actor, row)
        duties.expect_in_scope(office, found.person, row)
        duties.expect_not_excluded(office, found.hand, row)
    except NotPermitted:
        return False
    return True


def listed(session: Session, office: Office, actor: Actor) -> set[str]:
    try:
        wanted = wanted_work(office, actor)
    except NotPermitted:
        return set()
    rows, _ = list_work(session, wanted, Page(500))
    return {row.work.id for row in rows}


ALWAYS = Membership("leader", TODAY)
EXCLUDED = {"unit": "root", "excluded_units": ("u1",), "groups": ("leader",)}


def allowed(engine: Engine, office: Office, actor: Actor) -> set[tuple[str, str]]:
    """The commands that an actor may give, each with a unit whose cases they may give it for."""
    return {
        (word, unit)
        for word, unit in product(MAY, CODES)
        if engine.permissions.allows(office, actor, word, unit=unit)
    }


@given(
    TREES,
    st.tuples(PERSON, PERSON, PERSON),
    st.lists(SUBSTITUTION, max_size=3),
    st.lists(WORK, min_size=1, max_size=6),
)
@example(  # rare by chance: b acts for a, and has a post in a unit that the work excludes
    [Unit("root", "市"), *(Unit(code, code, "root") for code in CODES[1:])],
    (
        ("root", [ALWAYS], True),
        ("root", [Membership("respondent", TODAY, unit="u1")], True),
        ("root", [ALWAYS], True),
    ),
    [(["a", "b", "c"], TODAY, TODAY, False), (["b", "c", "a"], TODAY, TODAY, False)],
    [EXCLUDED, {**EXCLUDED, "excluded_units": ()}],
)
def test_nobody_is_shown_more_or_less_than_they_may_and_no_substitute_may_more(
    tree: list[Unit],
    people: tuple[Any, ...],
    substitutions: list[Any],
    offered: list[dict[str, Any]],
) -> None:
    store = Store.memory()
    prepare(store, "c1")
    rows = [work(aid=aid, **cells) for aid, cells in enumerate(offered, start=1)]
    batch = StepBatch()
    for row in rows:
        batch.add_work(row)
    with store.begin() as session:
        upsert_units(session, tree)
        upsert_people(session, [entry(*each) for each in zip(PEOPLE, people, strict=True)])
        for number, cells in enumerate(substitutions):
            keep(session, number, cells)
        batch.flush(session)
    engine = Engine(new_id=CountedIds(), new_salt=lambda: bytes(16), permissions=Permissions(MAY))
    with store.read() as session:
        office = Office(session, engine, now=NOW)
        alone = {}
        for person in PEOPLE:
            alone[person] = {row.id for row in rows if may_act(office, Actor(person), row)}
            assert listed(session, office, Actor(person)) == alone[person]
        for person, absent in product(PEOPLE, PEOPLE):
            actor = Actor(person, on_behalf_of=absent)
            through = {row.id for row in rows if may_act(office, actor, row)}
            assert listed(session, office, actor) == through
            assert through <= alone[absent]
            assert allowed(engine, office, actor) <= allowed(engine, office, Actor(absent))
    store.close()
