"""Every look leaves an event in a chain of its own, folded by the clock, never for auditors."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from engine import commands
from engine.model.case import Actor
from engine.model.deadlines import local_day
from engine.model.history import verify_chain
from tests.reading.house import House


def test_the_same_part_read_again_within_the_interval_is_one_event(house: House) -> None:
    case_id = house.rectify()
    house.ask(commands.read_case, "li", case_id=case_id)
    house.ask(commands.read_history, "li", case_id=case_id)
    house.clock.advance(timedelta(minutes=9, seconds=59))
    house.ask(commands.read_case, "li", case_id=case_id)
    house.ask(commands.read_case, "chen", case_id=case_id)
    assert house.reads(case_id) == [("li", "case"), ("li", "history"), ("chen", "case")]
    house.clock.advance(timedelta(seconds=1))
    house.ask(commands.read_case, "li", case_id=case_id)
    assert house.reads(case_id)[3:] == [("li", "case")]


def test_on_whose_behalf_somebody_reads_is_a_read_of_its_own(house: House) -> None:
    case_id = house.rectify()
    house.ask(commands.read_case, "li", case_id=case_id)
    today = local_day(house.clock())
    house.give(
        commands.substitute, "chen", absent="chen", substitute="li",
        from_on=today, until_on=today, reason="出差",
    )  # fmt: skip
    house.ask_as(commands.read_case, Actor("li", "chen"), case_id=case_id)
    events = house.history(f"{case_id}/access")
    assert [(each.person, each.on_behalf_of) for each in events] == [("li", None), ("li", "chen")]


def test_an_auditor_is_never_folded(house: House) -> None:
    case_id = house.rectify()
    for person in ("in_auditor", "in_discipline"):
        for _ in range(3):
            house.ask(commands.read_case, person, case_id=case_id)
    assert len(house.reads(case_id)) == 6
    for _ in range(2):
        house.ask(commands.read_person, "in_auditor", person="li")
        house.ask(commands.read_person, "wang", person="li")
    events = [each.person for each in house.history() if each.type == "person_read"]
    assert sorted(map(str, events)) == ["in_auditor", "in_auditor", "wang"]


def test_an_office_may_have_every_read_recorded(house: House) -> None:
    case_id = house.rectify()
    house.give(commands.change_setting, "wang", key="audit.read_interval", value=0)
    for _ in range(3):
        house.ask(commands.read_case, "li", case_id=case_id)
    assert house.reads(case_id) == [("li", "case")] * 3


def test_reads_at_the_same_moment_leave_a_chain_without_gaps(house: House) -> None:
    case_id = house.rectify()
    before = house.case(case_id)
    people = ["li", "chen", "wang", "zhao", "qian", "sun", "in_auditor", "in_auditor"] * 3
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda each: house.ask(commands.read_case, each, case_id=case_id), people))
    events = house.history(f"{case_id}/access")
    assert [each.seq for each in events] == list(range(1, len(events) + 1))
    assert verify_chain(events, case_id=f"{case_id}/access") is None
    # Six people once each, the auditor as often as they looked.
    assert len(events) == 6 + 6
    assert house.case(case_id) == before


def test_a_read_does_not_wait_for_a_step_of_the_case_nor_a_step_for_it(house: House) -> None:
    case_id = house.rectify()
    if house.store.kind == "sqlite":
        return  # its writers take turns whatever they write
    work = house.one(case_id, "draft_notice").id
    with house.store.begin() as reading:
        commands.read_case(
            reading, engine=house.engine, clock=house.clock, actor=Actor("li"), case_id=case_id
        )
        house.complete("li", work, {"notice_text": "请整改"})  # while the read is not committed
    with house.store.begin() as stepping:
        commands.claim(
            stepping,
            engine=house.engine,
            clock=house.clock,
            actor=Actor("wang"),
            work_id=house.one(case_id, "approve_notice").id,
        )
        house.ask(commands.read_case, "chen", case_id=case_id)
    assert house.reads(case_id) == [("li", "case"), ("chen", "case")]


def test_who_read_a_case_is_for_leaders_and_auditors_and_itself_recorded(house: House) -> None:
    case_id = house.rectify()
    house.ask(commands.read_case, "li", case_id=case_id)
    house.ask(commands.read_case_variables, "li", case_id=case_id)
    house.ask(commands.read_history, "li", case_id=case_id)
    first = house.ask(commands.read_access, "wang", case_id=case_id, limit=2)
    assert [(each.person.name, each.part) for each in first.rows] == [
        ("li某", "case"), ("li某", "variables"),
    ]  # fmt: skip
    assert first.next is not None
    rest = house.ask(commands.read_access, "wang", case_id=case_id, after=int(first.next))
    assert [(each.person.id, each.part) for each in rest.rows] == [
        ("li", "history"), ("wang", "access"),
    ]  # fmt: skip
    assert house.answer(commands.read_access, "li", case_id=case_id) == "not_permitted"


def test_ones_own_record_is_read_without_a_trace(house: House) -> None:
    house.ask(commands.read_person, "xiao", person="xiao")
    house.ask(commands.read_person, "in_editor", person="in_editor")
    assert "person_read" not in [each.type for each in house.history()]
