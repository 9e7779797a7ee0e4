"""What a list shows is what its filter says, computed in SQL as one would by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar, cast

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from engine.commands import registers
from engine.identity import CaseScope, may_see
from engine.model.calendar import WorkCalendar
from engine.model.case import Actor
from engine.model.deadlines import Light, light, local_day, parse_term
from engine.model.errors import InvalidArgument
from engine.model.items import ItemStatus
from engine.model.registers import (
    CaseFilter,
    CaseOrder,
    Days,
    ItemFilter,
    ItemOrder,
    ListedCase,
    ListedItem,
    Page,
)
from engine.store import Session, StepBatch, case_ways
from engine.store.rows import CaseRow, ItemRow, WorkRow
from engine.store.search_index import rebuild
from engine.store.tables import (
    case_file,
    open_work,
    problem_item,
    search_entry,
    work_candidate,
)
from tests.cases.desk import PEOPLE, UNITS, refusal
from tests.registers.office import Office

T = TypeVar("T")
NOW = datetime(2026, 9, 24, 2, 0, 0, tzinfo=UTC)
CODES = [unit.code for unit in UNITS]
TITLES = ("食堂安全整改", "ＡBC校车", "abc_100%整改", "违规招生", "O'Neil\\斜杠")
TEXTS = ("", "食堂", "整改", "ab", "BC", "%", "_", "\\", "'", "校车", "没有")
CALENDAR = WorkCalendar.published()
INSTANTS = st.integers(-40 * 24 * 3600, 40 * 24 * 3600).map(lambda s: NOW + timedelta(seconds=s))
NEAR_MIDNIGHT = st.integers(-40, 40).map(
    lambda days: datetime(2026, 9, 24, 15, 59, 59, tzinfo=UTC) + timedelta(days=days)
)
SOME_TIME = INSTANTS | NEAR_MIDNIGHT
DAYS = st.builds(
    lambda a, b: Days(min(a, b) if a and b else a, max(a, b) if a and b else b),
    st.none() | st.dates(date(2026, 8, 20), date(2026, 10, 30)),
    st.none() | st.dates(date(2026, 8, 20), date(2026, 10, 30)),
)


def some(values: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(list(values)), max_size=2, unique=True).map(tuple)


LIGHTS = st.lists(st.sampled_from(list(Light)), max_size=2, unique=True).map(tuple)
CASES = st.lists(
    st.builds(
        lambda status, due_at, on_time, **more: {
            **more,
            "status": status,
            "on_time": on_time if status == "closed" else None,
            "due_at": None if status in ("closed", "canceled") else due_at,
            "ended_at": NOW - timedelta(days=1) if status in ("closed", "canceled") else None,
        },
        unit=st.none() | st.sampled_from(CODES),
        title=st.sampled_from(TITLES),
        key=st.sampled_from(["p", "q"]),
        status=st.sampled_from(["open", "open", "suspended", "closed", "canceled"]),
        opened_at=SOME_TIME,
        opened_by=st.sampled_from(["li", "xiao"]),
        due_at=st.none() | SOME_TIME,
        on_time=st.none() | st.booleans(),
    ),
    max_size=6,
)
TITLED: dict[str, object] = {
    "unit": "430621",
    "title": "食堂安全整改",
    "key": "p",
    "status": "open",
    "opened_at": NOW,
    "opened_by": "li",
    "due_at": None,
    "on_time": None,
    "ended_at": None,
}
ITEMS: st.SearchStrategy[list[dict[str, object]]] = st.lists(
    st.builds(
        dict,
        case=st.integers(0, 5),
        title=st.sampled_from(TITLES),
        kind=st.none() | st.sampled_from(["安全隐患", "其他"]),
        severity=st.none() | st.sampled_from(["重大", "一般"]),
        owner=st.none() | st.sampled_from(CODES),
        status=st.sampled_from([each.value for each in ItemStatus]),
        due_at=st.none() | SOME_TIME,
        opened_at=SOME_TIME,
    ),
    max_size=8,
)
CASE_FILTERS = st.builds(
    CaseFilter,
    unit=st.none() | st.sampled_from(CODES),
    keys=some(["p", "q"]),
    statuses=some(["open", "suspended", "closed", "canceled"]),
    lights=LIGHTS,
    opened=DAYS,
    due=DAYS,
    ended=DAYS,
    text=st.sampled_from(TEXTS),
    is_mine=st.booleans(),
    on_time=st.none() | st.none() | st.booleans(),
)
WIDE_FILTERS = st.builds(
    CaseFilter,
    unit=st.none() | st.sampled_from(CODES),
    lights=LIGHTS,
    text=st.sampled_from(TEXTS),
    on_time=st.none() | st.none() | st.none() | st.booleans(),
)
"""What most cases pass, so that there are pages."""
ITEM_FILTERS = st.builds(
    ItemFilter,
    unit=st.none() | st.sampled_from(CODES),
    keys=some(["p", "q"]),
    statuses=some([each.value for each in ItemStatus]),
    lights=LIGHTS,
    opened=DAYS,
    due=DAYS,
    ended=DAYS,
    text=st.sampled_from(TEXTS),
    is_mine=st.booleans(),
    kinds=some(["安全隐患", "其他"]),
    severities=some(["重大", "一般"]),
    owner=st.none() | st.none() | st.sampled_from(CODES),
)
WIDE_ITEM_FILTERS = st.builds(
    ItemFilter, unit=st.none() | st.sampled_from(CODES), lights=LIGHTS, text=st.sampled_from(TEXTS)
)
property_test = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Shelf:
    """Rows put into the store without a diagram, and what the lists make of them."""

    def __init__(self, office: Office) -> None:
        self.office = office
        office.clock.move_to(NOW)
        self.cases: list[CaseRow] = []
        self.items: list[ItemRow] = []
        self.work: list[WorkRow] = []
        directory, today = office.engine.directory, local_day(NOW)
        with office.store.read() as session:
            self.units = directory.units(session)
            self.people = {each: directory.person(session, each, on=today) for each in PEOPLE}
            self.definition = office.engine.library.newest(session, "rectification").definition_id

    def lay_out(
        self, cases: Sequence[dict[str, object]], items: Sequence[dict[str, object]]
    ) -> None:
        """Put these rows in the place of those that were there."""
        self.cases = [
            CaseRow(
                id=f"c{number}",
                reference=None if number % 2 else f"岳教督整〔2026〕{number}号",
                definition_id=self.definition,
                state=b"",
                version=1,
                **values,  # type: ignore[arg-type]  # drawn as columns
            )
            for number, values in enumerate(cases)
        ]
        self.items = [
            an_item(f"i{number}", self.cases[place], values)
            for number, values in enumerate(items)
            if (place := cast("int", values["case"])) < len(cases)
        ]
        self.work = [held(case) for number, case in enumerate(self.cases) if number % 3 == 1]
        batch = StepBatch()
        for case in self.cases:
            batch.open_case(case)
        for work in self.work:
            batch.add_work(work)
        for item in self.items:
            batch.set_item(item)
        with self.office.store.begin() as session:
            for each in (search_entry, work_candidate, open_work, problem_item, case_file):
                session.execute(delete(each))
            batch.flush(session)
            rebuild(session)

    def cases_of(self, person: str, wanted: CaseFilter, **more: Any) -> list[ListedCase]:  # noqa: ANN401 - passed on
        return list(self.pages(registers.list_cases, person, wanted, **more))

    def items_of(self, person: str, wanted: ItemFilter, **more: Any) -> list[ListedItem]:  # noqa: ANN401 - passed on
        return list(self.pages(registers.list_items, person, wanted, **more))

    def pages(
        self,
        read: Callable[..., registers.Listed[T]],
        person: str,
        wanted: CaseFilter | ItemFilter,
        *,
        limit: int = 2,
        is_descending: bool = False,
        **more: object,
    ) -> Iterator[T]:
        """Read page after page of a list."""
        page = Page(limit, is_descending=is_descending)
        while True:
            with self.office.store.read() as session:
                listed = read(
                    session,
                    engine=self.office.engine,
                    clock=self.office.clock,
                    actor=Actor(person),
                    wanted=wanted,
                    page=page,
                    **more,
                )
            assert len(listed.rows) <= limit
            yield from listed.rows
            if listed.next is None:
                return
            page = replace(page, after=listed.next)

    def count(self, person: str, wanted: CaseFilter | ItemFilter) -> int:
        with self.office.store.read() as session:
            return registers.count_register(
                session,
                engine=self.office.engine,
                clock=self.office.clock,
                actor=Actor(person),
                wanted=wanted,
            )

    # ------------------------------------------------------------- the same, done by hand

    def sees(self, person: str, unit: str | None) -> bool:
        known = self.people[person]
        units = (known.unit,)
        scope = CaseScope(own=units) if "respondent" in known.groups else CaseScope(below=units)
        return may_see(scope, units=self.units, unit=unit)

    def is_within(self, unit: str | None, ancestor: str | None) -> bool:
        return ancestor is None or self.units.is_within(unit, ancestor)

    def is_of(self, case: CaseRow, person: str) -> bool:
        return case.opened_by == person or any(
            work.case_id == case.id and work.assignee == person for work in self.work
        )

    def has_case(self, person: str, wanted: CaseFilter, case: CaseRow) -> bool:
        colour = lamp(case.due_at, case.status, is_met=case.status in ("closed", "canceled"))
        return (
            self.sees(person, case.unit)
            and self.is_within(case.unit, wanted.unit)
            and one_of(case.key, wanted.keys)
            and one_of(case.status, wanted.statuses)
            and one_of(colour, wanted.lights)
            and on(case.opened_at, wanted.opened)
            and on(case.due_at, wanted.due)
            and on(case.ended_at, wanted.ended)
            and has_text(wanted.text, case.title, case.reference)
            and (not wanted.is_mine or self.is_of(case, person))
            and wanted.on_time in (None, case.on_time)
        )

    def has_item(self, person: str, wanted: ItemFilter, item: ItemRow) -> bool:
        case = next(case for case in self.cases if case.id == item.case_id)
        is_met = ItemStatus(item.status).is_met
        is_said = item.status not in ("draft", "issued")
        return (
            (self.sees(person, case.unit) or self.sees(person, item.owner))
            and (is_said or "respondent" not in PEOPLE[person])
            and self.is_within(item.owner, wanted.unit)
            and one_of(case.key, wanted.keys)
            and one_of(item.status, wanted.statuses)
            and one_of(item.kind, wanted.kinds)
            and one_of(item.severity, wanted.severities)
            and wanted.owner in (None, item.owner)
            and one_of(lamp(item.due_at, case.status, is_met=is_met), wanted.lights)
            and on(item.opened_at, wanted.opened)
            and on(item.due_at, wanted.due)
            and on(item.ended_at, wanted.ended)
            and has_text(wanted.text, item.title, case.title, case.reference)
            and (not wanted.is_mine or self.is_of(case, person))
        )


def an_item(item_id: str, case: CaseRow, values: dict[str, object]) -> ItemRow:
    ended = ItemStatus(str(values["status"])).is_ended
    named = {name: value for name, value in values.items() if name != "case"}
    return ItemRow(
        id=item_id,
        case_id=case.id,
        unit=case.unit,
        node="n",
        batch=1,
        number=1,
        scope=None,
        demand=None,
        source=None,
        person=None,
        round=1,
        extensions=0,
        measures=None,
        progress=None,
        evidence=0,
        escalation=None,
        ended_at=NOW if ended else None,
        **named,  # type: ignore[arg-type]  # drawn as columns
    )


def held(case: CaseRow) -> WorkRow:
    return WorkRow(
        id=f"{case.id}.1",
        case_id=case.id,
        aid=1,
        node="t",
        scope=1,
        item=None,
        name="起草",
        unit=case.unit,
        excluded_units=(),
        groups=(),
        users=(),
        assignee="qian",
        owner=None,
        status="ASSIGNED",
        due_at=None,
        deadline=None,
        created_at=NOW,
    )


def one_of(value: object, wanted: Sequence[object]) -> bool:
    return not wanted or value in wanted


def on(instant: datetime | None, days: Days) -> bool:
    if days == Days():
        return True
    if instant is None:
        return False
    day = local_day(instant)
    return (days.since is None or day >= days.since) and (days.until is None or day <= days.until)


def has_text(text: str, *columns: str | None) -> bool:
    return any(text.lower() in column.lower() for column in columns if column is not None)


def lamp(due_at: datetime | None, case_status: str, *, is_met: bool) -> Light:
    if due_at is None:
        grey = case_status == "suspended" and not is_met
        return Light.GREY if grey else Light.GREEN
    return light(
        due_at,
        NOW,
        calendar=CALENDAR,
        near=parse_term("3日"),
        suspended=case_status == "suspended",
        done=is_met,
    )


@property_test
@given(
    cases=CASES,
    items=ITEMS,
    person=st.sampled_from(sorted(PEOPLE)),
    wanted=CASE_FILTERS,
    items_wanted=ITEM_FILTERS,
)
def test_a_filter_in_sql_finds_what_it_finds_by_hand(
    office: Office,
    cases: list[dict[str, object]],
    items: list[dict[str, object]],
    person: str,
    wanted: CaseFilter,
    items_wanted: ItemFilter,
) -> None:
    shelf = Shelf(office)
    shelf.lay_out(cases, items)
    found = {case.id for case in shelf.cases if shelf.has_case(person, wanted, case)}
    assert {row.id for row in shelf.cases_of(person, wanted)} == found
    assert shelf.count(person, wanted) == len(found)
    listed = {item.id for item in shelf.items if shelf.has_item(person, items_wanted, item)}
    assert {row.id for row in shelf.items_of(person, items_wanted)} == listed
    assert shelf.count(person, items_wanted) == len(listed)
    # The filters are narrow; the widest one must agree as well.
    everything = {item.id for item in shelf.items if shelf.has_item(person, ItemFilter(), item)}
    assert {row.id for row in shelf.items_of(person, ItemFilter())} == everything


@pytest.fixture(params=["few", "few in the place", "many"])
def any_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let cases be found by what few of them have, by their place, and along the order."""
    is_few, is_place = request.param == "few", request.param == "few in the place"

    def are_few(rare: case_ways.Rare) -> bool:
        return is_few or (is_place and rare.is_place)

    monkeypatch.setattr("engine.store.case_ways._are_few", are_few)
    monkeypatch.setattr("engine.store.item_ways._are_few", lambda *_, **_most: is_few)


