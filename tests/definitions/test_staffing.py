"""Whether the people of an installation can carry a procedure through, unit by unit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest

from engine.commands.office import Office
from engine.commands.policy import duties
from engine.commands.staffing import Staff, Staffing, staffing
from engine.identity import Membership, PersonEntry, upsert_people
from engine.model.case import Actor
from engine.model.errors import NotPermitted
from engine.store.rows import WorkRow
from tests.cases.desk import Desk
from tests.cases.drawing import diagram, end, path, start, user

OWN = {"excluded_units": "${case.unit}"}
UNITS = ("430000", "430600", "430621", "430623", "430621-1")
NAMES = {"leader": "分管领导", "respondent": "被督导单位", "inspector": "督学"}

PROCEDURE = diagram(
    "procedure",
    start(),
    user("draft", assignee="${case.opened_by}"),
    user("approve", groups="leader", separate_from="start, draft", **OWN),
    user("answer", groups="respondent"),
    user("review", groups="leader", separate_from="start, approve", **OWN),
    end(),
    path("start", "draft", "approve", "answer", "review", "end"),
)


def staffed(desk: Desk, unit: str, source: bytes = PROCEDURE) -> Staffing:
    desk.deploy(source)
    with desk.store.read() as session:
        newest = desk.engine.library.newest(session, "procedure")
        return staffing(session, engine=desk.engine, clock=desk.clock, published=newest, unit=unit)


def said(found: Staffing) -> Sequence[str]:
    return [shortage.zh(NAMES) for shortage in found.shortages]


def add(desk: Desk, id_: str, unit: str, *groups: str) -> None:
    with desk.store.begin() as session:
        held = tuple(Membership(group) for group in groups)
        upsert_people(session, [PersonEntry(id_, f"{id_}某", unit, held)])


def test_two_leaders_are_needed_and_one_is_there(desk: Desk) -> None:
    found = staffed(desk, "430621")
    assert found.assignment is None
    (sentence,) = said(found)
    assert sentence == ("“approve”“review”须由不同的人办理，需要2名分管领导，现有1名（wang某）")
    add(desk, "tian", "430600", "leader")
    found = staffed(desk, "430621")
    assert found.shortages == ()
    who = found.assignment
    assert who is not None
    assert {who["approve"], who["review"]} == {"wang", "tian"}
    assert who["start"] not in {who["approve"], who["review"]}
    assert who["answer"] == "xiao"


def test_a_leader_elsewhere_does_not_help(desk: Desk) -> None:
    add(desk, "tian", "430623", "leader")
    assert len(staffed(desk, "430621").shortages) == 1
    assert staffed(desk, "430623").shortages != ()  # tian belongs to the unit the case is against


def test_a_unit_without_respondents_lacks_them(desk: Desk) -> None:
    add(desk, "tian", "430600", "leader")
    with desk.store.begin() as session:
        upsert_people(session, [PersonEntry("hua", "hua某", "430623", is_active=False)])
    assert said(staffed(desk, "430623")) == ["缺少被督导单位人员（“answer”）"]
    assert staffed(desk, "430621-1").shortages == ()  # people above the school answer for it


def test_one_person_in_two_groups_does_not_count_twice(desk: Desk) -> None:
    two = diagram(
        "procedure",
        start(),
        user("check", groups="inspector"),
        user("sign", groups="leader", separate_from="check"),
        end(),
        path("start", "check", "sign", "end"),
    )
    with desk.store.begin() as session:
        gone = [PersonEntry(each, each, "430600", is_active=False) for each in ("qian", "sun")]
        upsert_people(session, gone)
    add(desk, "wang", "430600", "leader", "inspector")
    (sentence,) = said(staffed(desk, "430623", two))
    assert "需要2名督学或分管领导，现有1名（wang某）" in sentence
    assert staffed(desk, "430621", two).shortages == ()  # yue inspects there


def test_who_only_an_expression_names_is_neither_proof_nor_refusal(desk: Desk) -> None:
    whoever = diagram(
        "procedure",
        start("whom:string"),
        user("ask", assignee="${whom}"),
        user("sign", groups="leader", separate_from="ask"),
        end(),
        path("start", "ask", "sign", "end"),
    )
    found = staffed(desk, "430621", whoever)
    assert found.shortages == ()
    assert found.unchecked == ("ask",)


def test_a_membership_counts_on_its_days_only(desk: Desk) -> None:
    today = desk.clock().date()
    with desk.store.begin() as session:
        over = Membership("leader", until_on=today.replace(year=today.year - 1))
        upsert_people(session, [PersonEntry("tian", "tian某", "430600", (over,))])
    assert len(staffed(desk, "430621").shortages) == 1


@pytest.mark.parametrize("excluded", [{}, OWN], ids=["anybody", "another unit"])
def test_whoever_is_counted_may_take_the_work_and_nobody_else(
    desk: Desk, excluded: dict[str, str]
) -> None:
    """Staffing and the policy agree on one person, wherever they and their post are."""
    source = diagram(
        "procedure",
        start(),
        user("sign", groups="director", **excluded),
        end(),
        path("start", "sign", "end"),
    )
    desk.deploy(source)
    work = desk.one(desk.open("procedure").case_id, "sign")
    agreed = set()
    for own, post in product(UNITS, (None, *UNITS)):
        held = Membership("director", unit=post), Membership("inspector")
        with desk.store.begin() as session:
            upsert_people(session, [PersonEntry("zhao", "zhao某", own, held)])
        counted = staffed(desk, "430621", source).shortages == ()
        assert counted == may_take(desk, "zhao", work), (own, post)
        agreed.add(counted)
    assert agreed == {True, False}


def may_take(desk: Desk, person: str, work: WorkRow) -> bool:
    with desk.store.read() as session:
        office = Office(session, desk.engine, now=desk.clock())
        try:
            found = duties.expect_may_take(office, Actor(person), work)
            duties.expect_in_scope(office, found.person, work)
        except NotPermitted:
            return False
    return True


def test_units_below_the_office_are_looked_at(desk: Desk) -> None:
    desk.deploy(PROCEDURE)
    with desk.store.read() as session:
        staff = Staff(session, engine=desk.engine, clock=desk.clock)
        newest = desk.engine.library.newest(session, "procedure")
        assert set(staff.units_for(newest)) == {"430621", "430623", "430621-1"}


def test_what_is_kept_holds_until_somebody_comes_or_the_day_ends(desk: Desk) -> None:
    desk.deploy(PROCEDURE)

    def kept() -> Staff:
        with desk.store.read() as session:
            return desk.engine.staff.get(session, engine=desk.engine, clock=desk.clock)

    with desk.store.read() as session:
        newest = desk.engine.library.newest(session, "procedure")
    first = kept()
    assert kept() is first
    assert len(first.against(newest, "430621").shortages) == 1
    with desk.store.begin() as session:
        upsert_people(session, [PersonEntry("tian", "田某", "430600", (Membership("leader"),))])
        inside = desk.engine.staff.get(session, engine=desk.engine, clock=desk.clock)
        assert inside.against(newest, "430621").shortages == ()
        session.connection.rollback()
        session.driver.rollback()
    assert kept() is first
    add(desk, "tian", "430600", "leader")
    assert kept().against(newest, "430621").shortages == ()
    today = kept()
    desk.advance(days=1)
    assert kept() is not today
