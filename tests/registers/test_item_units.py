"""Each problem item says whose case it is of, so that lists need not read the case."""

from __future__ import annotations

from alembic import command

from engine.store import Store, migrate
from tests.duties.test_migrations import move
from tests.registers.office import Office
from tests.support.clock import HandClock


def test_an_item_has_the_unit_of_its_case_whoever_is_responsible(office: Office) -> None:
    case_id = office.rectify([{"title": "欠发工资", "owner": "430623"}, {"title": "台账缺失"}])
    assert office.case(case_id).unit == "430621"
    assert [row.unit for row in office.items(case_id)] == ["430621", "430621"]
    assert office.items(case_id)[0].owner == "430623"


def test_an_upgrade_writes_the_units_of_items_that_are_there(
    blank_database_url: str, clock: HandClock
) -> None:
    url = blank_database_url
    migrate(url)
    store = Store(url)
    office = Office(store, clock)
    case_id = office.rectify()
    before = office.items(case_id)
    move(url, lambda made: command.downgrade(made, "0029_return_secret"))
    migrate(url)
    assert office.items(case_id) == before
    assert before[0].unit == "430621"
    store.close()