@pytest.mark.usefixtures("any_way")
@property_test
@given(
    cases=CASES,
    person=st.sampled_from(sorted(PEOPLE)),
    wanted=CASE_FILTERS | WIDE_FILTERS,
    order=st.sampled_from(list(CaseOrder)),
    is_descending=st.booleans(),
)
@example(
    cases=[TITLED],
    person="li",
    wanted=CaseFilter(text="食堂"),
    order=CaseOrder.OPENED,
    is_descending=True,
)
@example(
    cases=[TITLED],
    person="li",
    wanted=CaseFilter(text="整改", unit="430621"),
    order=CaseOrder.DUE,
    is_descending=False,
)
def test_pages_are_the_sorted_list_without_gap_or_repetition(
    office: Office,
    cases: list[dict[str, object]],
    person: str,
    wanted: CaseFilter,
    order: CaseOrder,
    is_descending: bool,
) -> None:
    shelf = Shelf(office)
    shelf.lay_out(cases, [])
    rows = shelf.cases_of(person, wanted, order=order, is_descending=is_descending)
    name = {"unit": "unit", "title": "title"}.get(order.value, f"{order.value}_at")
    found = [case for case in shelf.cases if shelf.has_case(person, wanted, case)]
    valued = [case for case in found if getattr(case, name) is not None]
    empty = [case for case in found if getattr(case, name) is None]
    valued.sort(key=lambda case: (getattr(case, name), case.id), reverse=is_descending)
    empty.sort(key=lambda case: case.id, reverse=is_descending)
    assert [row.id for row in rows] == [case.id for case in (*valued, *empty)]
    assert shelf.count(person, wanted) == len(found)


