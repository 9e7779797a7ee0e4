"""Lists of units and people brought in again and again: all of a list, or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.commands.directory import add_person, change_person, import_people, import_units
from engine.identity import Membership, PersonEntry, Unit
from engine.store import Store
from engine.store.work_counts import count_held_work
from tests.cases.desk import Desk as CaseDesk
from tests.directory.desk import PEOPLE, UNITS, Desk
from tests.support.clock import HandClock
from tests.support.diagrams import bpmn, end, path, start, user

WAY = (path("start", "draft", "end"),)

NEW = PersonEntry("zhou", "周某", "430621", (Membership("inspector", date(2026, 1, 1)),))


def test_units_are_added_changed_and_left(desk: Desk) -> None:
    given = [
        Unit("430621S2", "某甲县第二中学", "430621"),
        replace(UNITS[1], name="某甲区"),
        UNITS[0],
    ]
    done = desk.give(import_units, units=given, note="单位.xlsx")
    assert (list(done.added), list(done.changed), done.unchanged) == (["430621S2"], ["430621"], 1)
    assert list(done.changes) == [
        {"id": "430621", "field": "name", "before": "某甲县", "after": "某甲区"}
    ]
    assert list(done.missing) == ["430623", "430621S1"]
    assert [event["type"] for event in desk.events()] == [
        "units_imported", "unit_added", "unit_changed",
    ]  # fmt: skip
    assert desk.events()[0]["data"] == {"added": 1, "changed": 1, "note": "单位.xlsx"}
    assert len(desk.tree()) == 5


def test_people_are_added_changed_and_left(desk: Desk) -> None:
    changed = replace(PEOPLE[3], unit="430623", name="肖某某")
    done = desk.give(import_people, "guan", people=[NEW, changed, PEOPLE[2]])
    assert (list(done.added), list(done.changed), done.unchanged) == (["zhou"], ["xiao"], 1)
    assert [(each["field"], each["before"]) for each in done.changes][:2] == [
        ("name", "肖某"), ("unit", "430621"),
    ]  # fmt: skip
    assert list(done.missing) == ["guan", "xian"]
    assert desk.person("zhou") == NEW
    assert "肖" not in str(desk.events()), "an event names people by their id"


@pytest.mark.parametrize("name", ["system", "public", "System", "PUBLIC"])
def test_nobody_is_called_like_the_system_or_the_public(desk: Desk, name: str) -> None:
    person = replace(NEW, id=name, memberships=())
    assert desk.refused(import_people, None, people=[person]) == "invalid_directory"
    assert desk.refused(add_person, "guan", person=person) == "invalid_directory"


def test_the_same_list_twice_changes_once(desk: Desk) -> None:
    people = [NEW, replace(PEOPLE[3], unit="430623"), replace(PEOPLE[2], memberships=())]
    assert desk.give(import_people, people=people).seq > 0
    before = desk.seen()
    again = desk.give(import_people, people=people)
    assert (again.seq, list(again.added), list(again.changed), again.unchanged) == (0, [], [], 3)
    assert desk.seen() == before
    desk.clock.advance(timedelta(days=40))
    assert desk.give(import_people, people=people).seq == 0


def test_a_trial_says_what_would_change_and_changes_nothing(desk: Desk) -> None:
    before = desk.seen()
    people = [NEW, replace(PEOPLE[3], is_active=False)]
    trial = desk.give(import_people, is_trial=True, people=people, deactivate_missing=True)
    assert desk.seen() == before
    units = desk.give(import_units, is_trial=True, units=[replace(UNITS[3], parent="430623")])
    assert (units.seq, list(units.changed)) == (0, ["430621S1"])
    assert desk.seen() == before
    done = desk.give(import_people, people=people, deactivate_missing=True)
    assert replace(trial, seq=done.seq) == done


def test_a_post_the_list_leaves_out_ends_and_what_was_held_stays(desk: Desk) -> None:
    past = Membership("leader", date(2025, 1, 1), date(2025, 12, 31))
    future = Membership("director", date(2026, 9, 1))
    today = Membership("editor", date(2026, 3, 2))
    before = replace(PEOPLE[3], memberships=(*PEOPLE[3].memberships, past, future, today))
    desk.give(import_people, people=[before])
    desk.give(import_people, people=[replace(before, memberships=(Membership("inspector"),))])
    assert set(desk.person("xiao").memberships) == {
        Membership("inspector"),
        Membership("respondent", until_on=date(2026, 3, 1)),
        past,
        replace(today, until_on=date(2026, 3, 2)),
    }


def test_who_moves_by_a_list_keeps_what_they_held_in_the_unit_they_left(desk: Desk) -> None:
    desk.give(import_people, people=[replace(PEOPLE[3], unit="430623")])
    assert set(desk.person("xiao").memberships) == {
        Membership("respondent"),
        Membership("respondent", until_on=date(2026, 3, 1), unit="430621"),
    }


def test_a_post_elsewhere_becomes_one_at_home_when_somebody_moves_there(desk: Desk) -> None:
    there = Membership("inspector", date(2026, 1, 1), None, "430623")
    here = Membership("inspector", date(2026, 1, 1))
    desk.give(import_people, people=[replace(PEOPLE[3], memberships=(there,))])
    desk.give(import_people, people=[replace(PEOPLE[3], unit="430623", memberships=(here,))])
    assert here in desk.person("xiao").memberships


def test_missing_people_of_the_units_in_the_list_are_deactivated_when_asked(desk: Desk) -> None:
    desk.give(import_people, people=[NEW])
    assert desk.person("xiao").is_active
    done = desk.give(import_people, people=[NEW], deactivate_missing=True)
    assert list(done.deactivated) == ["xian", "xiao"]
    assert not desk.person("xiao").is_active
    assert desk.person("xiao").memberships == PEOPLE[3].memberships
    assert desk.person("li").is_active, "of a unit that the list does not name"


def test_the_last_keeper_and_whoever_gives_the_command_are_not_deactivated(desk: Desk) -> None:
    city = replace(NEW, unit="430600")
    own = desk.give(import_people, "guan", people=[city], deactivate_missing=True)
    assert (list(own.deactivated), list(own.kept)) == (["li"], ["guan"])
    desk.give(change_person, person="xian", changes={"is_active": False})
    last = desk.give(import_people, people=[city], deactivate_missing=True)
    assert (list(last.deactivated), list(last.kept)) == ([], ["guan"])
    named = {"people": [replace(PEOPLE[0], memberships=())]}
    assert desk.refused(import_people, None, **named) == "last_administrator"
    gone = {"people": [replace(PEOPLE[0], is_active=False)]}
    assert desk.refused(import_people, None, **gone) == "last_administrator"


def test_nobody_gives_themself_posts_through_a_list(desk: Desk) -> None:
    more = (*PEOPLE[0].memberships, Membership("leader"))
    own = {"people": [NEW, replace(PEOPLE[0], memberships=more)]}
    assert desk.refused(import_people, "guan", **own) == "own_post"
    desk.give(import_people, "guan", people=[NEW, PEOPLE[0]])


def test_a_keeper_imports_only_below_their_post(desk: Desk) -> None:
    city = {"people": [NEW, replace(NEW, id="wu", unit="430600")]}
    assert desk.refused(import_people, "xian", **city) == "not_permitted"
    post = {"people": [replace(NEW, memberships=(Membership("leader", unit="430623"),))]}
    assert desk.refused(import_people, "xian", **post) == "not_permitted"
    done = desk.give(import_people, "xian", people=[NEW, PEOPLE[2]])
    assert (list(done.added), list(done.missing)) == (["zhou"], ["xian", "xiao"])
    units = {"units": [Unit("430600S9", "某市某学校", "430600")]}
    assert desk.refused(import_units, "xian", **units) == "not_permitted"
    root = {"units": [Unit("9", "某省", None)]}
    assert desk.refused(import_units, "xian", **root) == "not_permitted"
    below = [Unit("b", "乙", "a"), Unit("a", "甲", "430621")]
    assert list(desk.give(import_units, "xian", units=below).added) == ["b", "a"]


@pytest.mark.parametrize("who", ["li", "xiao", "nobody"])
def test_nobody_else_imports_anything(desk: Desk, who: str) -> None:
    assert desk.refused(import_people, who, people=[NEW]) == "not_permitted"
    assert desk.refused(import_units, who, units=[Unit("9", "某省")]) == "not_permitted"


@pytest.mark.parametrize(
    "person",
    [
        replace(NEW, id=""),
        replace(NEW, id="a b"),
        replace(NEW, id="=1+1"),
        replace(NEW, id="x" * 65),
        replace(NEW, name="周\0某"),
        replace(NEW, name="周" * 201),
        replace(NEW, name="周\ud800"),
        replace(NEW, unit="999"),
        replace(NEW, memberships=(Membership("king"),)),
        replace(NEW, id="wu", name="另一人"),
        replace(NEW, memberships=(Membership("leader"), Membership("leader", until_on=date.max))),
    ],
)
def test_a_person_who_cannot_be_kept_keeps_the_whole_list_out(
    desk: Desk, person: PersonEntry
) -> None:
    given = {"people": [replace(NEW, id="wu"), person]}
    desk.refused(import_people, None, **given)
    desk.refused(import_people, None, is_trial=True, **given)


@pytest.mark.parametrize(
    "units, code",
    [
        ([Unit("x", "甲", "y"), Unit("y", "乙", "x")], "unit_circle"),
        ([Unit("430600", "某市", "430621S1")], "unit_circle"),
        ([Unit("x", "甲", "nowhere")], "unknown_unit"),
        ([Unit("x", "甲"), Unit("x", "乙")], "invalid_directory"),
        ([Unit("x", "甲\0")], "invalid_directory"),
        ([Unit("x", "")], "invalid_directory"),
    ],
)
def test_units_that_are_no_tree_are_kept_out(desk: Desk, units: list[Unit], code: str) -> None:
    assert desk.refused(import_units, None, units=units) == code
    assert desk.refused(import_units, None, units=units, is_trial=True) == code


def test_an_import_sent_twice_with_one_key_is_answered_alike(desk: Desk) -> None:
    given = {"people": [NEW, replace(PEOPLE[3], name="肖某某")], "idempotency_key": "k1"}
    first = desk.give(import_people, "guan", **given)
    again = desk.give(import_people, "guan", **given)
    assert (list(again.added), again.seq) == (list(first.added), first.seq)


def test_open_work_stays_with_who_is_deactivated_and_is_counted(
    database_url: str, clock: HandClock
) -> None:
    store = Store(database_url)
    cases = CaseDesk(store, clock)
    cases.deploy(bpmn(start(), user("draft", groups="case_officer"), end(), *WAY, key="short"))
    for _ in range(2):
        work = cases.one(cases.open("short").case_id, "draft")
        cases.claim("li", work.id)
    gone = PersonEntry("li", "li某", "430600", (Membership("case_officer"),), is_active=False)
    done = cases.give(import_people, "guan", people=[gone])
    assert done.holding == {"li": 2}
    with store.read() as session:
        assert count_held_work(session, ["chen", "li"]) == {"li": 2}, "the work is left as it is"
    store.close()
