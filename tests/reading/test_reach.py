"""A right holds per post: the reach of one post does not widen the right of another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dudao.groups import MAY
from engine import commands
from engine.commands.policy.permissions import Permissions
from engine.identity import Membership, PersonEntry, upsert_people
from tests.reading.house import House

NOT_THE_CITY = frozenset({"organisation"})


@pytest.fixture
def two_posts(house: House) -> House:
    """`shuang` has a register of the whole city by one post, and works in one county by another.

    The first post gives none of the rights that are asked for here.
    """
    words = ("see_case", "see_operations", "read_directory")
    narrow = {word: MAY[word] - NOT_THE_CITY for word in words}
    house.engine = replace(house.engine, permissions=Permissions({**MAY, **narrow}))
    posts = (Membership("organisation"), Membership("case_officer", unit="430623"))
    with house.store.begin() as session:
        upsert_people(session, [PersonEntry("shuang", "双某", "430600", posts)])
    return house


def test_a_case_is_seen_only_where_the_post_that_lets_one_see_reaches(two_posts: House) -> None:
    near, far = two_posts.rectify(unit="430623"), two_posts.rectify(unit="430621")
    read = commands.read_case
    assert two_posts.answer(read, "shuang", case_id=near) == "ok"
    assert two_posts.answer(read, "shuang", case_id=far) == "not_found"


def test_people_are_seen_only_where_the_post_that_lets_one_see_reaches(two_posts: House) -> None:
    listed = {each.id for each in two_posts.ask(commands.list_people, "shuang").rows}
    assert "hua" in listed
    assert not listed & {"li", "xiao", "yue"}
    assert two_posts.answer(commands.read_person, "shuang", person="hua") == "ok"
    assert two_posts.answer(commands.read_person, "shuang", person="xiao") == "not_found"


def test_timers_are_listed_only_where_the_post_for_operations_reaches(two_posts: House) -> None:
    cases = []
    for unit, signer in (("430623", "hua"), ("430621", "xiao")):
        cases.append(two_posts.rectify(unit=unit))
        two_posts.deliver(cases[-1], signer=signer)

    def of(person: str) -> set[str]:
        listed = two_posts.ask(commands.list_timers, person).rows
        return {each.timer.case_id for each in listed}

    assert of("guan") == set(cases)
    assert of("shuang") == {cases[0]}
