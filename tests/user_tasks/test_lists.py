"""Lists of open work: mine, what is offered to me, all in my scope; page after page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from engine.commands import suspend_case
from engine.commands.work_reading import WorkListed, list_work
from engine.model.case import Actor
from engine.model.deadlines import Light
from engine.model.errors import NotPermitted
from engine.model.registers import Page
from engine.model.search_results import Counted
from engine.model.work_lists import ListedWork, Whose, WorkFilter
from tests.cases.desk import Desk, refusal
from tests.cases.drawing import diagram, end, path, start, user
from tests.support import diagrams as draw

DATED = draw.bpmn(
    draw.start(),
    draw.user("a", groups="case_officer", due='${now() + duration("P1D")}'),
    draw.end(),
    draw.path("start", "a", "end"),
)


@pytest.fixture
def cases(desk: Desk) -> list[str]:
    """Five cases of two counties, each waiting for an officer."""
    desk.deploy(DATED)
    units = ("430621", "430623", "430621", "430621-1", "430621")
    return [desk.open("p", {}, unit=unit, title=f"第{n}案").case_id for n, unit in enumerate(units)]


def ask(desk: Desk, person: str, wanted: WorkFilter | None = None, **page: object) -> WorkListed:
    with desk.store.read() as session:
        return list_work(
            session, engine=desk.engine, clock=desk.clock, actor=Actor(person),
            wanted=wanted or WorkFilter(), page=Page(**page),  # type: ignore[arg-type]  # passed on
        )  # fmt: skip


def ids(rows: Sequence[ListedWork]) -> set[str]:
    return {row.case_id for row in rows}


def test_work_is_offered_then_mine(desk: Desk, cases: list[str]) -> None:
    offered = ask(desk, "li", WorkFilter(Whose.OFFERED))
    assert ids(offered.rows) == set(cases)
    assert all(row.may_claim and row.may_complete for row in offered.rows)
    assert ask(desk, "li", WorkFilter(Whose.MINE)).rows == ()
    desk.claim("li", desk.one(cases[0], "a").id)
    (mine,) = ask(desk, "li", WorkFilter(Whose.MINE)).rows
    assert (mine.assignee, mine.may_claim, mine.may_complete) == ("li", False, True)
    assert (mine.case_title, mine.case_unit_name, mine.groups) == (
        "第0案",
        "某甲县",
        ("case_officer",),
    )
    assert ids(ask(desk, "chen", WorkFilter(Whose.OFFERED)).rows) == set(cases[1:])
    assert ids(ask(desk, "li").rows) == set(cases)


def test_all_work_below_is_for_those_who_list_it(desk: Desk, cases: list[str]) -> None:
    desk.claim("li", desk.one(cases[0], "a").id)
    listed = ask(desk, "wang", WorkFilter(Whose.SCOPE))
    assert ids(listed.rows) == set(cases)
    assert not any(row.may_claim or row.may_complete for row in listed.rows)
    assert ids(ask(desk, "yue", WorkFilter(Whose.SCOPE)).rows) == {
        cases[0], cases[2], cases[3], cases[4]
    }  # fmt: skip
    assert isinstance(refusal(lambda: ask(desk, "xiao", WorkFilter(Whose.SCOPE))), NotPermitted)
    assert isinstance(refusal(lambda: ask(desk, "nobody")), NotPermitted)


def test_lists_are_narrowed_by_unit_case_and_kind(desk: Desk, cases: list[str]) -> None:
    for whose in (Whose.BOTH, Whose.SCOPE):
        narrowed = WorkFilter(whose, unit="430623")
        assert ids(ask(desk, "li", narrowed).rows) == {cases[1]}
        assert ids(ask(desk, "li", WorkFilter(whose, case_id=cases[2])).rows) == {cases[2]}
        assert ask(desk, "li", WorkFilter(whose, keys=("q",))).total.number == 0
        assert ask(desk, "li", replace(narrowed, keys=("p",))).total.number == 1
        assert ask(desk, "li", WorkFilter(whose, due_before=desk.clock())).rows == ()
        assert ids(ask(desk, "li", WorkFilter(whose, text="第3案")).rows) == {cases[3]}
        assert ids(ask(desk, "li", WorkFilter(whose, text="A")).rows) == set(cases)  # the work's
        assert ask(desk, "li", WorkFilter(whose, text="%")).total.number == 0


def test_a_text_finds_the_same_where_it_is_looked_for_along_the_due_dates(
    desk: Desk, cases: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where no word is rare: there are only a few cases here, so nothing counts as few."""
    wanted = [WorkFilter(Whose.BOTH, text=each) for each in ("第3案", "A", "案", "没有")]
    before = [ask(desk, "li", each) for each in wanted]
    for name in ("_FEW", "_SOME"):
        monkeypatch.setattr(f"engine.store.work_ways.{name}", -1)
    assert [ask(desk, "li", each) for each in wanted] == before
    assert [len(each.rows) for each in before] == [1, len(cases), len(cases), 0]
    paged = ask(desk, "li", wanted[1], limit=2)
    assert paged.total == Counted(2, is_more=True)
    assert ask(desk, "li", wanted[1], limit=2, after=paged.next).total == paged.total