@pytest.mark.usefixtures("any_way")
@property_test
@given(
    cases=CASES,
    items=ITEMS,
    person=st.sampled_from(sorted(PEOPLE)),
    wanted=st.just(ItemFilter()) | WIDE_ITEM_FILTERS,
    order=st.sampled_from(list(ItemOrder)),
    is_descending=st.booleans(),
)
def test_pages_of_items_are_the_sorted_list_without_gap_or_repetition(
    office: Office,
    cases: list[dict[str, object]],
    items: list[dict[str, object]],
    person: str,
    wanted: ItemFilter,
    order: ItemOrder,
    is_descending: bool,
) -> None:
    shelf = Shelf(office)
    shelf.lay_out(cases, items)
    rows = shelf.items_of(person, wanted, order=order, is_descending=is_descending)
    name = {"owner": "owner", "title": "title"}.get(order.value, f"{order.value}_at")
    found = [item for item in shelf.items if shelf.has_item(person, wanted, item)]
    valued = [item for item in found if getattr(item, name) is not None]
    empty = [item for item in found if getattr(item, name) is None]
    valued.sort(key=lambda item: (getattr(item, name), item.id), reverse=is_descending)
    empty.sort(key=lambda item: item.id, reverse=is_descending)
    assert [row.id for row in rows] == [item.id for item in (*valued, *empty)]
    assert shelf.count(person, wanted) == len(found)


