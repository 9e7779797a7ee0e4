"""`dudao document`: documents that were issued, their files and number series."""

from __future__ import annotations

from pathlib import Path

import click

from dudao import system
from dudao.actions.papers_found import acting, find_case, find_document, written_to
from dudao.composition import build_engine, case_types
from dudao.failures import ANSWER_IS_NO, DONE
from dudao.invocation import CommandsInChinese, Invocation, command
from dudao.opening import opened
from dudao.screen import table
from engine import commands
from engine.model.calendar import SHANGHAI
from engine.model.documents import DocumentStatus, Visibility
from engine.store.blobs import read_blob
from engine.store.document_rows import DocumentRow
from engine.store.documents import documents_of_case, files_of, newest_documents
from engine.store.number_checks import check_series
from engine.store.number_registers import Registered
from engine.store.number_registers import register as read_register

NEWEST = 50
STATUS = {DocumentStatus.ISSUED.value: "有效", DocumentStatus.VOID.value: "作废"}


def register(group: click.Group) -> None:
    """Add the commands."""
    documents = CommandsInChinese(
        "document",
        help="已签发的公文：列表、查看、生成文件、作废、登记簿。",
        subcommand_metavar="命令 …",
    )
    group.add_command(documents)
    _list(documents)
    _show(documents)
    _render(documents)
    _void(documents)
    _register(documents)


def _list(group: click.Group) -> None:
    @command(group, "list", f"列出一个案件的公文；不指明案件时列出最近{NEWEST}件。")
    @click.argument("case", metavar="[案号或案件ID]", required=False)
    def list_(invocation: Invocation, case: str | None) -> int:
        with opened(invocation.place) as store, store.read() as session:
            if case:
                rows = documents_of_case(session, find_case(session, case).id)
            else:
                rows = newest_documents(session, limit=NEWEST)
        screen = invocation.screen
        columns = ("文号", "标题", "模板", "签发", "状态", "可见", "公文ID")
        screen.show(table(*columns, rows=[_row(row) for row in rows]))
        screen.answer({"ok": True, "documents": [as_json(row) for row in rows]})
        return DONE


def _row(row: DocumentRow) -> tuple[str, ...]:
    at = f"{row.issued_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    template = f"{row.template}@{row.template_version}"
    seen = Visibility(row.visibility).zh
    return row.number or "—", row.title, template, at, STATUS[row.status], seen, row.id


def as_json(row: DocumentRow) -> dict[str, object]:
    """Return what programs read of a document."""
    return {
        "id": row.id,
        "case": row.case_id,
        "number": row.number,
        "title": row.title,
        "template": row.template,
        "template_version": row.template_version,
        "visibility": row.visibility,
        "status": row.status,
        "issued_at": row.issued_at.isoformat(),
        "issued_by": row.issued_by,
        "content_hash": row.content_hash,
        "void_reason": row.void_reason,
        "render_error": row.render_error,
    }


def _show(group: click.Group) -> None:
    @command(group, "show", "查看一件公文，并核对内容与历史记载的摘要。")
    @click.argument("document", metavar="文号或公文ID")
    def show(invocation: Invocation, document: str) -> int:
        with opened(invocation.place) as store, store.read() as session:
            row = find_document(session, document)
            files = files_of(session, row.id)
            damages = [
                each for each in commands.verify_papers(session, row.case_id) if each.id == row.id
            ]
        screen = invocation.screen
        screen.say(f"{row.number or '（无文号）'} {row.title}", style="bold")
        screen.say(
            f"  状态 {STATUS[row.status]}{'：' + row.void_reason if row.void_reason else ''}"
        )
        screen.say(f"  模板 {row.template} 第{row.template_version}版，签发人 {row.issued_by}")
        screen.say(f"  内容摘要 {row.content_hash}")
        for file in files:
            screen.say(f"  {file.kind} {file.size}字节 {file.sha256}")
        for damage in damages:
            screen.say(f"✗ {damage.zh}", style="red")
        if not damages:
            screen.say("✓ 内容与历史记载一致。", style="green")
        answer = {
            **as_json(row),
            "content": row.content,
            "files": [{"kind": f.kind, "size": f.size, "sha256": f.sha256} for f in files],
        }
        said = [{"zh": each.zh, "en": each.en} for each in damages]
        screen.answer({"ok": not damages, "document": answer, "damages": said})
        return ANSWER_IS_NO if damages else DONE


