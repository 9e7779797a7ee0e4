"""Units, people and posts changed one by one: by whom, how far, and what stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.commands.directory import (
    HeldPost,
    add_person,
    change_person,
    change_unit,
    end_post,
    grant_post,
)
from engine.identity import Membership, PersonEntry, etag_of
from tests.directory.desk import UNITS, Desk

TODAY = date(2026, 3, 2)


def test_a_unit_is_renamed_and_moved_with_all_below_it(desk: Desk) -> None:
    before = etag_of(UNITS[1])
    changes = {"name": "某甲区", "parent": "430623"}
    done = desk.give(change_unit, "guan", code="430621", changes=changes, expected=before)
    tree = desk.tree()
    assert tree.path("430621S1") == ("430621S1", "430621", "430623", "430600")
    assert done.etag == etag_of(tree.unit("430621")) != before
    event = desk.events()[-1]
    assert (event["type"], event["person"]) == ("unit_changed", "guan")
    assert event["before"] == {
        "code": "430621", "name": "某甲县", "parent": "430600", "kind": "county",
    }  # fmt: skip
    assert event["after"] == {
        "code": "430621", "name": "某甲区", "parent": "430623", "kind": "county",
    }  # fmt: skip


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"parent": "430621S1"}, "unit_circle"),
        ({"parent": "999"}, "unknown_unit"),
        ({"name": " "}, "invalid_directory"),
        ({"name": "甲\0"}, "invalid_directory"),
        ({"name": "甲" * 201}, "invalid_directory"),
        ({"kind": 7}, "invalid_directory"),
        ({"code": "1"}, "invalid_directory"),
        ({}, "invalid_directory"),
    ],
)
def test_a_unit_is_not_changed_into_nonsense(
    desk: Desk, changes: dict[str, object], code: str
) -> None:
    assert desk.refused(change_unit, "guan", code="430621", changes=changes) == code


def test_a_keeper_changes_only_what_lies_below_their_post(desk: Desk) -> None:
    desk.give(change_unit, "xian", code="430621S1", changes={"name": "某甲县一中"})
    beyond = {"code": "430621S1", "changes": {"parent": "430623"}}
    assert desk.refused(change_unit, "xian", **beyond) == "not_permitted"
    root = {"code": "430621S1", "changes": {"parent": None}}
    assert desk.refused(change_unit, "xian", **root) == "not_permitted"
    other = {"code": "430623", "changes": {"name": "某"}}
    assert desk.refused(change_unit, "xian", **other) == "not_permitted"
    assert desk.refused(change_person, "xian", person="li", changes={"name": "某"}) == (
        "not_permitted"
    )
    away = {"person": "xiao", "changes": {"unit": "430600"}}
    assert desk.refused(change_person, "xian", **away) == "not_permitted"
    above = {"person": "xiao", "post": Membership("inspector", unit="430600")}
    assert desk.refused(grant_post, "xian", **above) == "not_permitted"
    desk.give(grant_post, "xian", person="xiao", post=Membership("inspector", unit="430621S1"))
    desk.give(change_unit, "guan", code="430621S1", changes={"parent": None})


@pytest.mark.parametrize("who", ["li", "xiao", "nobody"])
def test_nobody_else_keeps_the_directory(desk: Desk, who: str) -> None:
    change = {"person": "xiao", "changes": {"name": "某"}}
    assert desk.refused(change_person, who, **change) == "not_permitted"
    assert desk.refused(grant_post, who, person="xiao", post=Membership("leader")) == (
        "not_permitted"
    )


def test_a_change_of_what_somebody_else_changed_first_is_refused(desk: Desk) -> None:
    tag = etag_of(desk.person("xiao"))
    desk.give(change_person, "guan", person="xiao", changes={"name": "肖某某"}, expected=tag)
    late = {"person": "xiao", "changes": {"name": "小某"}, "expected": tag}
    assert desk.refused(change_person, "guan", **late) == "precondition_failed"
    post = {"person": "xiao", "post": Membership("leader"), "expected": tag}
    assert desk.refused(grant_post, "guan", **post) == "precondition_failed"
    end = {"person": "xiao", "post": HeldPost("respondent"), "expected": tag}
    assert desk.refused(end_post, "guan", **end) == "precondition_failed"
    unit = {"code": "430621", "changes": {"name": "某"}, "expected": tag}
    assert desk.refused(change_unit, "guan", **unit) == "precondition_failed"


def test_a_change_that_changes_nothing_leaves_no_trace(desk: Desk) -> None:
    before = desk.seen()
    same = desk.give(change_person, "guan", person="xiao", changes={"name": "肖某"})
    assert (same.seq, same.etag) == (0, etag_of(desk.person("xiao")))
    assert desk.give(change_unit, "guan", code="430621", changes={"kind": "county"}).seq == 0
    assert desk.seen() == before


def test_the_history_says_what_changed_but_never_a_name(desk: Desk) -> None:
    desk.give(change_person, "guan", person="xiao", changes={"name": "肖改名", "is_active": False})
    event = desk.events()[-1]
    assert event["data"] == {"person": "xiao", "fields": ["name", "is_active"], "open_work": 0}
    assert "肖" not in str(event)


def test_who_moves_leaves_the_posts_of_the_old_unit_and_keeps_those_elsewhere(desk: Desk) -> None:
    elsewhere = Membership("inspector", date(2026, 1, 1), None, "430623")
    desk.give(grant_post, "guan", person="xiao", post=elsewhere)
    desk.give(change_person, "guan", person="xiao", changes={"unit": "430621S1"})
    moved = desk.person("xiao")
    assert moved.unit == "430621S1"
    ended = Membership("respondent", date.min, date(2026, 3, 1), "430621")
    assert set(moved.memberships) == {elsewhere, ended}


def test_a_post_is_granted_from_a_day_and_ended_on_a_day(desk: Desk) -> None:
    desk.give(grant_post, "guan", person="xiao", post=Membership("leader"))
    assert Membership("leader", TODAY) in desk.person("xiao").memberships
    again = {"person": "xiao", "post": Membership("leader", date(2026, 5, 1))}
    assert desk.refused(grant_post, "guan", **again) == "post_exists"
    desk.give(end_post, "guan", person="xiao", post=HeldPost("leader"), until_on=date(2026, 3, 31))
    first = Membership("leader", TODAY, date(2026, 3, 31))
    second = Membership("leader", date(2026, 5, 1))
    desk.give(grant_post, "guan", person="xiao", post=second)
    assert {first, second} <= set(desk.person("xiao").memberships)
    assert [event["type"] for event in desk.events()] == [
        "post_granted", "post_ended", "post_granted",
    ]  # fmt: skip


def test_a_post_of_the_past_is_neither_shortened_nor_deleted(desk: Desk) -> None:
    past = Membership("leader", date(2025, 1, 1), date(2025, 12, 31))
    desk.give(grant_post, "guan", person="xiao", post=past)
    assert desk.refused(end_post, "guan", person="xiao", post=HeldPost("leader")) == "post_over"
    none = {"person": "xiao", "post": HeldPost("director")}
    assert desk.refused(end_post, "guan", **none) == "not_found"
    back = {"person": "xiao", "post": HeldPost("respondent"), "until_on": date(2026, 2, 1)}
    assert desk.refused(end_post, "guan", **back) == "invalid_directory"
    desk.give(
        end_post, "guan", person="xiao", post=HeldPost("respondent"), until_on=date(2026, 3, 1)
    )
    assert past in desk.person("xiao").memberships
    assert Membership("respondent", until_on=date(2026, 3, 1)) in desk.person("xiao").memberships


def test_a_post_that_has_not_begun_is_withdrawn(desk: Desk) -> None:
    later = Membership("leader", date(2026, 9, 1))
    before = desk.person("xiao")
    desk.give(grant_post, "guan", person="xiao", post=later)
    desk.give(end_post, "guan", person="xiao", post=HeldPost("leader"))
    assert desk.person("xiao") == before
    assert "2026-09-01" in str(desk.events()[-1]["before"])


@pytest.mark.parametrize(
    "post",
    [
        Membership("king"),
        Membership(""),
        Membership("leader", unit="999"),
        Membership("leader", date(2026, 5, 1), date(2026, 4, 1)),
        Membership("leader", date(1066, 5, 1)),
        Membership("leader", until_on=date(9999, 12, 31)),
    ],
)
def test_a_post_that_cannot_be_is_refused(desk: Desk, post: Membership) -> None:
    given = {"person": "xiao", "post": post}
    assert desk.refused(grant_post, "guan", **given) == "invalid_directory"


def test_nobody_changes_their_own_posts_unit_or_standing(desk: Desk) -> None:
    own = {"person": "guan", "post": Membership("leader")}
    assert desk.refused(grant_post, "guan", **own) == "own_post"
    end = {"person": "guan", "post": HeldPost("administrator")}
    assert desk.refused(end_post, "guan", **end) == "own_post"
    for changes in ({"is_active": False}, {"unit": "430621"}):
        assert desk.refused(change_person, "guan", person="guan", changes=changes) == "own_post"
    desk.give(change_person, "guan", person="guan", changes={"name": "管某某"})


def test_the_last_keeper_of_the_directory_cannot_be_removed(desk: Desk) -> None:
    desk.give(change_person, "guan", person="xian", changes={"is_active": False})
    gone = {"person": "guan", "changes": {"is_active": False}}
    assert desk.refused(change_person, None, **gone) == "last_administrator"
    for until in (None, date(2027, 1, 1)):
        end = {"person": "guan", "post": HeldPost("administrator"), "until_on": until}
        assert desk.refused(end_post, None, **end) == "last_administrator"
    move = {"person": "guan", "changes": {"unit": "430621"}}
    assert desk.refused(change_person, None, **move) == "last_administrator"
    begins = Membership("administrator", date(2026, 6, 1))
    desk.give(grant_post, None, person="li", post=begins)
    too_early = {
        "person": "guan", "post": HeldPost("administrator"), "until_on": date(2026, 5, 30),
    }  # fmt: skip
    assert desk.refused(end_post, None, **too_early) == "last_administrator"
    desk.give(end_post, None, **{**too_early, "until_on": date(2026, 5, 31)})


def test_the_same_request_sent_twice_changes_once(desk: Desk) -> None:
    given = {"person": "xiao", "post": Membership("leader"), "idempotency_key": "k1"}
    first = desk.give(grant_post, "guan", **given)
    assert desk.give(grant_post, "guan", **given) == first
    assert len(desk.events()) == 1


def test_a_tag_tells_versions_apart_and_nothing_else(desk: Desk) -> None:
    entry = desk.person("li")
    assert len(entry.memberships) == 2
    assert etag_of(replace(entry, memberships=entry.memberships[::-1])) == etag_of(entry)
    others = (
        replace(entry, name="李"),
        replace(entry, unit="430621"),
        replace(entry, is_active=False),
        replace(entry, memberships=entry.memberships[:1]),
    )
    assert len({etag_of(each) for each in (entry, *others)}) == 5


def test_an_id_that_anybody_has_is_taken_within_reach_or_not(desk: Desk) -> None:
    new = PersonEntry("zhou", "周某", "430621")
    desk.give(add_person, "xian", person=new)
    for taken in ("zhou", "xiao", "li"):
        again = replace(new, id=taken)
        assert desk.refused(add_person, "xian", person=again) == "person_exists"