@pytest.mark.parametrize("order", list(ItemOrder))
def test_items_can_be_sorted_by_every_column_there_is(office: Office, order: ItemOrder) -> None:
    office.rectify()
    office.rectify()
    shelf = Shelf(office)
    rows = shelf.items_of("li", ItemFilter(), order=order, limit=1)
    assert len(rows) == 4
    assert shelf.items_of("li", ItemFilter(), order=order, limit=100) == rows


def test_somebody_unknown_sees_nothing_and_so_does_who_has_no_register(office: Office) -> None:
    office.rectify()
    shelf = Shelf(office)
    assert shelf.cases_of("li", CaseFilter())
    assert shelf.cases_of("nobody", CaseFilter()) == []
    assert shelf.items_of("nobody", ItemFilter()) == []
    assert shelf.count("nobody", ItemFilter()) == 0
    office.move("guan", groups=())
    assert shelf.cases_of("guan", CaseFilter()) == []


def test_a_unit_sees_of_its_items_what_it_has_been_told(office: Office) -> None:
    case_id = office.rectify()
    shelf = Shelf(office)
    assert shelf.items_of("xiao", ItemFilter()) == []
    assert len(shelf.items_of("li", ItemFilter())) == 2
    office.deliver(case_id)
    assert len(shelf.items_of("xiao", ItemFilter())) == 2
    assert shelf.items_of("hua", ItemFilter()) == []


