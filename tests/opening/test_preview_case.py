"""A case is looked at before it is opened, as it would be, and nothing of that is kept."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import func, select

from engine import commands
from engine.commands.reading.case_previews import CasePreview
from engine.commands.reading.start_forms import read_start_form
from engine.commands.turn import Turn
from engine.model.case import Actor
from engine.model.deadlines import deadline_from_record, local_day
from engine.model.errors import InvalidArgument, InvalidState, NotFound, NotPermitted
from engine.store.columns import METADATA
from engine.store.numbers import last_number
from tests.cases.drawing import diagram, end, extended, path, props, start, user
from tests.registers.office import TWO, Office

FORM: Mapping[str, object] = {"severity": "一般", "items": list(TWO), "grounds": "督导意见书"}

NUMBERED = diagram(
    "numbered",
    start(),
    user("a", groups="leader"),
    end(),
    path("start", "a", "end"),
    properties=extended(props(reference_series="某教督整")),
)

DEFAULTS = diagram(
    "defaults",
    start("basis:string", "on:date").replace(
        'label="basis"', 'label="basis" defaultValue="《教育督导条例》"'
    ).replace('label="on"', 'label="on" defaultValue="${today()}"'),
    user("a", groups="leader"),
    end(),
    path("start", "a", "end"),
)  # fmt: skip


def looked_at(office: Office, person: str = "li", **more: object) -> CasePreview:
    """Preview a rectification in a unit of work that is committed, so that a trace would stay."""
    asked: dict[str, object] = {
        "process": "rectification", "unit": "430621", "title": "食堂安全整改", "form": FORM,
    }  # fmt: skip
    with office.store.begin() as session:
        return commands.preview_case(
            session,
            engine=office.engine,
            clock=office.clock,
            actor=Actor(person),
            **{**asked, **more},  # type: ignore[arg-type]  # as the command has them
        )


def rows(office: Office) -> dict[str, int]:
    """How many rows each table has."""
    with office.store.read() as session:
        return {
            name: int(str(session.execute(select(func.count()).select_from(table)).one()[0]))
            for name, table in METADATA.tables.items()
        }


def test_a_preview_shows_the_work_and_the_deadlines_that_opening_then_makes(
    office: Office,
) -> None:
    preview = looked_at(office)
    case_id = office.rectify()
    opened = office.one(case_id, "draft_notice")
    (work,) = preview.work
    assert (work.name, work.due_at) == (opened.name, opened.due_at)
    assert [each.id for each in work.people] == [opened.assignee]
    assert opened.deadline is not None
    assert work.story is not None
    assert work.story.due_at == deadline_from_record(opened.deadline).due_at
    assert "5个工作日" in work.story.zh[0]
    listed = [(each.title, each.kind, each.severity, each.owner) for each in office.items(case_id)]
    shown = [
        (each.title, each.kind, each.severity, each.owner.id if each.owner else None)
        for each in preview.items
    ]
    assert shown == listed
    assert preview.troubles == ()


def test_the_terms_of_each_item_are_those_of_the_table_and_say_when_they_would_end(
    office: Office,
) -> None:
    canteen, ledger = looked_at(office).items
    assert canteen.decision == "核定整改期限"
    assert canteen.table == "rectification_due@1"
    assert next((each.name, each.term) for each in canteen.terms) == ("整改期限", "15日")
    assert ledger.terms[0].term == "30日"
    assert all(each.if_today.due_at > office.clock() for each in canteen.terms)


def test_a_preview_leaves_nothing_behind(office: Office) -> None:
    before = rows(office)
    looked_at(office)
    assert rows(office) == before


def test_a_preview_needs_no_unit_of_work_that_may_write(office: Office) -> None:
    with office.store.read() as session:
        if session.kind == "sqlite":
            session.driver.execute("PRAGMA query_only = ON", ())
        else:
            session.driver.execute("SET TRANSACTION READ ONLY", ())
        preview = commands.preview_case(
            session,
            engine=office.engine,
            clock=office.clock,
            actor=Actor("li"),
            process="rectification",
            unit="430621",
            title="食堂安全整改",
            form=FORM,
        )
        if session.kind == "sqlite":
            session.driver.execute("PRAGMA query_only = OFF", ())
    assert preview.work


def test_a_preview_shows_numbers_and_uses_none_up(office: Office) -> None:
    office.deploy(NUMBERED)
    names = [looked_at(office, process="numbered", form={}).reference for _ in range(2)]
    year = office.clock().year
    assert names == [f"某教督整〔{year}〕1号"] * 2
    assert office.read(lambda session: last_number(session, "某教督整", year=year)) == 0
    opened = office.open("numbered")
    assert opened.reference == names[0]
    assert looked_at(office, process="numbered", form={}).reference == f"某教督整〔{year}〕2号"


def test_what_opening_refuses_the_preview_refuses_in_the_same_words(office: Office) -> None:
    with pytest.raises(InvalidArgument) as wrong:
        looked_at(office, form={**FORM, "items": []})
    assert [each.path for each in wrong.value.errors] == ["items"]
    with pytest.raises(NotPermitted):
        looked_at(office, "hua")
    with pytest.raises(InvalidArgument, match="案件标题"):
        looked_at(office, title=" ")
    with pytest.raises(InvalidArgument, match="没有代码为"):
        looked_at(office, unit="无此单位")


def test_a_trial_can_not_be_written(office: Office) -> None:
    with office.store.begin() as session:
        turn = Turn(
            session, engine=office.engine, clock=office.clock, actor=Actor("li"), is_trial=True
        )
        with pytest.raises(InvalidState):
            turn.finish()


def test_a_start_form_comes_with_the_defaults_of_its_fields(office: Office) -> None:
    office.deploy(DEFAULTS)
    with office.store.read() as session:
        form = read_start_form(
            session,
            engine=office.engine,
            clock=office.clock,
            actor=Actor("li"),
            process="defaults",
        )
    assert form.values == {"basis": "《教育督导条例》", "on": local_day(office.clock()).isoformat()}


def test_who_may_open_no_case_of_a_process_is_given_no_form(office: Office) -> None:
    with office.store.read() as session, pytest.raises(NotFound):
        read_start_form(
            session,
            engine=office.engine,
            clock=office.clock,
            actor=Actor("xiao"),
            process="rectification",
        )
