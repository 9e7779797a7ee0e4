"""A desk: what one started, did and was told of, how one's work stands, and whether it changed."""

from __future__ import annotations

from datetime import timedelta

from engine import commands
from engine.commands.reading.desks import DoneView
from engine.model.case import Actor
from engine.model.deadlines import local_day
from engine.model.registers import Page
from tests.reading.house import House


def done(house: House, person: str, *, limit: int = 2) -> list[DoneView]:
    """All that somebody did, page by page."""
    rows: list[DoneView] = []
    after = None
    while True:
        page = house.ask(commands.list_done, person, page=Page(limit=limit, after=after))
        rows += page.rows
        if page.next is None:
            return rows
        after = page.next


def test_what_one_started_is_listed_the_newest_first_page_by_page(house: House) -> None:
    cases = []
    for number in range(3):
        cases.append(house.rectify(title=f"整改{number}"))
        house.clock.advance(timedelta(minutes=1))
    house.rectify(person="chen")
    first = house.ask(commands.list_started, "li", page=Page(limit=2))
    second = house.ask(commands.list_started, "li", page=Page(limit=2, after=first.next))
    assert [each.id for each in (*first.rows, *second.rows)] == cases[::-1]
    assert second.next is None
    assert first.rows[0].light.value == "green"


def test_what_one_did_is_listed_the_newest_first_page_by_page(house: House) -> None:
    names = []
    for number in range(3):
        case_id = house.rectify(title=f"整改{number}")
        house.complete("li", house.one(case_id, "draft_notice").id, {"notice_text": "请整改"})
        house.clock.advance(timedelta(minutes=1))
        names.append(f"整改{number}")
    rows = done(house, "li")
    assert [each.case_title for each in rows] == names[::-1]
    assert {each.name for each in rows} == {"起草整改通知书"}
    assert rows[0].case_unit is not None
    assert rows[0].case_unit.name == "某甲县"
    assert not rows[0].was_late
    assert done(house, "wang") == []


def test_what_was_done_for_somebody_is_in_the_lists_of_both(house: House) -> None:
    case_id = house.rectify()
    work = house.one(case_id, "draft_notice").id
    house.give(commands.delegate, "li", work_id=work, person="chen", reason="出差")
    house.complete("chen", work, {"notice_text": "请整改"})
    for person in ("li", "chen"):
        (row,) = done(house, person)
        assert row.person is not None
        assert row.on_behalf_of is not None
        assert (row.person.id, row.on_behalf_of.id) == ("chen", "li")


def test_what_was_taken_back_says_so(house: House) -> None:
    case_id = house.rectify()
    work = house.one(case_id, "draft_notice").id
    house.complete("li", work, {"notice_text": "请整改"})
    house.withdraw("li", work)
    house.clock.advance(timedelta(minutes=1))
    house.complete("li", work, {"notice_text": "请尽快整改"})
    assert [each.is_taken_back for each in done(house, "li")] == [False, True]


def test_a_substitute_reads_the_desk_of_the_absent(house: House) -> None:
    house.rectify()
    on = local_day(house.clock())
    house.give(
        commands.substitute, "li", absent="li", substitute="chen",
        from_on=on, until_on=on, reason="休假",
    )  # fmt: skip
    listed = house.ask_as(commands.list_started, Actor("chen", on_behalf_of="li"))
    assert len(listed.rows) == 1
    assert house.ask(commands.list_started, "chen").rows == ()


def test_copied_is_what_one_was_told_without_holding_work(house: House) -> None:
    case_id = house.rectify()
    house.give(commands.cancel_case, "wang", case_id=case_id, reason="与另案重复")
    (told,) = house.ask(commands.list_copied, "li").rows
    assert (told.case_id, told.kind) == (case_id, "case_canceled")
    assert house.ask(commands.list_copied, "chen").rows == ()


def test_counts_are_by_light_and_by_status(house: House) -> None:
    cases = [house.rectify() for _ in range(3)]
    house.give(commands.suspend_case, "wang", case_id=cases[0], reason="等待核实")
    house.complete("li", house.one(cases[1], "draft_notice").id, {"notice_text": "请整改"})
    counts = house.ask(commands.count_desk, "li")
    assert counts.mine["grey"] == 1
    assert sum(counts.mine.values()) == 2
    assert counts.started == {"open": 2, "suspended": 1, "closed": 0, "canceled": 0}
    offered = house.ask(commands.count_desk, "wang").offered
    assert sum(each.number for each in offered.values()) == 1
    house.clock.advance(timedelta(days=30))
    later = house.ask(commands.count_desk, "wang")
    assert str(later.offered["red"]) == "1"
    assert house.ask(commands.count_desk, "li").mine["red"] == 1


def tag(house: House, person: str = "li") -> str:
    return house.ask(commands.desk_tag, person)


def test_the_tag_changes_with_everything_that_may_change_the_list(house: House) -> None:
    seen = [tag(house)]
    assert tag(house) == seen[0]

    def expect_another() -> None:
        seen.append(tag(house))
        assert seen[-1] != seen[-2]
        assert tag(house) == seen[-1]

    case_id = house.rectify()
    expect_another()
    work = house.one(case_id, "draft_notice").id
    house.give(commands.assign, "wang", work_id=work, person="chen", reason="另有任务")
    expect_another()
    house.give(commands.suspend_case, "wang", case_id=case_id, reason="等待核实")
    expect_another()
    house.give(commands.resume_case, "wang", case_id=case_id)
    expect_another()
    house.clock.advance(timedelta(days=30))  # the light turns red
    expect_another()
    house.move("xiao", groups=["respondent"], unit="430623")
    expect_another()


def test_reading_changes_no_tag(house: House) -> None:
    case_id = house.rectify()
    before = tag(house)
    house.ask(commands.read_case, "li", case_id=case_id)
    house.clock.advance(timedelta(minutes=5))
    assert tag(house) == before
    assert tag(house, "chen") != before
