"""The register of problem items (问题整改台账) with the columns that officials use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.model.case import CaseStatus
from engine.model.items import ItemStatus
from engine.model.registers import ListedItem
from registers.naming import NO_REFERENCE, Names, day
from registers.sheets import Cell, Column, Lamp

TITLE = "问题整改台账"
COLUMNS = (
    Column("序号", 5),
    Column("案号", 20),
    Column("问题", 20),
    Column("类别", 9),
    Column("严重程度", 6),
    Column("问题来源", 11),
    Column("责任单位", 12),
    Column("责任人", 8),
    Column("整改要求/措施", 22),
    Column("整改时限", 11),
    Column("进展", 18),
    Column("佐证", 6),
    Column("验收（核查人、日期）", 14),
    Column("销号日期", 11),
    Column("灯", 8),
    Column("备注", 12),
)


def item_lines(items: Iterable[ListedItem], names: Names) -> Iterator[tuple[Cell, ...]]:
    """Yield the lines of the register, numbered from 1."""
    for number, item in enumerate(items, start=1):
        yield (
            number,
            item.reference or NO_REFERENCE,
            item.title,
            item.kind,
            item.severity,
            item.source,
            names.unit(item.owner) if item.owner else None,
            item.person,
            _measures(item),
            day(item.due_at),
            progress(item),
            f"{item.evidence}件" if item.evidence else None,
            _verified(item, names),
            day(item.ended_at) if item.status == ItemStatus.CLOSED.value else None,
            Lamp(item.light),
            remarks(item),
        )


def progress(item: ListedItem) -> str:
    """Say how far an item is, with what was reported last."""
    state = ItemStatus(item.status).zh
    return f"{state}：{item.progress}" if item.progress else state


def remarks(item: ListedItem) -> str:
    """Say what else there is to know about an item."""
    said = [
        "反弹" if item.batch > 1 else "",
        f"第{item.round}轮整改" if item.round > 1 else "",
        f"已延期{item.extensions}次" if item.extensions else "",
        f"已升级：{item.escalation}" if item.escalation else "",
        "案件已中止" if item.case_status == CaseStatus.SUSPENDED.value else "",
    ]
    return "；".join(each for each in said if each)


def _measures(item: ListedItem) -> str:
    said = [
        f"要求：{item.demand}" if item.demand else "",
        f"措施：{item.measures}" if item.measures else "",
    ]
    return "\n".join(each for each in said if each)


def _verified(item: ListedItem, names: Names) -> str:
    people = "、".join(names.person(each) for each in item.verified_by)
    on = day(item.verified_at)
    return f"{people}\n{on}".strip() if on else people
