"""The register of cases (案件台账)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.model.case import CaseStatus
from engine.model.registers import Held, ListedCase
from registers.naming import NO_REFERENCE, NO_REFERENCE_EN, Names, day
from registers.sheets import Cell, Column, Lamp
from registers.wording import Say, case_state, chinese, listed

TITLE, TITLE_EN = "案件台账", "Register of cases"
COLUMNS = (
    Column("序号", 5, "No."),
    Column("案号", 20, "Case no."),
    Column("案由/标题", 24, "Subject"),
    Column("案件类型", 12, "Kind of case"),
    Column("被督导单位", 14, "Unit"),
    Column("立案日期", 11, "Opened on"),
    Column("承办人", 12, "Handled by"),
    Column("当前环节", 16, "Current step"),
    Column("持有人", 14, "Held by"),
    Column("期限", 11, "Due on"),
    Column("灯", 8, "Light"),
    Column("状态", 8, "State"),
    Column("办结日期", 11, "Closed on"),
    Column("结果", 10, "Result"),
    Column("关联案件", 16, "Linked cases"),
)
STATES: Mapping[str, str] = {each.value: case_state(each.value, chinese) for each in CaseStatus}


def case_lines(
    cases: Iterable[ListedCase], names: Names, say: Say = chinese
) -> Iterator[tuple[Cell, ...]]:
    """Yield the lines of the register, numbered from 1."""
    for number, case in enumerate(cases, start=1):
        yield (
            number,
            case.reference or say(NO_REFERENCE, NO_REFERENCE_EN),
            case.title,
            names.process(case.key),
            names.unit(case.unit) if case.unit else None,
            day(case.opened_at),
            names.person(case.opened_by),
            activities(case, say),
            holders(case, names, say),
            day(case.due_at),
            Lamp(case.light),
            case_state(case.status, say),
            day(case.ended_at),
            result(case, names, say),
            listed(case.linked, say),
        )


def activities(case: ListedCase, say: Say = chinese) -> str:
    """Say what waits in a case: each activity once, with how many of it."""
    counts: dict[str, int] = {}
    for work in case.work:
        counts[work.name] = counts.get(work.name, 0) + 1
    parts = (
        name if n == 1 else say(f"{name}（{n}）", f"{name} ({n})") for name, n in counts.items()
    )
    return listed(parts, say)


def holders(case: ListedCase, names: Names, say: Say = chinese) -> str:
    """Say who holds the work of a case, or who may take it."""
    found = [each for work in case.work for each in _holders(work, names)]
    return listed(dict.fromkeys(found), say)


def _holders(work: Held, names: Names) -> list[str]:
    if work.assignee is not None:
        return [names.person(work.assignee)]
    return [*map(names.person, work.users), *map(names.group, work.groups)]


def result(case: ListedCase, names: Names, say: Say = chinese) -> str | None:
    """Say how a case ended."""
    if case.status == CaseStatus.CANCELED.value:
        return say("撤销", "Cancelled")
    return names.end(case.definition_id, case.end_code) if case.end_code else None
