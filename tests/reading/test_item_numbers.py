"""Which number stands beside work: that of its problem item, and which one of several it is."""

from __future__ import annotations

from alembic import command
from sqlalchemy import select

from engine import commands
from engine.commands.reading.duty_reviews import read_duties
from engine.commands.work_reading import list_work
from engine.model.work_lists import Whose, WorkFilter
from engine.store.tables import open_work
from tests.cases.drawing import diagram, end, items, path, start, user
from tests.duties.test_migrations import move
from tests.reading.house import House

SIGNING = diagram(
    "signing",
    start("people:list", "people.name:string"),
    user("sign", groups="case_officer", loop=items("people", "one")),
    end(),
    path("start", "sign", "end"),
)
TWO_PEOPLE = {"people": [{"name": "甲"}, {"name": "乙"}]}


def _numbers(house: House, node: str) -> list[tuple[int | None, int | None]]:
    wanted = WorkFilter(whose=Whose.SCOPE)
    rows = house.ask(list_work, "li", wanted=wanted).rows
    return sorted((row.item or 0, row.part) for row in rows if row.node == node)


def test_two_verifiers_of_one_item_stand_under_that_item(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    house.report(case_id, 2)
    assert _numbers(house, "verify_item") == [(2, 1), (2, 2)]
    assert _numbers(house, "submit_plan") == [(1, None)]


def test_a_case_says_of_its_work_and_of_what_is_under_way_the_same(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    house.report(case_id, 2)
    case = house.ask(commands.read_case, "li", case_id=case_id)
    drawn = house.ask(commands.read_diagram, "li", case_id=case_id)
    of_work = {(row.item, row.part) for row in case.work if row.node == "verify_item"}
    people = [row for row in drawn.active if row.waits_for == "person"]
    of_drawing = {(row.item, row.part) for row in people if row.node == "verify_item"}
    assert of_work == of_drawing == {(2, 1), (2, 2)}


def test_the_history_names_the_item_of_a_second_verification(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    house.report(case_id, 2)
    house.verify(case_id, 2, "qian")
    house.verify(case_id, 2, "sun")
    lines = house.ask(commands.read_timeline, "li", case_id=case_id).entries
    said = [each.zh for each in lines if "核查" in each.zh and "第1项" in each.zh]
    assert said == []
    done = [each for each in lines if "核查" in each.zh and each.type == "task_completed"]
    assert [each.zh.count("（第2项，第") for each in done] == [1, 1]
    assert all("item 2, no. " in each.en for each in done)


def test_both_verifications_of_an_item_are_held_apart_in_the_review(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    house.report(case_id, 2)
    house.verify(case_id, 2, "qian")
    house.verify(case_id, 2, "sun")
    found = house.ask(read_duties, "in_auditor", case_id=case_id)
    rule = next(each for each in found.rules if each.activity.id == "verify_item")
    assert [[who.id for who in each.excluded if who.id != "xiao"] for each in rule.acts] == [
        [], ["qian"],
    ]  # fmt: skip


def test_what_is_repeated_without_being_a_problem_item_has_no_item(house: House) -> None:
    house.deploy(SIGNING)
    house.open("signing", TWO_PEOPLE)
    assert _numbers(house, "sign") == [(0, 1), (0, 2)]


def test_an_only_instance_needs_no_number(house: House) -> None:
    house.deploy(SIGNING)
    house.open("signing", {"people": [{"name": "甲"}]})
    assert _numbers(house, "sign") == [(0, None)]


def test_open_work_of_before_is_put_right(house: House, database_url: str) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    house.report(case_id, 2)
    house.deploy(SIGNING)
    house.open("signing", TWO_PEOPLE)
    house.open("signing", {"people": [{"name": "丙"}]})
    before = _places(house)
    assert {(2, 1), (2, 2), (None, 2), (1, None), (None, None)} <= set(before.values())
    move(database_url, lambda made: command.downgrade(made, "0016_overview_kept"))
    move(database_url, lambda made: command.upgrade(made, "head"))
    assert _places(house) == before


def _places(house: House) -> dict[str, tuple[int | None, int | None]]:
    with house.store.read() as session:
        rows = session.execute(select(open_work.c.id, open_work.c.item, open_work.c.part)).all()
    return {str(row.id): (row.item, row.part) for row in rows}
