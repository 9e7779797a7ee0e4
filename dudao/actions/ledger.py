"""`dudao ledger`: look into the outcome ledger, and hand out yearly assessment sheets."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import click

from dudao import system
from dudao.composition import build_engine, case_types
from dudao.failures import DONE, WrongUse
from dudao.invocation import CommandsInChinese, Invocation, command
from dudao.opening import opened
from dudao.scenarios.instants import parse_instant
from dudao.screen import Screen, table
from engine import commands
from engine.commands import RecordSeen, Subject
from engine.model.assessment import AssessmentSheet, Evidence, Figure
from engine.model.calendar import SHANGHAI
from engine.model.case import Actor
from engine.model.ledger import EffectKind
from engine.model.ledger_record import Held, Restriction
from registers.assessment_workbook import assessment_workbook, title_of

_UNIT = click.option("--unit", metavar="CODE", help="单位代码。")
_PERSON = click.option("--person", metavar="REF", help="人员（决定书中的姓名或工号）。")
_KNOWN = click.option("--known", metavar="INSTANT", help="截至何时所知；默认现在。")
_AS = click.option(
    "--as", "who", metavar="PERSON", required=True, help="以谁的身份查阅（记入历史）。"
)


def register(group: click.Group) -> None:
    """Add the commands."""
    ledger = CommandsInChinese(
        "ledger", help="结果台账：查阅记录、年度考核结果运用表。", subcommand_metavar="命令 …"
    )
    group.add_command(ledger)

    @command(ledger, "record", "单位或人员某日的记录，截至某时所知。")
    @_UNIT
    @_PERSON
    @click.option("--on", metavar="DATE", help="哪一天的记录；默认今天。")
    @_KNOWN
    @_AS
    def record(
        invocation: Invocation,
        *,
        unit: str | None,
        person: str | None,
        on: str | None,
        known: str | None,
        who: str,
    ) -> int:
        subject = _subject(unit, person)
        day, instant = _day(on), _instant(known)
        with opened(invocation.place) as store, store.begin() as session:
            seen = commands.read_record(
                session,
                engine=build_engine(case_types()),
                clock=system.clock,
                actor=Actor(who),
                subject=subject,
                on=day,
                known=instant,
            )
        _show_record(invocation.screen, seen)
        return DONE

    @command(ledger, "sheet", "年度考核结果运用表；--xlsx 导出给组织部门。")
    @click.option("--year", type=int, required=True, metavar="Y", help="年度。")
    @_UNIT
    @_PERSON
    @_KNOWN
    @click.option("--xlsx", metavar="FILE", help="另存为 XLSX 文件。")
    @_AS
    def sheet(
        invocation: Invocation,
        *,
        year: int,
        unit: str | None,
        person: str | None,
        known: str | None,
        xlsx: str | None,
        who: str,
    ) -> int:
        subject, instant = _subject(unit, person), _instant(known)
        with opened(invocation.place) as store, store.begin() as session:
            made = commands.read_assessment(
                session,
                engine=build_engine(case_types()),
                clock=system.clock,
                actor=Actor(who),
                subject=subject,
                year=year,
                known=instant,
                is_export=xlsx is not None,
            )
            if xlsx is not None:  # no export is recorded that could not be written
                _write(Path(xlsx), assessment_workbook(made))
        _show_sheet(invocation.screen, made, xlsx)
        return DONE


def _subject(unit: str | None, person: str | None) -> Subject:
    if bool(unit) == bool(person):
        raise WrongUse(
            "应指明 --unit CODE 或 --person REF 之一。",
            en="Expected either --unit CODE or --person REF.",
        )
    return Subject(unit or None, person or None)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise WrongUse(
            f"日期“{text}”应写作 2026-09-16。",
            en=f"Expected a date like 2026-09-16, found '{text}'.",
        ) from error


def _instant(text: str | None) -> datetime | None:
    return parse_instant(text) if text else None


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise WrongUse(
            f"不能写入 {path}：{error.strerror}。", en=f"Cannot write {path}.", code="not_writable"
        ) from error


# ------------------------------------------------------------------------------------- records


def _show_record(screen: Screen, seen: RecordSeen) -> None:
    record = seen.record
    screen.say(f"{seen.name} {record.on}的记录（截至{_shown(seen.known)}所知）", style="bold")
    if record.held:
        columns = ("结果", "形式", "决定", "作出", "生效", "影响期至", "案件", "状态")
        screen.show(table(*columns, rows=[_row(each, seen.references) for each in record.held]))
    else:
        screen.say("没有记录。")
    for each in record.restrictions:
        screen.say(f"  {_restriction(each)}")
    screen.answer(
        {
            "ok": True,
            "subject": seen.subject.name,
            "name": seen.name,
            "on": record.on,
            "known": seen.known,
            "entries": [_entry(each, seen.references) for each in record.held],
            "restrictions": [
                {**asdict(each), "kind": each.kind.name.lower()} for each in record.restrictions
            ],
        }
    )


def _row(held: Held, references: dict[str, str]) -> tuple[str, ...]:
    entry = held.entry
    return (
        entry.code,
        entry.form or "",
        entry.decision or "",
        str(entry.decided_on),
        str(entry.effective_on),
        _until(held),
        references.get(entry.case_id, entry.case_id),
        held.remedy.value if held.remedy else "",
    )


def _until(held: Held) -> str:
    if held.awaits_lift:
        return f"{held.entry.until_on}（待书面解除）"
    if not held.is_executed:
        return "不执行（执行同一决定中较重的处分）"
    return str(held.until_on or "")


def _restriction(each: Restriction) -> str:
    span = f"{each.from_on}至{each.until_on or '解除之日'}"
    if each.kind is EffectKind.GRADE_CAP:
        return f"{each.kind.value}：不得高于“{each.value}”（{span}）"
    return f"{each.kind.value}：{span}"


def _entry(held: Held, references: dict[str, str]) -> dict[str, object]:
    entry = held.entry
    return {
        **{name: getattr(entry, name) for name in _NAMED},
        "reference": references.get(entry.case_id),
        "until_on": held.until_on,
        "awaits_lift": held.awaits_lift,
        "is_executed": held.is_executed,
        "lifted_on": held.lifted_on,
        "remedy": held.remedy.value if held.remedy else None,
    }


_NAMED = (
    "id", "case_id", "code", "unit", "person", "form", "decision", "decided_on", "effective_on",
    "table_version", "recorded_at", "recorded_by",
)  # fmt: skip


def _shown(instant: datetime) -> str:
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


# -------------------------------------------------------------------------------------- sheets


def _show_sheet(screen: Screen, made: AssessmentSheet, file: str | None) -> None:
    screen.say(f"{title_of(made)}（截至{_shown(made.known)}所知）", style="bold")
    rows = [(each.zh, each.shown, _behind(each.evidence)) for each in made.figures]
    screen.show(table("项目", "数值", "依据", rows=rows))
    if file is not None:
        screen.say(f"✓ 已导出 {file}")
    answer = {**asdict(made), "figures": [_figure(each) for each in made.figures], "file": file}
    screen.answer({"ok": True, **answer})


def _figure(figure: Figure) -> dict[str, object]:
    value = figure.value
    return {**asdict(figure), "value": float(value) if isinstance(value, Decimal) else value}


def _behind(evidence: tuple[Evidence, ...]) -> str:
    names = list(dict.fromkeys(each.reference for each in evidence))
    more = f" 等{len(names)}件" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more


_MOST_NAMED = 3
