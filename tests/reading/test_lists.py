"""Lists show what is in scope, page by page, with as many statements for many rows as for few."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine import commands
from engine.commands.reading.configuration import SettingView
from engine.commands.reading.names import Named
from engine.commands.registers import Listed
from engine.identity import Membership, PersonEntry, upsert_people
from engine.model.calendar import DayKind, Override
from engine.model.registers import MAX_PAGE, Page
from engine.store import Session, StepBatch
from engine.store.directory_lists import PeopleFilter
from engine.store.rows import IncidentRow, OutboxRow
from engine.store.statements import Cell, Statement
from tests.cases.desk import refusal
from tests.reading.house import House

Read = Callable[..., Listed[Any]]
READS: dict[str, Read] = {
    "incidents": commands.list_incidents,
    "timers": commands.list_timers,
    "people": commands.list_people,
    "notifications": commands.list_notifications,
    "units": commands.list_units,
    "settings": commands.list_settings,
    "definitions": commands.list_definitions,
    "tables": commands.list_decision_tables,
    "groups": commands.list_groups,
}


def filled(house: House, count: int) -> str:
    """A case with incidents, timers and messages, and some people more."""
    case_id = house.rectify()
    house.deliver(case_id)
    batch = StepBatch()
    for number in range(count):
        at = house.clock() + timedelta(seconds=number // 2)
        name = f"{case_id}-{number:03d}"
        batch.add_incident(
            IncidentRow(name, case_id, 1000 + number, "rate_item", "handler", "失败", "Failed", at)
        )
        batch.add_message(
            OutboxRow(name, case_id, at, "alert", {"groups": ["administrator"]}, {"text": "提示"})
        )
    with house.store.begin() as session:
        batch.flush(session)
        upsert_people(
            session,
            [
                PersonEntry(f"p{number}", "同名某", "430621", (Membership("inspector"),))
                for number in range(count)
            ],
        )
    return case_id


def every(house: House, read: Read, person: str, limit: int, **more: object) -> list[object]:
    """All rows of a list, read in pages of this size."""
    page, rows = Page(limit), list[object]()
    while True:
        listed = house.ask(read, person, page=page, **more)
        assert len(listed.rows) <= limit
        rows += listed.rows
        if listed.next is None:
            return rows
        page = replace(page, after=listed.next)


@pytest.mark.parametrize("name", sorted(READS))
def test_pages_of_any_size_make_up_the_whole_list(house: House, name: str) -> None:
    filled(house, 7)
    whole = every(house, READS[name], "guan", MAX_PAGE)
    assert whole
    assert every(house, READS[name], "guan", 3) == whole


def test_a_cursor_of_another_list_is_refused(house: House) -> None:
    for read in READS.values():
        for cursor in ("!", "AAAA", "\u4e2d"):
            refused = refusal(lambda r=read, c=cursor: house.ask(r, "guan", page=Page(after=c)))  # type: ignore[misc]  # bound at once
            assert refused.code == "invalid_cursor", read


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The statements that are run inside, whichever way."""
    found: list[str] = []
    row, rows, execute = Session.row, Session.rows, Session.execute

    def one(self: Session, statement: Statement, *arguments: Cell) -> list[Cell] | None:
        found.append("row")
        return row(self, statement, *arguments)

    def many(self: Session, statement: Statement, *arguments: Cell) -> list[list[Cell]]:
        found.append("rows")
        return rows(self, statement, *arguments)

    def core(self: Session, *arguments: object) -> object:
        found.append("execute")
        return execute(self, *arguments)  # type: ignore[arg-type]  # passed on

    with monkeypatch.context() as patched:
        patched.setattr(Session, "row", one)
        patched.setattr(Session, "rows", many)
        patched.setattr(Session, "execute", core)
        yield found


