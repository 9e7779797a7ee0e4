"""The checks of an installation; each yields what it found, good or bad."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, cast

from sqlalchemy import func, not_, select, text

from dudao.composition import CaseTypes
from dudao.linting import Names, groups_of, known
from dudao.settings import Place
from engine.diagram.linter import lint
from engine.diagram.reader import read_diagram
from engine.identity import Directory
from engine.model.calendar import SHANGHAI
from engine.model.deadlines import local_day
from engine.model.history import SYSTEM, verify_chain
from engine.store import Session
from engine.store.calendar_uploads import current_calendar
from engine.store.case_reads import history_of
from engine.store.definitions import definition_by_id, list_decision_tables, list_definitions
from engine.store.tables import case_file, history_event, incident, membership, timer

Level = Literal["ok", "warning", "error"]

SKEW = timedelta(minutes=2)
MAX_CHAINS = 2000
"""Histories that are recomputed in one examination, those of the newest cases."""
LAG = timedelta(hours=1)
"""A timer this late means that no worker runs."""


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found."""

    name: str
    level: Level
    zh: str


def check_folder(place: Place) -> Iterator[Check]:
    """Expect the data folder to exist and to be writable."""
    name = "数据目录"
    if not place.data.is_dir():
        yield Check(name, "error", f"{place.data} 不存在，请运行 dudao init。")
        return
    try:
        with tempfile.TemporaryFile(dir=place.data):
            yield Check(name, "ok", f"{place.data} 可以写入。")
    except OSError as error:
        yield Check(name, "error", f"{place.data} 不能写入：{error.strerror}。")


def check_database(session: Session) -> Iterator[Check]:
    """Expect the guarantees that commits rest on."""
    name = "数据库设置"
    if session.kind == "sqlite":
        mode = _one(session, "PRAGMA journal_mode")
        synced = _one(session, "PRAGMA synchronous")
        keys = _one(session, "PRAGMA foreign_keys")
        good = (mode, synced, keys) == ("wal", "2", "1")
        said = f"journal_mode={mode} synchronous={synced} foreign_keys={keys}"
        yield Check(name, "ok" if good else "error", f"SQLite {said}。")
        damage = _one(session, "PRAGMA quick_check")
        sound = damage == "ok"
        yield Check("数据库文件", "ok" if sound else "error", "完好。" if sound else f"{damage}。")
        return
    version, zone = _one(session, "SHOW server_version"), _one(session, "SHOW timezone")
    isolation = _one(session, "SHOW transaction_isolation")
    level: Level = "ok" if zone == "UTC" else "warning"
    yield Check(name, level, f"PostgreSQL {version}，时区 {zone}，隔离级别 {isolation}。")


def _one(session: Session, statement: str) -> str:
    return str(session.execute(text(statement)).one()[0])


def check_calendar(session: Session, now: datetime) -> Iterator[Check]:
    """Expect the arrangements of this year and the next."""
    calendar = current_calendar(session)
    year = local_day(now).year
    name = "工作日历"
    if calendar.is_provisional_year(year):
        yield Check(name, "error", f"没有{year}年的放假安排，期限都是暂估；请导入。")
    elif calendar.is_provisional_year(year + 1):
        yield Check(
            name,
            "warning",
            f"没有{year + 1}年的放假安排，跨年的期限是暂估；国务院办公厅公布后请用"
            " dudao import calendar 导入。",
        )
    else:
        yield Check(name, "ok", f"{year}年和{year + 1}年的放假安排齐全（{calendar.version}版）。")


def check_clock(session: Session, now: datetime) -> Iterator[Check]:
    """Expect the clock to agree with the history and with the database server."""
    name = "时钟"
    latest = session.execute(select(func.max(history_event.c.at))).one()[0]
    if isinstance(latest, datetime) and latest > now + SKEW:
        yield Check(
            name, "error", f"历史中最晚的事件在 {_local(latest)}，晚于本机时间 {_local(now)}。"
        )
        return
    if session.kind == "postgresql":
        server = session.execute(select(func.now())).one()[0]
        if isinstance(server, datetime) and abs(server - now) > SKEW:
            yield Check(name, "error", f"数据库服务器的时间是 {_local(server)}，与本机相差过大。")
            return
    yield Check(name, "ok", f"现在是 {_local(now)}（Asia/Shanghai）。")


