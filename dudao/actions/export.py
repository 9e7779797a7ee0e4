"""`dudao export`: get back what was published, byte for byte, to look at or to change."""

from __future__ import annotations

from pathlib import Path

import click

from dudao.directory.writing import LISTS, lines_of, write_list
from dudao.failures import DONE, Stop, WrongUse
from dudao.invocation import Invocation, command
from dudao.opening import opened
from engine.store import Session
from engine.store.definitions import (
    DecisionTableRow,
    DefinitionRow,
    decision_table_by_id,
    definition_by_id,
    list_decision_tables,
    list_definitions,
)

Row = DefinitionRow | DecisionTableRow


def register(group: click.Group) -> None:
    """Add the command."""

    @command(
        group,
        "export",
        "导出已发布的流程图或决策表：原样写成文件；名称为 units、people 的是单位、人员名单。",
    )
    @click.argument("key", metavar="名称")
    @click.argument("file", metavar="FILE", required=False)
    @click.option("--version", type=int, metavar="N", help="第几版；不写则为最新一版。")
    @click.option("--force", is_flag=True, help="文件已存在时覆盖。")
    def export(
        invocation: Invocation,
        key: str,
        file: str | None,
        version: int | None,
        force: bool,  # noqa: FBT001 - click passes options by name
    ) -> int:
        if key in LISTS:
            return _export_list(invocation, key, Path(file or f"{key}.xlsx"), force=force)
        with opened(invocation.place) as store, store.read() as session:
            row = _find(session, key, version)
        suffix = ".bpmn" if isinstance(row, DefinitionRow) else ".dmn"
        path = Path(file or f"{key}{suffix}")
        _write(path, row.source, force=force)
        screen = invocation.screen
        screen.say(f"✓ 已将 {row.key} 第{row.version}版（{row.name}）写入 {path}。")
        screen.answer({"ok": True, "key": row.key, "version": row.version, "file": str(path)})
        return DONE


def _export_list(invocation: Invocation, key: str, path: Path, *, force: bool) -> int:
    if path.exists() and not force:
        raise _exists(path)
    with opened(invocation.place) as store, store.read() as session:
        lines = lines_of(session, key)
    kind = LISTS[key]
    write_list(kind, lines, path)
    invocation.screen.say(f"✓ 已将{kind.title[0]}{len(lines)}行写入 {path}。")
    invocation.screen.answer({"ok": True, "key": key, "lines": len(lines), "file": str(path)})
    return DONE


def _find(session: Session, key: str, version: int | None) -> Row:
    for row in list_definitions(session, key):
        if version in (None, row.version):
            return definition_by_id(session, row.id)
    for row in list_decision_tables(session, key):
        if version in (None, row.version):
            return decision_table_by_id(session, row.id)
    raise _unknown(session, key, version)


def _unknown(session: Session, key: str, version: int | None) -> Stop:
    listed = [*list_definitions(session), *list_decision_tables(session)]
    newest = {row.key: row.version for row in listed}
    if key in newest:
        return Stop(
            f"{key} 没有第{version}版：已发布第1至第{newest[key]}版。",
            en=f"Expected a version of {key} from 1 to {newest[key]}, found {version}.",
            code="unknown_version",
        )
    return Stop(
        f"没有发布名为 {key} 的流程图或决策表。已发布：{'、'.join(newest) or '暂无'}。",
        en=f"Expected one of {', '.join(newest) or 'nothing published'}, found {key}.",
        code="unknown_key",
    )


def _write(path: Path, data: bytes, *, force: bool) -> None:
    try:
        with path.open("wb" if force else "xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError as error:
        raise WrongUse(
            f"不能写入 {path}：{error.strerror}。",
            en=f"Cannot write {path}: {error.strerror}.",
            code="file_not_writable",
        ) from error


def _exists(path: Path) -> WrongUse:
    return WrongUse(
        f"文件 {path} 已经存在；要覆盖请加 --force。",
        en=f"{path} exists; add --force to overwrite it.",
        code="file_exists",
    )
