"""`dudao draw`: give diagrams a drawing, without a database."""

from __future__ import annotations

import click
from rich.text import Text

from dudao.failures import DONE, Stop, WrongUse
from dudao.files import FileKind, Given, read_all
from dudao.invocation import Invocation, command
from engine.diagram.findings import DiagramError
from engine.diagram.layout import draw as drawn


def register(group: click.Group) -> None:
    """Add the command."""

    @command(group, "draw", "为流程图重新排版，写回文件；图形以外的内容不变。")
    @click.argument("files", nargs=-1, required=True, metavar="FILE…")
    def draw(invocation: Invocation, files: tuple[str, ...]) -> int:
        given = read_all(files)
        new = [_drawn(each) for each in given]  # all of them before any file is touched
        for each, data in zip(given, new, strict=True):
            if data != each.data:
                each.path.write_bytes(data)
            done = "已画好" if data != each.data else "原样不变"
            invocation.screen.say(Text(f"{each.name}：{done}。", "green"))
        changed = [each.name for each, data in zip(given, new, strict=True) if data != each.data]
        invocation.screen.answer({"ok": True, "files": len(given), "changed": changed})
        return DONE


def _drawn(file: Given) -> bytes:
    if file.kind is not FileKind.DIAGRAM:
        raise WrongUse(
            f"{file.name} 不是流程图（.bpmn），不能排版。",
            en=f"Expected {file.name} to be a diagram.",
            code="unknown_file",
        )
    try:
        return drawn(file.data)
    except DiagramError as refusal:
        found = refusal.findings[0]
        raise Stop(f"{file.name}：{found.zh}", en=found.en, code=found.code) from refusal