def test_a_unit_responsible_for_one_item_sees_that_one(office: Office) -> None:
    items = [{"title": "欠发工资", "owner": "430623"}, {"title": "台账缺失"}]
    office.deliver(office.rectify(items))
    shelf = Shelf(office)
    assert [row.title for row in shelf.items_of("hua", ItemFilter())] == ["欠发工资"]


def test_a_case_in_a_list_names_its_work_and_what_it_is_linked_with(office: Office) -> None:
    case_id = office.rectify()
    shelf = Shelf(office)
    (row,) = shelf.cases_of("li", CaseFilter())
    assert [(each.name, each.assignee) for each in row.work] == [("起草整改通知书", "li")]
    assert row.linked == ()
    office.link(case_id, unit="430623", title="关联约谈")
    (first, second) = shelf.cases_of("li", CaseFilter())
    assert {first.linked, second.linked} == {("关联约谈",), ("食堂安全整改",)}
    (own,) = shelf.cases_of("xiao", CaseFilter())
    assert own.linked == ()  # the other case is against somebody else


def test_a_unit_sees_of_the_work_in_its_case_only_its_own(office: Office) -> None:
    case_id = office.rectify()
    shelf = Shelf(office)
    (drafting,) = shelf.cases_of("xiao", CaseFilter())
    assert drafting.work == ()
    office.deliver(case_id)
    (delivered,) = shelf.cases_of("xiao", CaseFilter())
    assert "报送整改方案" in {each.name for each in delivered.work}
    (inner,) = shelf.cases_of("li", CaseFilter())
    assert {each.name for each in delivered.work} <= {each.name for each in inner.work}


@pytest.mark.parametrize("cursor", ["", "x", "e30", "W10", "AAAA", "é", "WzEsMiwzLDRd" * 1000])
def test_a_cursor_that_no_page_gave_is_refused(office: Office, cursor: str) -> None:
    shelf = Shelf(office)
    with office.store.read() as session:

        def read(session: Session = session) -> object:
            return registers.list_cases(
                session,
                engine=office.engine,
                clock=office.clock,
                actor=Actor("li"),
                wanted=CaseFilter(),
                page=Page(after=cursor),
            )

        assert refusal(read).code == "invalid_cursor"
    del shelf


def test_what_cannot_be_meant_is_refused() -> None:
    for make in (
        lambda: Days(date(2026, 9, 2), date(2026, 9, 1)),
        lambda: Days(date(1, 1, 1)),
        lambda: CaseFilter(text="a\0b"),
        lambda: ItemFilter(text="长" * 101),
        lambda: Page(0),
        lambda: Page(501),
    ):
        with pytest.raises(InvalidArgument):
            make()
