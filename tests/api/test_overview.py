"""The overview over HTTP: figures whose lists show as many, and a workbook that is recorded."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import openpyxl

from engine.store.case_reads import history_of
from tests.api.office import Interface, problem
from tests.registers.office import Office


def figures_in(value: object) -> Iterator[dict[str, Any]]:
    """Yield every figure inside an answer."""
    if isinstance(value, dict):
        if value.keys() == {"count", "list"}:
            yield value
        for each in value.values():
            yield from figures_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from figures_in(each)


def test_the_list_behind_each_figure_shows_as_many(registers: Office, interface: Interface) -> None:
    registers.rectify()
    done = registers.rectify(title="校车安全整改")
    registers.deliver(done)
    registers.finish(done, 1)
    answer = interface.get("wang", "/overview?unit=430600").get_json()
    counted = {each["list"]: each["count"] for each in figures_in(answer)}
    assert sum(count > 0 for count in counted.values()) > 10
    for address, count in counted.items():
        if not count and "on_time=false" not in address:
            continue  # as many as there are is what takes long
        more = "" if address.startswith("/work") else "&count=true"
        total = interface.get("wang", f"{address}{more}").get_json()["total"]
        assert (total["number"] if isinstance(total, dict) else total) == count, address
    assert answer["items"]["on_time"]["count"] == 1


def test_an_item_is_in_time_until_the_last_second_of_its_due_date(registers: Office) -> None:
    case_id = registers.rectify()
    registers.deliver(case_id)
    first, second = (row.due_at for row in registers.items(case_id))
    assert first is not None
    assert second is not None
    registers.clock.move_to(first)
    registers.report(case_id, 1)
    registers.clock.move_to(second + timedelta(seconds=1))
    registers.report(case_id, 2)
    assert [row.on_time for row in registers.items(case_id)] == [True, False]


def test_the_workbook_is_recorded(registers: Office, interface: Interface) -> None:
    registers.rectify()
    got = interface.get("wang", "/overview/workbook?process=rectification&since=2026-01-01")
    book = openpyxl.load_workbook(io.BytesIO(got.data))
    assert book.sheetnames[0] == "案件（按单位）"
    lines = list(book.worksheets[0].iter_rows(min_row=4, values_only=True))
    assert lines[-1][:2] == ("合计", 1)
    last = registers.read(lambda session: list(history_of(session)))[-1]
    assert last.type == "register_exported"
    assert "期间：2026-01-01起" in str(last.body)


def test_a_wrong_question_is_answered_so(interface: Interface, registers: Office) -> None:
    del registers
    problem(interface.get("wang", "/overview?unit=9"), 404, "not_found")
    problem(interface.get("wang", "/overview?months=13"), 422, "invalid_request")
    problem(interface.get("xiao", "/overview"), 403, "not_permitted")