def _local(instant: datetime) -> str:
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def check_timers(session: Session, now: datetime) -> Iterator[Check]:
    """Expect that no timer waits long after it was due."""
    due = select(func.count(), func.min(timer.c.due_at)).where(
        not_(timer.c.paused), timer.c.due_at <= now
    )
    row = session.execute(due).one()
    number, earliest = row[0], row[1]
    if not number or not isinstance(earliest, datetime):
        yield Check("定时器", "ok", "没有到期未触发的定时器。")
        return
    late = now - earliest
    hours = late // timedelta(hours=1)
    behind = f"{hours}小时" if hours else f"{late // timedelta(minutes=1)}分钟"
    level: Level = "error" if late > LAG else "warning"
    said = f"{number}个定时器到期未触发，最早的已过{behind}；请运行 dudao worker。"
    yield Check("定时器", level, said)


def check_history(session: Session) -> Iterator[Check]:
    """Expect every recent history to be as it was written, from its first event to its last."""
    newest = (
        select(case_file.c.id, case_file.c.head_seq, case_file.c.head_hash)
        .order_by(case_file.c.opened_at.desc(), case_file.c.id)
        .limit(MAX_CHAINS)
    )
    rows = cast("Sequence[tuple[str, int, bytes]]", session.execute(newest).all())
    heads = {case_id: (seq, last) for case_id, seq, last in rows}
    broken = 0
    for case_id in (SYSTEM, *heads):
        flaw = verify_chain(history_of(session, case_id), case_id=case_id, head=heads.get(case_id))
        if flaw is not None:
            broken += 1
            yield Check("历史记录", "error", f"{case_id} 第{flaw.seq}条：{flaw.zh}")
    if not broken:
        yield Check("历史记录", "ok", f"最近{len(heads)}个案件的历史与写入时一致。")


def check_incidents(session: Session) -> Iterator[Check]:
    """Expect no activity to be held by an incident."""
    opened = select(func.count()).where(incident.c.ended_at.is_(None))
    number = session.execute(opened).one()[0]
    if number:
        yield Check("异常环节", "error", f"{number}个环节出现异常，等待处置。")
    else:
        yield Check("异常环节", "ok", "没有未处置的异常。")


def check_definitions(session: Session, types: CaseTypes) -> Iterator[Check]:
    """Expect the newest version of every definition to pass the linter, and people for its work."""
    listed = list_definitions(session)
    names = Names(
        decisions=frozenset(each.key for each in list_decision_tables(session)),
        processes=frozenset(each.key for each in listed),
    )
    around = replace(known(types, names), groups=None)
    rows = session.execute(select(membership.c.group_name).distinct())
    staffed = {str(row[0]) for row in rows}
    bad = 0
    for each in listed:
        source = definition_by_id(session, each.id).source
        errors = [found for found in lint(source, known=around) if found.severity == "error"]
        if errors:
            bad += 1
            first = f"{errors[0].element_id} {errors[0].zh}"
            said = f"{each.key} 第{each.version}版有{len(errors)}个错误：{first}"
            yield Check("流程定义", "error", said)
            continue
        empty = sorted(groups_of(read_diagram(source)) - staffed)
        if empty:
            yield Check("候选组", "warning", f"{each.key} 的候选组没有成员：{'、'.join(empty)}。")
    if not bad:
        yield Check("流程定义", "ok", f"{len(listed)}个流程定义都通过检查。")


def check_directory(session: Session) -> Iterator[Check]:
    """Say how many units there are."""
    units = len(Directory().units(session))
    level: Level = "ok" if units else "warning"
    said = f"{units}个单位。" if units else "没有单位；可用 dudao demo 填入示范名录。"
    yield Check("单位名录", level, said)
