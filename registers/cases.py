"""The register of cases (案件台账)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.model.case import CaseStatus
from engine.model.registers import Held, ListedCase
from registers.naming import NO_REFERENCE, Names, day
from registers.sheets import Cell, Column, Lamp

TITLE = "案件台账"
COLUMNS = (
    Column("序号", 5),
    Column("案号", 20),
    Column("案由/标题", 24),
    Column("案件类型", 12),
    Column("被督导单位", 14),
    Column("立案日期", 11),
    Column("承办人", 12),
    Column("当前环节", 16),
    Column("持有人", 14),
    Column("期限", 11),
    Column("灯", 8),
    Column("状态", 8),
    Column("办结日期", 11),
    Column("结果", 10),
    Column("关联案件", 16),
)
STATES: Mapping[str, str] = {
    CaseStatus.OPEN.value: "在办",
    CaseStatus.SUSPENDED.value: "已中止",
    CaseStatus.CLOSED.value: "已办结",
    CaseStatus.CANCELED.value: "已撤销",
}


def case_lines(cases: Iterable[ListedCase], names: Names) -> Iterator[tuple[Cell, ...]]:
    """Yield the lines of the register, numbered from 1."""
    for number, case in enumerate(cases, start=1):
        yield (
            number,
            case.reference or NO_REFERENCE,
            case.title,
            names.process(case.key),
            names.unit(case.unit) if case.unit else None,
            day(case.opened_at),
            names.person(case.opened_by),
            activities(case),
            holders(case, names),
            day(case.due_at),
            Lamp(case.light),
            STATES[case.status],
            day(case.ended_at),
            result(case, names),
            "、".join(case.linked),
        )


def activities(case: ListedCase) -> str:
    """Say what waits in a case: each activity once, with how many of it."""
    counts: dict[str, int] = {}
    for work in case.work:
        counts[work.name] = counts.get(work.name, 0) + 1
    return "、".join(name if n == 1 else f"{name}（{n}）" for name, n in counts.items())


def holders(case: ListedCase, names: Names) -> str:
    """Say who holds the work of a case, or who may take it."""
    found = [each for work in case.work for each in _holders(work, names)]
    return "、".join(dict.fromkeys(found))


def _holders(work: Held, names: Names) -> list[str]:
    if work.assignee is not None:
        return [names.person(work.assignee)]
    return [*map(names.person, work.users), *map(names.group, work.groups)]


def result(case: ListedCase, names: Names) -> str | None:
    """Say how a case ended."""
    if case.status == CaseStatus.CANCELED.value:
        return "撤销"
    return names.end(case.definition_id, case.end_code) if case.end_code else None