def test_a_page_takes_as_many_statements_for_many_rows_as_for_few(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(house, 60)
    for name, read in READS.items():
        house.ask(read, "guan", page=Page(50))  # what is kept in memory is read once
        costs = []
        for limit in (1, 50):
            with counted(monkeypatch) as said:
                house.ask(read, "guan", page=Page(limit))
            costs.append(len(said))
        assert costs[0] == costs[1] <= 12, (name, costs)


def test_lists_of_operators_show_only_cases_in_scope(house: House) -> None:
    mine = filled(house, 2)
    other = house.rectify(unit="430623", title="另一案")
    seen = {each.timer.case_id for each in house.ask(commands.list_timers, "guan").rows}
    assert seen == {mine, other} if house.timers(other) else {mine}
    assert house.ask(commands.list_incidents, "out_administrator").rows == ()
    assert len(house.ask(commands.list_incidents, "in_administrator").rows) == 2
    ended = house.ask(commands.list_incidents, "guan", is_open=False)
    assert ended.rows == ()
    of_other = house.ask(commands.list_incidents, "guan", case_id=other, is_open=None)
    assert of_other.rows == ()


def test_timers_come_in_the_order_in_which_they_are_due(house: House) -> None:
    filled(house, 1)
    found = house.ask(commands.list_timers, "guan", page=Page(MAX_PAGE)).rows
    dues = [each.timer.due_at for each in found]
    assert dues == sorted(dues)
    assert {each.title for each in found} == {"食堂安全整改"}


def test_one_is_told_what_is_meant_for_one_and_nothing_else(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    for person in ("li", "wang", "xiao", "hua", "out_leader", "in_respondent", "in_editor"):
        found = house.ask(commands.list_notifications, person, page=Page(MAX_PAGE)).rows
        meant = [row.id for row in house.outbox(case_id) if person in house.resolved(row.audience)]
        assert sorted(each.id for each in found) == sorted(meant), person
        times = [each.created_at for each in found]
        assert times == sorted(times, reverse=True)
    assert house.ask(commands.list_notifications, "xiao").rows
    assert house.ask(commands.list_notifications, "hua").rows == ()


def test_people_are_found_by_unit_group_and_text(house: House) -> None:
    filled(house, 3)

    def found(person: str, **wanted: object) -> list[str]:
        listed = house.ask(
            commands.list_people,
            person,
            wanted=PeopleFilter(**wanted),  # type: ignore[arg-type]  # passed on
            page=Page(MAX_PAGE),
        )
        return [each.id for each in listed.rows]

    assert found("li", text="xiao") == ["xiao"]
    assert sorted(found("li", unit="430621", group="inspector")) == ["p0", "p1", "p2", "yue"]
    assert "hua" in found("li")
    assert set(found("xiao")) == {
        "xiao",
        "yue",
        "p0",
        "p1",
        "p2",
        "in_respondent",
        "in_member_unit",
    }
    assert "li" not in found("hua")


def test_a_person_out_of_scope_does_not_exist(house: House) -> None:
    hidden = refusal(lambda: house.ask(commands.read_person, "xiao", person="li"))
    absent = refusal(lambda: house.ask(commands.read_person, "xiao", person="nothing"))
    assert hidden.message == absent.message
    view = house.ask(commands.read_person, "li", person="xiao")
    assert [each.name for each in view.unit_path] == ["某甲县", "某市", "某省"]
    assert [(each.group.name, each.from_on) for each in view.memberships] == [("被督导单位", None)]


def test_a_unit_is_told_with_what_lies_above_and_below_it(house: House) -> None:
    unit = house.ask(commands.read_unit, "hua", code="430621")
    assert [each.id for each in unit.path] == ["430621", "430600", "430000"]
    assert [each.id for each in unit.children] == ["430621-1"]
    assert house.answer(commands.read_unit, "hua", code="nothing") == "not_found"
    within = house.ask(commands.list_units, "hua", within="430621", text="中学")
    assert [each.code for each in within.rows] == ["430621-1"]


def test_groups_say_what_their_members_may(house: House) -> None:
    rows = {each.id: each for each in house.ask(commands.list_groups, "li").rows}
    assert rows["respondent"].name == "被督导单位"
    assert rows["director"].role == Named("leader", "领导")
    assert "read_access" in rows["auditor"].may
    assert "read_access" not in rows["case_officer"].may


def test_settings_say_who_changed_them_and_where_defaults_come_from(house: House) -> None:
    house.give(commands.change_setting, "wang", key="light.near", value="5日")
    rows = {each.key: each for each in every_setting(house)}
    near = rows["light.near"]
    assert (near.value, near.default) == ("5日", "3日")
    assert near.changed_by is not None
    assert near.changed_by.name == "wang某"
    assert rows["audit.read_interval"].source == ""


def every_setting(house: House) -> tuple[SettingView, ...]:
    return house.ask(commands.list_settings, "li", page=Page(MAX_PAGE)).rows


def test_a_year_of_the_calendar_says_of_each_day_whether_it_is_worked(house: House) -> None:
    day = house.clock().date().replace(month=3, day=7)
    before = house.ask(commands.read_calendar, "hua", year=2026)
    assert (len(before.days), before.is_provisional) == (365, False)
    house.give(commands.import_calendar, "wang", rows=[Override(day, working=True, name="")])
    after = house.ask(commands.read_calendar, "hua", year=2026)
    assert after.version != before.version
    assert after.days[day.timetuple().tm_yday - 1].kind is DayKind.MAKE_UP
    uploads = house.ask(commands.list_calendars, "li").rows
    assert [(each.version, each.is_in_force) for each in uploads] == [(after.version, True)]
    assert house.ask(commands.read_calendar, "hua", year=2199).is_provisional
    assert house.answer(commands.read_calendar, "hua", year=99999) == "invalid_year"


def test_a_definition_is_told_with_its_forms_and_groups(house: House) -> None:
    view = house.ask(commands.read_definition, "li", key="rectification")
    assert view.deployed.version == 1
    assert "<bpmn:" in view.xml
    properties = view.start_form["properties"]
    assert isinstance(properties, dict)
    assert list(properties)[:2] == ["grounds", "ordering_authority"]
    assert "leader" in [each.id for each in view.groups]
    tasks = {each.node: each for each in view.tasks}
    assert tasks["approve_notice"].candidate_groups == "leader"
    table = house.ask(commands.read_decision_table, "li", key="rectification_due")
    assert "<decision" in table.xml
    for key, version in (("none", None), ("rectification", 2)):
        asked = {"key": key, "version": version}
        assert house.answer(commands.read_definition, "li", **asked) == "not_found"
