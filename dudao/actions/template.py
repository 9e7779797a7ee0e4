"""`dudao template`: the templates that documents are made from."""

from __future__ import annotations

from pathlib import Path

import click

from dudao import system
from dudao.actions.papers_found import acting, written_to
from dudao.composition import build_engine, case_types, check_template
from dudao.failures import ANSWER_IS_NO, DONE, WrongUse
from dudao.files import read_bytes
from dudao.invocation import CommandsInChinese, Invocation, command
from dudao.opening import opened
from dudao.screen import table
from engine import commands
from engine.model.calendar import SHANGHAI
from engine.model.case import SYSTEM
from engine.model.errors import NotFound
from engine.store.document_rows import TemplateRow
from engine.store.templates import list_templates, newest_template, template_version


def register(group: click.Group) -> None:
    """Add the commands."""
    templates = CommandsInChinese(
        "template", help="公文模板：列表、导出、检查、发布。", subcommand_metavar="命令 …"
    )
    group.add_command(templates)
    _list(templates)
    _export(templates)
    _check(templates)
    _publish(templates)


def _list(group: click.Group) -> None:
    @command(group, "list", "列出现行的公文模板。")
    def list_(invocation: Invocation) -> int:
        with opened(invocation.place) as store, store.read() as session:
            rows = list_templates(session)
        screen = invocation.screen
        columns = ("模板", "版本", "发布", "发布人", "摘要")
        screen.show(table(*columns, rows=[_row(row) for row in rows]))
        said = [
            {
                "key": row.key,
                "version": row.version,
                "name": row.name,
                "content_hash": row.content_hash,
                "published_at": row.published_at.isoformat(),
                "published_by": row.published_by,
                "is_shipped": row.published_by == SYSTEM.person,
            }
            for row in rows
        ]
        screen.answer({"ok": True, "templates": said})
        return DONE


def _row(row: TemplateRow) -> tuple[str, ...]:
    by = "随附" if row.published_by == SYSTEM.person else row.published_by
    at = f"{row.published_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return row.key, str(row.version), at, by, row.content_hash[:16]


def _export(group: click.Group) -> None:
    @command(group, "export", "导出一个模板，改好后用 publish 发布。")
    @click.argument("key", metavar="模板")
    @click.option("--version", type=int, metavar="N", help="第几版；缺省为现行版。")
    @click.option("--out", default=".", metavar="DIR", help="存到哪个文件夹（当前文件夹）。")
    def export(invocation: Invocation, key: str, version: int | None, out: str) -> int:
        with opened(invocation.place) as store, store.read() as session:
            if version is None:
                row = newest_template(session, key)
            else:
                row = template_version(session, key, version)
        if row is None:
            raise NotFound(f"没有公文模板“{key}”。", en=f"There is no template '{key}'.")
        path = written_to(Path(out), f"{row.key}.txt", [row.source.encode()])
        invocation.screen.say(f"✓ {path}（第{row.version}版）")
        answer = {"ok": True, "file": str(path), "key": row.key, "version": row.version}
        invocation.screen.answer(answer)
        return DONE


def _check(group: click.Group) -> None:
    @command(group, "check", "检查模板文件，指出每处错误所在的行。")
    @click.argument("file", metavar="FILE")
    def check(invocation: Invocation, file: str) -> int:
        findings = check_template(_text(file))
        screen = invocation.screen
        for each in findings:
            screen.say(f"{file}:{each.line} {each.zh}", style="red")
        if not findings:
            screen.say("✓ 模板没有错误。", style="green")
        said = [{"line": each.line, "zh": each.zh, "en": each.en} for each in findings]
        screen.answer({"ok": not findings, "findings": said})
        return ANSWER_IS_NO if findings else DONE


def _publish(group: click.Group) -> None:
    @command(group, "publish", "检查并发布模板的新版本；以后签发的公文用它。")
    @click.argument("file", metavar="FILE")
    @click.option("--key", metavar="模板", help="模板的标识；缺省为文件名。")
    @click.option("--name", default="", metavar="名称", help="模板的名称。")
    @click.option("--as", "person", required=True, metavar="人员", help="以谁的名义发布。")
    def publish(invocation: Invocation, file: str, key: str | None, name: str, person: str) -> int:
        source = _text(file)
        with opened(invocation.place) as store, store.begin() as session:
            published = commands.publish_template(
                session,
                engine=build_engine(case_types()),
                clock=system.clock,
                actor=acting(person),
                key=key or Path(file).stem,
                source=source,
                name=name,
            )
        version = published.template_version
        said = f"已发布第{version}版" if published.changed else f"与现行第{version}版相同，未作更改"
        invocation.screen.say(f"✓ {published.key} {said}。")
        answer = {"key": published.key, "version": version, "changed": published.changed}
        invocation.screen.answer({"ok": True, **answer})
        return DONE


def _text(file: str) -> str:
    try:
        return read_bytes(Path(file), file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongUse(
            f"{file} 应为 UTF-8 编码的文本文件。", en=f"Expected {file} to be text in UTF-8."
        ) from error
