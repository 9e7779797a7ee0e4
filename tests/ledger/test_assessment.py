"""The yearly sheet: each figure, what stands behind it, and that it can be made again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from engine import commands
from engine.commands.assessment_reading import (
    NAMED,
    SheetSoFar,
    begin_assessment,
    continue_assessment,
)
from engine.model.assessment import AssessmentSheet
from engine.model.errors import InvalidArgument, NotPermitted
from engine.model.portions import Portion
from engine.model.written import read_back, written
from engine.store import Session
from engine.store.case_reads import work_of_case
from engine.store.reads import read_case_by_reference
from engine.store.rows import WorkRow
from tests.cases.desk import local
from tests.cases.drawing import (
    diagram,
    end,
    extended,
    items,
    path,
    props,
    start,
    subprocess,
    user,
)
from tests.ledger.office import PERSON, UNIT, Office

RECTIFICATION = diagram(
    "rectification",
    start("items:list", "items.title:string"),
    subprocess(
        "rectify",
        extended(props(item_title="${item.title}")),
        '<startEvent id="begin"/>',
        user("report", groups="respondent", due="P10D"),
        user("close", groups="case_officer", due="P20D"),
        '<endEvent id="closed"/>',
        path("begin", "report", "close", "closed"),
        loop=items("items", "item"),
    ),
    end(),
    path("start", "rectify", "end"),
    properties=extended(props(reference_series="某教督整")),
)


def shown(sheet: AssessmentSheet) -> dict[str, str]:
    assert all(each.en for each in sheet.figures)
    return {each.key: each.shown for each in sheet.figures}


def rectify(office: Office, *titles: str) -> str:
    return office.open("rectification", {"items": [{"title": title} for title in titles]}).case_id


@pytest.fixture
def busy(office: Office) -> Office:
    """Two cases: one item closed in time, one reported late, one still open and overdue."""
    office.deploy(RECTIFICATION)
    first = rectify(office, "留样不全", "消防通道堵塞")
    second = rectify(office, "课程开不齐")
    office.clock.advance(timedelta(days=5))
    office.complete("xiao", office.one(first, "report", 1).id)
    office.complete("li", office.one(first, "close", 1).id)
    office.clock.advance(timedelta(days=10))
    office.complete("xiao", office.one(first, "report", 2).id)
    assert office.nodes(second) == ["report"]
    return office


def test_a_unit_is_counted_by_its_cases_items_and_due_dates(busy: Office) -> None:
    sheet = busy.sheet(UNIT, 2026)
    figures = shown(sheet)
    assert {key: figures[key] for key in CASES} == {
        "rectification_cases": "2",
        "rectification_items": "3",
        "rectified_items": "1",
        "rectification_rate": "33.3%",
        "overdue": "2",
        "on_time_rate": "33.3%",
        "light_red": "1",
        "light_yellow": "0",
        "light_green": "1",
        "light_grey": "0",
    }
    late = sheet.figure("overdue").evidence
    assert [(each.reference, each.zh) for each in late] == [
        ("某教督整〔2026〕1号", "report（第2项）"),
        ("某教督整〔2026〕2号", "report（第1项）"),
    ]
    assert {each.zh for each in sheet.figure("rectification_items").evidence} == {
        "留样不全",
        "消防通道堵塞",
        "课程开不齐",
    }


CASES = (
    "rectification_cases", "rectification_items", "rectified_items", "rectification_rate",
    "overdue", "on_time_rate", "light_red", "light_yellow", "light_green", "light_grey",
)  # fmt: skip


def test_a_sheet_is_made_again_as_it_was_known(busy: Office) -> None:
    known = busy.clock()
    busy.decide("interviewed:集体约谈", form="约谈")
    busy.clock.advance(timedelta(seconds=1))
    before = busy.sheet(UNIT, 2026, known=known + timedelta(milliseconds=1))
    for case in ("某教督整〔2026〕1号", "某教督整〔2026〕2号"):
        finish(busy, case)
    busy.decide("accountability:督导通报", form="督导通报")
    busy.clock.advance(timedelta(days=400))
    assert busy.sheet(UNIT, 2026, known=before.known) == before
    now = shown(busy.sheet(UNIT, 2026))
    assert (now["notices"], now["rectification_rate"], now["light_red"]) == ("1", "100.0%", "0")


def in_portions(office: Office, most: int, year: int = 2026) -> AssessmentSheet:
    """Count a sheet so many cases at a time, as pages do, through what travels in their forms."""
    how = {"portion": Portion(timedelta(), most)}
    found = office.give(begin_assessment, "zu", subject=UNIT, year=year, **how)
    while found.sheet is None:
        so_far = read_back(SheetSoFar, written(found.so_far))
        found = office.give(continue_assessment, "zu", so_far=so_far, **how)
    return found.sheet


@pytest.mark.parametrize("most", [1, 2, 3, 4])
def test_counted_in_portions_it_says_the_same_and_is_one_look(busy: Office, most: int) -> None:
    busy.decide("interviewed:集体约谈", form="约谈")
    rectify(busy, "校服采购")
    whole = busy.sheet(UNIT, 2026)
    looks = [each.type for each in busy.history()].count("assessment_read")
    assert in_portions(busy, most) == whole
    assert [each.type for each in busy.history()].count("assessment_read") == looks + 1


def test_a_page_names_the_first_things_behind_a_figure_and_counts_all(office: Office) -> None:
    office.deploy(RECTIFICATION)
    rectify(office, *(f"问题{number}" for number in range(NAMED + 3)))
    whole = office.sheet(UNIT, 2026).figure("rectification_items")
    (first,) = (
        each for each in in_portions(office, 2).figures if each.key == "rectification_items"
    )
    assert (first.value, len(first.evidence), first.more) == (NAMED + 3, NAMED, 3)
    assert first.evidence == whole.evidence[:NAMED]
    assert whole.more == 0


def first_portion(office: Office) -> SheetSoFar:
    """Begin to count a sheet with one case."""
    portion = Portion(timedelta(), 1)
    begun = office.give(begin_assessment, "zu", subject=UNIT, year=2026, portion=portion).so_far
    assert begun is not None
    return begun


def test_nobody_goes_on_with_a_look_that_was_not_recorded(busy: Office) -> None:
    how = {"portion": Portion(timedelta(), 1)}
    begun = first_portion(busy)
    for wrong in (
        {"look": begun.look - 1},
        {"look": begun.look + 1},
        {"look": 0},
        {"year": 2025},
        {"unit": "430600"},
        {"known": begun.known - timedelta(days=1)},
    ):
        with pytest.raises(InvalidArgument, match="重新打开"):
            busy.give(continue_assessment, "zu", so_far=replace(begun, **wrong), **how)
    with pytest.raises(InvalidArgument, match="重新打开"):
        busy.give(continue_assessment, "zhao", so_far=begun, **how)
    with pytest.raises(NotPermitted):
        busy.give(continue_assessment, "xiao", so_far=begun, **how)


def test_counting_begins_anew_where_the_configuration_has_changed(busy: Office) -> None:
    begun = first_portion(busy)
    busy.give(commands.change_setting, "wang", key="light.near", value="5日")
    portion = Portion(timedelta(), 1)
    again = busy.give(continue_assessment, "zu", so_far=begun, portion=portion).so_far
    assert again is not None
    assert (again.done, again.look, again.known) == (1, begun.look, begun.known)
    assert again.revision > begun.revision


def finish(office: Office, reference: str) -> None:
    for node, who in (("report", "xiao"), ("close", "li")):
        for row in office.read(lambda s: all_work(s, reference)):
            if row.node == node:
                office.complete(who, row.id)


def test_a_suspended_case_is_grey_and_its_year_is_the_year_it_was_opened(busy: Office) -> None:
    busy.give(
        commands.suspend_case,
        "li",
        case_id=busy.read(lambda s: case_named(s, "某教督整〔2026〕2号")),
        reason="等待鉴定",
    )
    assert shown(busy.sheet(UNIT, 2026))["light_grey"] == "1"
    busy.clock.advance(timedelta(days=365))
    later = shown(busy.sheet(UNIT, 2027))
    assert (later["rectification_cases"], later["rectification_items"]) == ("0", "0")
    assert (later["rectification_rate"], later["on_time_rate"]) == ("—", "—")
    assert later["light_grey"] == "1", "it is open at the end of that year too"


def test_work_that_was_taken_back_is_open_again(office: Office) -> None:
    office.deploy(RECTIFICATION)
    case_id = rectify(office, "留样不全")
    work = office.one(case_id, "report").id
    office.clock.advance(timedelta(days=5))
    office.complete("xiao", work)
    office.withdraw("xiao", work)
    office.clock.advance(timedelta(days=10))
    sheet = shown(office.sheet(UNIT, 2026))
    assert (sheet["overdue"], sheet["on_time_rate"], sheet["light_red"]) == ("1", "0.0%", "1")


def test_talks_notices_and_accountability_are_counted_in_the_year_of_the_decision(
    office: Office,
) -> None:
    office.decide("interviewed:集体约谈")
    office.decide("accountability:约谈", form="约谈")
    office.decide("accountability:督导通报", form="督导通报", decision="某教督通〔2026〕1号")
    office.decide("accountability:约谈", form="约谈", decided_on="2025-12-31")
    sheet = office.sheet(UNIT, 2026)
    figures = shown(sheet)
    counted = {key: figures[key] for key in ("interviews", "notices", "accountability")}
    assert counted == {"interviews": "2", "notices": "1", "accountability": "2"}
    (notice,) = sheet.figure("notices").evidence
    assert notice.zh == "accountability:督导通报，督导通报，某教督通〔2026〕1号"
    assert notice.kind == "entry"
    assert shown(office.sheet(UNIT, 2025))["interviews"] == "1"


def test_limits_name_their_days_and_a_veto_caps_the_grade(office: Office) -> None:
    office.decide("accountability:资源调整", form="资源调整", decided_on="2025-11-03")
    office.decide("veto:违规招生", form="一票否决")
    figures = shown(office.sheet(UNIT, 2026))
    assert figures["resource_limit"] == "2025-11-03至2026-11-03"
    assert figures["veto"] == "2026-03-02至2026-12-31"
    assert figures["grade_cap"] == "不得高于“不合格”"
    assert office.sheet(UNIT, 2026).figure("grade_cap").shown_en == "not above “不合格”"
    assert figures["award_ban"] == "2025-11-03至2026-12-31", "one after the other, joined"
    assert shown(office.sheet(UNIT, 2027))["veto"] == "—"


def test_a_person_has_sanctions_limits_and_pending_remedies_but_no_cases(office: Office) -> None:
    case_id = office.decide(
        "accountability:记过",
        person="李某",
        identity="公务员",
        form="记过",
        decision="某监〔2026〕1号",
    )
    office.decide("accountability:诫勉", person="李某", form="诫勉")
    office.note(case_id, "申诉中")
    sheet = office.sheet(PERSON, 2026)
    figures = shown(sheet)
    assert "rectification_cases" not in figures
    assert (figures["sanctions"], figures["remedies_pending"]) == ("2", "1")
    assert figures["grade_cap"] == "不得高于“不确定等次”"
    assert figures["promotion_ban"] == "2026-03-02至2027-03-02"
    assert "申诉中" in sheet.figure("remedies_pending").evidence[0].zh
    assert shown(office.sheet(PERSON, 2027))["promotion_ban"] == "2026-03-02至2027-03-02"


def test_what_was_reversed_is_in_no_figure(office: Office) -> None:
    case_id = office.decide("accountability:督导通报", form="督导通报")
    known = office.clock()
    office.clock.advance(timedelta(days=1))
    office.reverse(case_id)
    empty = office.sheet(UNIT, 2026)
    assert all(not each.evidence for each in empty.figures)
    assert shown(office.sheet(UNIT, 2026, known=known))["notices"] == "1"


def test_the_last_second_of_the_year_still_counts(office: Office) -> None:
    office.deploy(RECTIFICATION)
    office.clock.move_to(local("2026-12-31T23:59:59"))
    rectify(office, "留样不全")
    office.clock.move_to(datetime(2026, 12, 31, 16, tzinfo=UTC))
    rectify(office, "课程开不齐")
    assert shown(office.sheet(UNIT, 2026))["rectification_cases"] == "1"
    assert shown(office.sheet(UNIT, 2027))["rectification_cases"] == "1"
    rate = office.sheet(UNIT, 2026).figure("rectification_rate").value
    assert rate == Decimal(0)


def case_named(session: Session, reference: str) -> str:
    return read_case_by_reference(session, reference).case.id


def all_work(session: Session, reference: str) -> list[WorkRow]:
    return work_of_case(session, case_named(session, reference))