def _render(group: click.Group) -> None:
    @command(group, "render", "生成一件公文的 DOCX 和 PDF 并存到文件夹（下载记入案件历史）。")
    @click.argument("document", metavar="文号或公文ID")
    @click.option("--out", default=".", metavar="DIR", help="存到哪个文件夹（当前文件夹）。")
    @click.option("--as", "person", metavar="人员", help="以谁的名义下载；缺省为系统。")
    def render(invocation: Invocation, document: str, out: str, person: str | None) -> int:
        engine, clock = build_engine(case_types()), system.clock
        paths: list[Path] = []
        with opened(invocation.place) as store:
            with store.read() as session:
                row = find_document(session, document)
            made = commands.render_document(store, engine=engine, clock=clock, document_id=row.id)
            for file in made:
                with store.begin() as session:
                    download = commands.download_document(
                        session,
                        engine=engine,
                        clock=clock,
                        actor=acting(person),
                        document_id=row.id,
                        kind=file.kind,
                    )
                with store.read() as session:  # recorded before anything is given out
                    pieces = read_blob(session, download.sha256)
                    paths.append(written_to(Path(out), download.name, pieces))
        for path in paths:
            invocation.screen.say(f"✓ {path}")
        invocation.screen.answer({"ok": True, "files": [str(path) for path in paths]})
        return DONE


def _void(group: click.Group) -> None:
    @command(group, "void", "作废一件公文；它的文号记入作废登记，不再使用。")
    @click.argument("document", metavar="文号或公文ID")
    @click.option("--reason", required=True, metavar="理由", help="作废的理由。")
    @click.option("--as", "person", required=True, metavar="人员", help="以谁的名义作废。")
    def void(invocation: Invocation, document: str, reason: str, person: str) -> int:
        engine = build_engine(case_types())
        with opened(invocation.place) as store, store.begin() as session:
            row = find_document(session, document)
            commands.void_document(
                session,
                engine=engine,
                clock=system.clock,
                actor=acting(person),
                document_id=row.id,
                reason=reason,
            )
        invocation.screen.say(f"✓ 已作废 {row.number or row.title}。")
        invocation.screen.answer({"ok": True, "document": row.id, "number": row.number})
        return DONE


def _register(group: click.Group) -> None:
    @command(group, "register", "列出一个文号系列一年的登记簿，并核对有无缺号。")
    @click.argument("series", metavar="系列")
    @click.argument("year", metavar="年份", type=int)
    def numbers(invocation: Invocation, series: str, year: int) -> int:
        with opened(invocation.place) as store, store.read() as session:
            lines = read_register(session, series, year=year)
            found = check_series(session, series, year=year)
        screen = invocation.screen
        screen.show(
            table("号", "文号", "公文", "案件", "作废", rows=[_line(each) for each in lines])
        )
        for flaw in found.flaws:
            screen.say(f"✗ {flaw.zh}", style="red")
        if more := found.count - len(found.flaws):
            screen.say(f"✗ 另有{more}处对不上。", style="red")
        if not found.count:
            screen.say(f"✓ 共{len(lines)}号，连续无缺号。", style="green")
        said = [{"serial": each.seq, "zh": each.zh, "en": each.en} for each in found.flaws]
        numbers = [
            {
                "serial": each.serial,
                "number": each.number,
                "case": each.case_id,
                "document": each.document_id,
                "void_reason": each.void_reason,
            }
            for each in lines
        ]
        screen.answer(
            {"ok": not found.count, "numbers": numbers, "flaws": said, "count": found.count}
        )
        return ANSWER_IS_NO if found.count else DONE


def _line(line: Registered) -> tuple[str, ...]:
    void = f"{line.void_reason}（{line.voided_by}）" if line.void_reason else ""
    return str(line.serial), line.number, line.title or "—", line.reference or line.case_id, void