@pytest.mark.parametrize("whose", [Whose.BOTH, Whose.OFFERED, Whose.SCOPE])
def test_pages_follow_one_another_while_work_is_done(
    desk: Desk, cases: list[str], whose: Whose
) -> None:
    first = ask(desk, "li", WorkFilter(whose), limit=2)
    assert (len(first.rows), str(first.total)) == (2, "5")
    desk.complete("li", first.rows[0].id, {})
    second = ask(desk, "li", WorkFilter(whose), limit=2, after=first.next)
    third = ask(desk, "li", WorkFilter(whose), limit=2, after=second.next)
    assert third.next is None
    seen = [row.case_id for row in (*first.rows, *second.rows, *third.rows)]
    assert sorted(seen) == sorted(cases)
    dues = [row.due_at for row in (*first.rows, *second.rows, *third.rows) if row.due_at]
    assert dues == sorted(dues)
    bad = refusal(lambda: ask(desk, "li", WorkFilter(whose), after="x"))
    assert bad.code == "invalid_cursor"


def test_lights_tell_how_work_stands(desk: Desk, cases: list[str]) -> None:
    assert {row.light for row in ask(desk, "li").rows} == {Light.YELLOW}
    desk.clock.advance(timedelta(days=3))
    assert {row.light for row in ask(desk, "li").rows} == {Light.RED}
    desk.give(suspend_case, "wang", case_id=cases[0], reason="行政复议")
    assert cases[0] not in ids(ask(desk, "li").rows)
    (grey,) = ask(desk, "wang", WorkFilter(Whose.SCOPE, lights=(Light.GREY,))).rows
    assert grey.light is Light.GREY
    red = WorkFilter(Whose.SCOPE, lights=(Light.RED, Light.YELLOW))
    assert ids(ask(desk, "wang", red).rows) == set(cases[1:])
    assert ids(ask(desk, "li", replace(red, whose=Whose.BOTH)).rows) == set(cases[1:])
    assert ask(desk, "li", WorkFilter(lights=(Light.GREEN, Light.GREY))).rows == ()
    assert grey.case_id == cases[0]


APART = diagram(
    "apart",
    start(),
    user("write", groups="case_officer,inspector"),
    user("check", groups="case_officer,inspector", separate_from="write"),
    end(),
    path("start", "write", "check", "end"),
)


def test_what_duties_forbid_is_said_in_the_list_and_not_offered(desk: Desk) -> None:
    desk.deploy(APART)
    mine, other = (desk.open("apart", {}, title=title).case_id for title in ("甲案", "乙案"))
    desk.complete("li", desk.one(mine, "write").id, {})
    desk.complete("qian", desk.one(other, "write").id, {})
    rows = {row.case_id: row for row in ask(desk, "li").rows}
    barred, free = rows[mine], rows[other]
    assert (barred.may_claim, barred.may_complete) == (False, False)
    assert (barred.why_not, barred.why_not_en) == (
        "您办过“write”，这一步须由别人办。",
        "You did “write”; somebody else has to do this.",
    )
    assert (free.may_claim, free.may_complete, free.why_not) == (True, True, "")
    assert refusal(lambda: desk.claim("li", barred.id)).code == "not_permitted"
    assert [row.may_claim for row in ask(desk, "qian").rows] == [True, False]


def test_a_page_asks_as_often_however_many_of_its_rows_have_a_rule(desk: Desk) -> None:
    desk.deploy(APART)

    def asked() -> int:
        seen: list[object] = []
        with desk.store.read() as session:
            event.listen(session.connection, "before_cursor_execute", lambda *a: seen.append(a[2]))
            list_work(session, engine=desk.engine, clock=desk.clock, actor=Actor("li"))
        return len(seen)

    def write() -> None:
        case_id = desk.open("apart", {}).case_id
        desk.complete("qian", desk.one(case_id, "write").id, {})

    write()
    asked()
    once = asked()
    for _ in range(4):
        write()
    asked()
    assert asked() == once
