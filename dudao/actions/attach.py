"""`dudao attach` and `dudao attachment`: files of a case, taken in and given out."""

from __future__ import annotations

from pathlib import Path

import click

from dudao import system
from dudao.actions.papers_found import acting, find_case, written_to
from dudao.composition import build_engine, case_types
from dudao.failures import DONE, WrongUse
from dudao.invocation import CommandsInChinese, Invocation, command
from dudao.opening import opened
from dudao.screen import table
from engine import commands
from engine.model.calendar import SHANGHAI
from engine.model.documents import Visibility
from engine.store.blobs import read_blob
from engine.store.document_rows import AttachmentRow


def register(group: click.Group) -> None:
    """Add the commands."""
    _attach(group)
    files = CommandsInChinese(
        "attachment", help="案件的附件：列表、下载、移除。", subcommand_metavar="命令 …"
    )
    group.add_command(files)
    _list(files)
    _download(files)
    _remove(files)


def _attach(group: click.Group) -> None:
    @command(group, "attach", "把文件作为附件存入案件；类型按内容核对，大小有限制。")
    @click.argument("case", metavar="案号或案件ID")
    @click.argument("file", metavar="FILE")
    @click.option("--as", "person", required=True, metavar="人员", help="以谁的名义上传。")
    @click.option("--note", default="", metavar="说明", help="附件说明。")
    @click.option("--served", is_flag=True, help="被督导单位可以看；缺省为内部。")
    def attach(
        invocation: Invocation, case: str, file: str, person: str, note: str, *, served: bool
    ) -> int:
        engine = build_engine(case_types())
        with opened(invocation.place) as store:
            with store.read() as session:
                case_id = find_case(session, case).id
                limit = commands.upload_limit(session, engine=engine, clock=system.clock)
            try:
                stream = Path(file).open("rb")  # noqa: SIM115 - closed by the block below
            except OSError as error:
                raise WrongUse(
                    f"无法读取 {file}：{error.strerror}。", en=f"Cannot read {file}."
                ) from error
            with stream, commands.receive(stream, limit=limit) as upload, store.begin() as session:
                attached = commands.attach(
                    session,
                    engine=engine,
                    clock=system.clock,
                    actor=acting(person),
                    case_id=case_id,
                    name=Path(file).name,
                    upload=upload,
                    visibility=Visibility.UNIT if served else Visibility.INTERNAL,
                    note=note,
                )
        screen = invocation.screen
        screen.say(f"✓ {attached.name}（{attached.media_type}，{attached.size}字节）")
        screen.say(f"  附件ID {attached.attachment_id}")
        screen.answer(
            {
                "ok": True,
                "attachment": attached.attachment_id,
                "name": attached.name,
                "media_type": attached.media_type,
                "size": attached.size,
                "sha256": attached.sha256,
            }
        )
        return DONE


def _list(group: click.Group) -> None:
    @command(group, "list", "列出案件的附件。")
    @click.argument("case", metavar="案号或案件ID")
    @click.option("--as", "person", metavar="人员", help="以谁的身份查看；缺省为系统。")
    def list_(invocation: Invocation, case: str, person: str | None) -> int:
        with opened(invocation.place) as store, store.begin() as session:
            case_id = find_case(session, case).id
            rows = commands.list_attachments(
                session,
                engine=build_engine(case_types()),
                clock=system.clock,
                actor=acting(person),
                case_id=case_id,
            )
        screen = invocation.screen
        columns = ("文件", "类型", "字节", "上传", "上传人", "可见", "附件ID")
        screen.show(table(*columns, rows=[_row(row) for row in rows]))
        said = [
            {
                "id": row.id,
                "name": row.name,
                "media_type": row.media_type,
                "size": row.size,
                "sha256": row.sha256,
                "visibility": row.visibility,
                "note": row.note,
                "uploaded_at": row.uploaded_at.isoformat(),
                "uploaded_by": row.uploaded_by,
            }
            for row in rows
        ]
        screen.answer({"ok": True, "attachments": said})
        return DONE


def _row(row: AttachmentRow) -> tuple[str, ...]:
    at = f"{row.uploaded_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    seen = Visibility(row.visibility).zh
    return row.name, row.media_type, str(row.size), at, row.uploaded_by, seen, row.id


def _download(group: click.Group) -> None:
    @command(group, "download", "下载一个附件（记入案件历史）。")
    @click.argument("attachment", metavar="附件ID")
    @click.option("--out", default=".", metavar="DIR", help="存到哪个文件夹（当前文件夹）。")
    @click.option("--as", "person", metavar="人员", help="以谁的名义下载；缺省为系统。")
    def download(invocation: Invocation, attachment: str, out: str, person: str | None) -> int:
        with opened(invocation.place) as store:
            with store.begin() as session:
                found = commands.download_attachment(
                    session,
                    engine=build_engine(case_types()),
                    clock=system.clock,
                    actor=acting(person),
                    attachment_id=attachment,
                )
            with store.read() as session:  # recorded before anything is given out
                path = written_to(Path(out), found.name, read_blob(session, found.sha256))
        invocation.screen.say(f"✓ {path}")
        invocation.screen.answer({"ok": True, "file": str(path), "sha256": found.sha256})
        return DONE


def _remove(group: click.Group) -> None:
    @command(group, "remove", "移除一个附件，须说明理由；内容作为凭据保留。")
    @click.argument("attachment", metavar="附件ID")
    @click.option("--reason", required=True, metavar="理由", help="移除的理由。")
    @click.option("--as", "person", required=True, metavar="人员", help="以谁的名义移除。")
    def remove(invocation: Invocation, attachment: str, reason: str, person: str) -> int:
        with opened(invocation.place) as store, store.begin() as session:
            commands.remove_attachment(
                session,
                engine=build_engine(case_types()),
                clock=system.clock,
                actor=acting(person),
                attachment_id=attachment,
                reason=reason,
            )
        invocation.screen.say("✓ 已移除。")
        invocation.screen.answer({"ok": True, "attachment": attachment})
        return DONE
