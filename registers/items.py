"""The register of problem items (问题整改台账) with the columns that officials use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.model.case import CaseStatus
from engine.model.items import ItemStatus
from engine.model.registers import ListedItem
from registers.naming import NO_REFERENCE, NO_REFERENCE_EN, Names, day
from registers.sheets import Cell, Column, Lamp
from registers.wording import Say, chinese, clauses, item_state, listed

TITLE, TITLE_EN = "问题整改台账", "Register of problem items"
COLUMNS = (
    Column("序号", 5, "No."),
    Column("案号", 20, "Case no."),
    Column("问题", 20, "Problem"),
    Column("类别", 9, "Kind"),
    Column("严重程度", 6, "Severity"),
    Column("问题来源", 11, "Source"),
    Column("责任单位", 12, "Unit in charge"),
    Column("责任人", 8, "Person in charge"),
    Column("整改要求/措施", 22, "Demands and measures"),
    Column("整改时限", 11, "Due on"),
    Column("进展", 18, "Progress"),
    Column("佐证", 6, "Proofs"),
    Column("验收（核查人、日期）", 14, "Verified (by, on)"),
    Column("销号日期", 11, "Struck off on"),
    Column("灯", 8, "Light"),
    Column("备注", 12, "Remarks"),
)


def item_lines(
    items: Iterable[ListedItem], names: Names, say: Say = chinese
) -> Iterator[tuple[Cell, ...]]:
    """Yield the lines of the register, numbered from 1."""
    for number, item in enumerate(items, start=1):
        yield (
            number,
            item.reference or say(NO_REFERENCE, NO_REFERENCE_EN),
            item.title,
            item.kind,
            item.severity,
            item.source,
            names.unit(item.owner) if item.owner else None,
            item.person,
            _measures(item, say),
            day(item.due_at),
            progress(item, say),
            say(f"{item.evidence}件", f"{item.evidence}") if item.evidence else None,
            _verified(item, names, say),
            day(item.ended_at) if item.status == ItemStatus.CLOSED.value else None,
            Lamp(item.light),
            remarks(item, say),
        )


def progress(item: ListedItem, say: Say = chinese) -> str:
    """Say how far an item is, with what was reported last."""
    state = item_state(item.status, say)
    return f"{state}{say('：', ': ')}{item.progress}" if item.progress else state


def remarks(item: ListedItem, say: Say = chinese) -> str:
    """Say what else there is to know about an item."""
    times, is_suspended = item.extensions, item.case_status == CaseStatus.SUSPENDED.value
    said = [
        say("反弹", "came back") if item.batch > 1 else "",
        say(f"第{item.round}轮整改", f"round {item.round}") if item.round > 1 else "",
        say(f"已延期{times}次", f"extended {times}×") if times else "",
        say("已升级：", "escalated: ") + item.escalation if item.escalation else "",
        say("案件已中止", "case suspended") if is_suspended else "",
    ]
    return clauses((each for each in said if each), say)


def _measures(item: ListedItem, say: Say) -> str:
    said = [
        say("要求：", "Demand: ") + item.demand if item.demand else "",
        say("措施：", "Measures: ") + item.measures if item.measures else "",
    ]
    return "\n".join(each for each in said if each)


def _verified(item: ListedItem, names: Names, say: Say) -> str:
    people = listed((names.person(each) for each in item.verified_by), say)
    on = day(item.verified_at)
    return f"{people}\n{on}".strip() if on else people
