"""How separation of duties was kept, by the history, and whom the engine rules out now."""

from __future__ import annotations

import pytest

from engine import commands
from engine.commands.reading.duty_reviews import DutiesView, read_duties
from engine.model.duty_review import Act, review
from engine.model.errors import NotFound, NotPermitted
from tests.reading.house import House
from tests.support.clock import START


def opened(house: House) -> str:
    items = [{"title": "食堂留样不全"}, {"title": "台账缺失"}]
    form = {"severity": "一般", "items": items, "grounds": "督导意见书"}
    return house.open("rectification", form, title="食堂安全整改").case_id


def duties(house: House, case_id: str, person: str = "wang") -> DutiesView:
    return house.ask(read_duties, person, case_id=case_id)


def test_open_work_says_whom_it_excludes_now(house: House) -> None:
    case_id = opened(house)
    house.complete("li", house.one(case_id, "draft_notice").id, {"notice_text": "请整改"})
    found = duties(house, case_id)
    (rule,) = (each for each in found.rules if each.activity.id == "approve_notice")
    assert [each.id for each in rule.separated_from] == ["start", "draft_notice"]
    assert [each.name for each in rule.separated_from] == ["立案", "起草整改通知书"]
    assert [person.id for each in rule.waiting for person in each.excluded] == ["li"]


def test_what_was_performed_says_whom_it_excluded_then(house: House) -> None:
    case_id = opened(house)
    house.complete("li", house.one(case_id, "draft_notice").id, {"notice_text": "请整改"})
    house.complete("wang", house.one(case_id, "approve_notice").id, {"approved": True})
    found = duties(house, case_id)
    (rule,) = (each for each in found.rules if each.activity.id == "approve_notice")
    (ruled,) = rule.acts
    assert [each.id for each in ruled.act.people] == ["wang"]
    assert [each.id for each in ruled.excluded] == ["li"]
    assert (ruled.clashes, found.clashes) == ((), 0)


def test_what_was_taken_back_counts_as_not_done(house: House) -> None:
    case_id = opened(house)
    work = house.one(case_id, "draft_notice").id
    house.complete("li", work, {"notice_text": "请整改"})
    assert [each.activity.id for each in duties(house, case_id).acts] == ["start", "draft_notice"]
    house.give(commands.withdraw, "li", work_id=work)
    assert [each.activity.id for each in duties(house, case_id).acts] == ["start"]


def test_who_may_not_read_the_history_reads_no_duties(house: House) -> None:
    case_id = opened(house)
    with pytest.raises((NotPermitted, NotFound)):
        duties(house, case_id, "xiao")


def act(
    seq: int, activity: str, *people: str, item: int | None = None, part: int | None = None
) -> Act:
    return Act(seq, START, activity, item, part, people)


RULES = {"approve": ("start", "draft")}


def test_whoever_did_both_is_named_with_what_they_did_before() -> None:
    draft, approval = act(1, "draft", "li", "chen"), act(2, "approve", "wang", "chen")
    (ruled,) = review([draft, approval], RULES)
    assert ruled.clashes == (draft,)


def test_what_was_done_later_excludes_nobody_before() -> None:
    (ruled,) = review([act(1, "approve", "li"), act(2, "draft", "li")], RULES)
    assert (ruled.before, ruled.clashes) == ((), ())


@pytest.mark.parametrize(
    "before, after, clashes",
    [(1, 1, True), (1, 2, False), (None, 2, True), (1, None, True), (None, None, True)],
)
def test_items_exclude_only_within_themselves(
    before: int | None, after: int | None, clashes: bool
) -> None:
    draft, approval = act(1, "draft", "li", item=before), act(2, "approve", "li", item=after)
    (ruled,) = review([draft, approval], RULES)
    assert bool(ruled.clashes) is clashes


def test_parts_of_one_item_exclude_each_other_and_parts_without_an_item_do_not() -> None:
    rules = {"verify": ("verify",)}
    one, two = (act(n, "verify", "li", item=3, part=n) for n in (1, 2))
    assert [bool(each.clashes) for each in review([one, two], rules)] == [False, True]
    one, two = (act(n, "verify", "li", part=n) for n in (1, 2))
    assert [bool(each.clashes) for each in review([one, two], rules)] == [False, False]
