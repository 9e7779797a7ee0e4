"""`dudao publication` and `dudao object`: what everybody may read, and objections to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import click

from dudao import system
from dudao.composition import build_engine, case_types
from dudao.failures import DONE
from dudao.invocation import CommandsInChinese, Invocation, command
from dudao.opening import opened
from dudao.screen import Screen, table
from engine import commands
from engine.model.calendar import SHANGHAI
from engine.model.errors import NotFound
from engine.model.publications import PublicationState, PublicView
from engine.model.registers import Page
from engine.store.publications import find_publication, objections_to
from engine.store.rows import ObjectionRow

NEWEST = Page(100, is_descending=True)
STATES = {
    PublicationState.PUBLISHED: "有效",
    PublicationState.ENDED: "公示期满",
    PublicationState.CORRECTED: "已更正或正在更正",
    PublicationState.SUPERSEDED: "已被替代",
    PublicationState.WITHDRAWN: "已撤回",
}
_number = click.argument("number", metavar="文号")


def register(group: click.Group) -> None:
    """Add the commands."""
    publication = CommandsInChinese(
        "publication", help="公示公告：列表、全文、异议。", subcommand_metavar="命令 …"
    )
    group.add_command(publication)
    _reading(publication)
    _objecting(publication, group)


def _reading(publication: click.Group) -> None:
    @command(publication, "list", "列出公示公告，新的在前。")
    def list_(invocation: Invocation) -> int:
        with opened(invocation.place) as store, store.read() as session:
            views = commands.list_publications(session, clock=system.clock, page=NEWEST).rows
        columns = ("文号", "种类", "标题", "公布", "状态")
        invocation.screen.show(table(*columns, rows=[_row(view) for view in views]))
        answer = {"ok": True, "publications": [_json(view) for view in views]}
        invocation.screen.answer(answer)
        return DONE

    @command(publication, "show", "显示一件公示公告；已撤回的只有文号、日期和理由。")
    @_number
    def show(invocation: Invocation, number: str) -> int:
        with opened(invocation.place) as store, store.read() as session:
            view = commands.read_publication(session, clock=system.clock, publication=number)
        for line in _lines(view):
            invocation.screen.say(line)
        invocation.screen.answer({"ok": True, **_json(view)})
        return DONE


def _objecting(publication: click.Group, group: click.Group) -> None:
    @command(publication, "objections", "列出对一件公示的异议及其答复。")
    @_number
    def objections(invocation: Invocation, number: str) -> int:
        with opened(invocation.place) as store, store.read() as session:
            found = find_publication(session, number)
            if found is None:
                raise NotFound("没有这一公示公告。", en=f"Expected a publication '{number}'.")
            rows = objections_to(session, found.id)
        _show_objections(invocation.screen, rows)
        return DONE

    @command(publication, "receipt", "凭回执号查异议的答复。")
    @click.argument("code", metavar="回执号")
    def receipt(invocation: Invocation, code: str) -> int:
        with opened(invocation.place) as store, store.read() as session:
            view = commands.look_up_objection(session, receipt=code)
        said = f"已于{view.answered_on}答复：{view.answer}" if view.is_answered else "尚未答复。"
        invocation.screen.say(said)
        invocation.screen.answer({"ok": True, **asdict(view)})
        return DONE

    @command(group, "object", "对公示提出异议，不留姓名；显示一次回执号。")
    @_number
    @click.argument("text", metavar="内容")
    @click.option("--contact", metavar="联系方式", help="可以不留。")
    def object_(invocation: Invocation, number: str, text: str, contact: str | None) -> int:
        with opened(invocation.place) as store, store.begin() as session:
            filed = commands.file_objection(
                session,
                engine=build_engine(case_types()),
                clock=system.clock,
                publication=number,
                text=text,
                contact=contact,
            )
        screen = invocation.screen
        screen.say(f"✓ 已收到对{filed.publication}的异议。")
        screen.say(f"  回执号 {filed.receipt}　只显示这一次，凭它查询答复。")
        screen.answer({"ok": True, "publication": filed.publication, "receipt": filed.receipt})
        return DONE


def _row(view: PublicView) -> tuple[str, ...]:
    return (
        view.number,
        view.kind.value,
        view.title or "",
        _day(view.published_at),
        STATES[view.state],
    )


def _lines(view: PublicView) -> list[str]:
    lines = [f"{view.number}　{view.kind.value}　{STATES[view.state]}"]
    if view.closed_at is not None:
        lines.append(f"{_day(view.closed_at)}：{view.closed_reason}")
    if view.superseded_by is not None:
        lines.append(f"见 {view.superseded_by}")
    if view.objections_until is not None and view.takes_objections:
        lines.append(f"接受异议至{view.objections_until}24时")
    if view.title is not None:
        lines += ["", view.title, "", view.text or "", "", f"{_day(view.published_at)}公布"]
    return lines


def _json(view: PublicView) -> dict[str, object]:
    return {**asdict(view), "kind": view.kind.value, "state": view.state.value}


def _show_objections(screen: Screen, rows: Sequence[ObjectionRow]) -> None:
    columns = ("提出", "内容", "联系方式", "答复")
    screen.show(
        table(
            *columns,
            rows=[
                (_day(r.filed_at), r.text, r.contact or "", r.answer or "尚未答复") for r in rows
            ],
        )
    )
    told = [
        {
            "filed_at": row.filed_at,
            "text": row.text,
            "contact": row.contact,
            "answered_at": row.answered_at,
            "answer": row.answer,
            "is_upheld": row.upheld,
        }
        for row in rows
    ]
    screen.answer({"ok": True, "objections": told})


def _day(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d}"
