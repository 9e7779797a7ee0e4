"""Timelines align in any terminal, and explain what is not plain."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dudao.timeline.drawing import BEFORE, LAMP, WHAT, WHO, WIDTH, Drawing, wrapped
from dudao.timeline.entries import Entry, Names, entries_of
from engine.model.calendar import WorkCalendar
from engine.model.deadlines import Light, compute_deadline, deadline_record, parse_term
from engine.model.history import HistoryEvent, seal

CALENDAR = WorkCalendar.published()
AT = datetime(2026, 9, 16, 8, 40, tzinfo=UTC)
NAMES = Names(
    person=lambda each: {"li": "李某"}.get(each, each),
    group=lambda each: {"respondent": "被督导单位"}.get(each, each),
    activity=lambda each: {"due_point": "整改期限届满"}.get(each, each),
    calendar=CALENDAR,
)


def entries(type_: str, *, person: str = "li", **data: object) -> list[Entry]:
    node = "due_point"
    event = HistoryEvent("c", 1, AT, type_, person=person, node=node, data=data)  # type: ignore[arg-type]
    return list(entries_of(seal(event, previous=b"", salt=b""), NAMES))


def drawn(*listed: Entry, light: Light = Light.GREEN) -> list[str]:
    drawing = Drawing(CALENDAR, has_colour=False)
    return [line.plain for each in listed for line in drawing.lines(each, light, AT)]


@given(st.text("整改a1，。“（：", min_size=1, max_size=80), st.integers(4, 40))
def test_wrapping_loses_nothing_and_keeps_the_width(text: str, width: int) -> None:
    rows = wrapped(text, width)
    assert "".join(rows) == text
    assert all(cell_len(row) <= width for row in rows)


def test_columns_begin_in_the_same_cell_whatever_stands_before_them() -> None:
    due = datetime(2026, 10, 8, 15, 59, 59, tzinfo=UTC)
    lines = drawn(
        Entry(AT, "short", "li", due), Entry(AT, "很长的一句话" * 9, "很多人、很多人", due)
    )
    starts = {cell_len(line[: line.index("10-08")]) for line in lines if "10-08" in line}
    assert starts == {BEFORE + LAMP + 1 + WHAT + 1 + WHO + 1}
    assert max(map(cell_len, lines)) <= WIDTH


def test_a_time_is_written_once_and_a_month_begins_with_a_rule() -> None:
    first, second, third = drawn(Entry(AT, "甲"), Entry(AT, "乙"))
    assert first.startswith("── 2026年9月 ─")
    assert second.startswith("09-16 周三 16:40 工作日 绿 甲")
    assert third.strip() == "绿 乙"


def test_holidays_and_make_up_days_are_marked() -> None:
    def day(month: int, number: int) -> str:
        return drawn(Entry(datetime(2026, month, number, 2, tzinfo=UTC), "甲"))[-1]

    assert "国庆节" in day(10, 5)
    assert "调休班" in day(10, 10)
    assert "周末" in day(9, 12)
    later = drawn(Entry(datetime(2099, 5, 4, 2, tzinfo=UTC), "甲"))[-1]
    assert "暂估" in later


def test_a_due_date_is_explained_once_when_there_is_something_to_explain() -> None:
    def asked(term: str) -> Entry:
        deadline = compute_deadline(parse_term(term), AT, calendar=CALENDAR)
        (entry,) = entries(
            "task_created",
            name="报送整改报告",
            groups=["respondent"],
            item=1,
            due_at=deadline.due_at,
            deadline=deadline_record(deadline),
        )
        return entry

    plain = "".join(drawn(asked("2工作日")))
    assert "○ 待办 报送整改报告（第1项）" in plain
    assert "被督导单位" in plain
    assert "┊" not in plain
    rolled = "".join(line.strip(" ┊") for line in drawn(asked("15日"), asked("15日")))
    assert rolled.count("顺延至其后第一个工作日2026年10月8日") == 1


def test_a_message_is_told_with_its_kind_and_whom_it_reaches() -> None:
    inputs = {"to": "respondent", "kind": "urge", "text": "请立即报送"}
    (entry,) = entries("handler_called", handler="notify", inputs=inputs, outputs={})
    assert (entry.what, entry.who) == ("✉ 催办：请立即报送", "被督导单位")


def test_technical_events_are_left_out() -> None:
    assert entries("timer_set", aid=1) == []
    assert entries("handler_called", handler="allocate_number", inputs={}, outputs={}) == []


def test_what_the_system_did_is_nobody_s_deed() -> None:
    (entry,) = entries("timer_fired", person="system", aid=1)
    assert (entry.what, entry.who) == ("◷ 整改期限届满", "")


def test_what_the_public_reads_and_says_is_told() -> None:
    (published,) = entries("published", kind="公示", number="某示〔2026〕1号")
    assert published.what == "公布公示 某示〔2026〕1号"
    (objected,) = entries("objection_filed", person="public", publication="某示〔2026〕1号")
    assert (objected.what, objected.who) == ("收到对某示〔2026〕1号的异议", "公众")
    event = HistoryEvent(
        "c",
        1,
        AT,
        "publication_closed",
        after={"state": "withdrawn"},
        data={"number": "某示〔2026〕1号", "reason": "异议成立。"},
    )
    (closed,) = entries_of(seal(event, previous=b"", salt=b""), NAMES)
    assert closed.what == "某示〔2026〕1号 撤回：异议成立。"
