"""A small world of rows, the overview of it, and the lists behind its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete

from engine import commands
from engine.commands.reading.overview.figures import read_overview
from engine.commands.registers import every_page, list_cases, list_items
from engine.commands.work_reading import list_work
from engine.model.case import Actor
from engine.model.overview import Figure, Overview, OverviewFilter
from engine.model.registers import CaseFilter, ItemFilter, Page
from engine.store import StepBatch
from engine.store.rows import CaseRow, ItemRow, WorkRow
from engine.store.tables import case_file, open_work, problem_item, work_candidate
from tests.registers.office import Office

NOW = datetime(2026, 9, 24, 2, 0, 0, tzinfo=UTC)


class World:
    """Rows put into the store without a diagram."""

    def __init__(self, office: Office) -> None:
        self.office = office
        office.clock.move_to(NOW)
        with office.store.read() as session:
            self.definition = office.engine.library.newest(session, "rectification").definition_id

    def count_every_time(self) -> None:
        """Let no overview be kept."""
        self.office.give(commands.change_setting, "wang", key="overview.age", value=0)

    def lay_out(
        self,
        cases: Sequence[dict[str, Any]],
        items: Sequence[dict[str, Any]] = (),
        works: Sequence[dict[str, Any]] = (),
    ) -> None:
        """Put these rows in the place of those that were there."""
        batch = StepBatch()
        for number, values in enumerate(cases):
            batch.open_case(a_case(number, self.definition, values))
        for number, values in enumerate(items):
            if values["case"] < len(cases):
                batch.set_item(an_item(number, values))
        for number, values in enumerate(works):
            at = values["case"]
            # What has ended has no open work.
            if at < len(cases) and cases[at]["status"] in ("open", "suspended"):
                batch.add_work(a_work(number, values))
        with self.office.store.begin() as session:
            for each in (work_candidate, open_work, problem_item, case_file):
                session.execute(delete(each))
            batch.flush(session)

    def overview(self, person: str, wanted: OverviewFilter) -> Overview:
        """Read the overview as somebody."""
        office = self.office
        with office.store.read() as session:
            return read_overview(
                session,
                engine=office.engine,
                clock=office.clock,
                actor=Actor(person),
                wanted=wanted,
            )

    def behind(self, person: str, figure: Figure) -> list[Any]:
        """Return every line of the list behind a figure."""
        office, wanted = self.office, figure.wanted
        with office.store.read() as session:
            common: dict[str, Any] = {
                "engine": office.engine,
                "clock": office.clock,
                "actor": Actor(person),
                "wanted": wanted,
            }
            if isinstance(wanted, CaseFilter):
                return list(every_page(lambda page: list_cases(session, page=page, **common)))
            if isinstance(wanted, ItemFilter):
                return list(every_page(lambda page: list_items(session, page=page, **common)))
            found = list_work(session, page=Page(500), **common)
            assert found.next is None
            return list(found.rows)


def figures_of(value: object, where: str = "") -> Iterator[tuple[str, Figure]]:
    """Yield every figure inside a value, with where it stands."""
    if isinstance(value, Figure):
        yield where, value
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from figures_of(each, f"{where}[{number}]")
    elif is_dataclass(value):
        for each in fields(value):
            yield from figures_of(getattr(value, each.name), f"{where}.{each.name}")


def a_case(number: int, definition: str, values: dict[str, Any]) -> CaseRow:
    """Make a case of the values given."""
    said = {"unit": "430621", "key": "p", "status": "open", "opened_at": NOW, **values}
    return CaseRow(
        id=f"c{number}",
        reference=None,
        definition_id=definition,
        title=f"第{number}案",
        state=b"",
        version=1,
        opened_by="li",
        **said,
    )


def an_item(number: int, values: dict[str, Any]) -> ItemRow:
    """Make a problem item of the values given."""
    said = {"kind": None, "owner": "430621", "status": "in_progress", "due_at": None, **values}
    case = said.pop("case")
    return ItemRow(
        id=f"i{number}",
        case_id=f"c{case}",
        node="items",
        batch=1,
        number=number,
        scope=number,
        title=f"第{number}项",
        severity=None,
        demand=None,
        source=None,
        person=None,
        round=1,
        extensions=0,
        measures=None,
        progress=None,
        evidence=0,
        escalation=None,
        opened_at=NOW,
        **said,
    )


def a_work(number: int, values: dict[str, Any]) -> WorkRow:
    """Make open work of the values given."""
    said = {"assignee": None, "groups": (), "users": (), "due_at": None, **values}
    case = said.pop("case")
    return WorkRow(
        id=f"c{case}.{number}",
        case_id=f"c{case}",
        aid=number,
        node="n",
        scope=0,
        item=None,
        name=f"第{number}件",
        unit="430600",
        excluded_units=(),
        owner=said["assignee"],
        status="ASSIGNED" if said["assignee"] else "CREATED",
        deadline=None,
        created_at=said.pop("created_at", NOW),
        **said,
    )
