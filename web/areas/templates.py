"""Templates of documents (公文模板): their text, its versions, and publishing a new one."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine import commands
from engine.commands import template_reading as reading
from engine.commands.reading.templates import list_template_lines, read_template_text
from engine.commands.templates import MAX_KEY, MAX_SOURCE
from engine.model.errors import NotPermitted
from web.asking import act, expect_text, look, may
from web.filling import Filled
from web.language import either, text
from web.pages import Pages, goto
from web.saying import say

TEMPLATES = Pages("templates", "/templates")
_PUBLISH = "publish_template"
_BYTES = 4 * MAX_SOURCE + 64 * 1024


@TEMPLATES.page("")
def templates() -> ResponseReturnValue:
    """List the newest version of each template."""
    return render_template("templates/templates.html", found=look(list_template_lines))


@TEMPLATES.form("/new", takes=_BYTES)
def new() -> ResponseReturnValue:
    """Publish a template that is not there yet."""
    _expect_publisher()
    form = Filled.of_request()
    if form.is_sent and _handled(form, form.get("key"), is_new=True):
        return goto("pages-templates.template", key=form.get("key"))
    shown = render_template("templates/edit.html", form=form, found=None, most_key=MAX_KEY)
    return shown, form.status


@TEMPLATES.page("/<string:key>")
def template(key: str) -> ResponseReturnValue:
    """Show the text of a template, the newest version or an older one."""
    version = request.args.get("version", type=int)
    found = look(read_template_text, key=expect_text(key), version=version)
    return render_template("templates/template.html", found=found)


@TEMPLATES.form("/<string:key>/edit", takes=_BYTES)
def edit(key: str) -> ResponseReturnValue:
    """Publish a new version over the one that was seen."""
    _expect_publisher()
    found = look(read_template_text, key=expect_text(key), version=None)
    form = Filled.of_request(
        {"name": found.row.name, "source": found.row.source, "seen": found.row.version}
    )
    if form.is_sent and _handled(form, key, is_new=False):
        return goto("pages-templates.template", key=key)
    shown = render_template("templates/edit.html", form=form, found=found, most_key=MAX_KEY)
    return shown, form.status


def _handled(form: Filled, key: str, *, is_new: bool) -> bool:
    """Check or publish what was sent; say whether it was published."""
    source = _source(form)
    if not source:
        form.wrong("source", text("请写模板正文，或者选择文件。"))
    if form.errors:
        return False
    if form.get("_only") == "check":
        _check(form, source)
        return False
    with form.trying():
        made = act(
            commands.publish_template,
            key=key,
            source=source,
            name=form.get("name"),
            is_new=is_new,
            expected=None if is_new else form.get("seen"),
        )
        said = text("已发布第 %(n)s 版，此后签发的公文按新版。", n=made.template_version)
        unchanged = text("与现行版相同，没有产生新版。")
        say(said if made.changed else unchanged, draft=f"template-{'' if is_new else key}")
    return form.is_accepted


def _check(form: Filled, source: str) -> None:
    """Say every mistake of a text; nothing is published."""
    findings = look(reading.check_template, source=source)
    for each in findings:
        line = text("第 %(n)s 行：", n=each.line)
        form.errors.setdefault("source", []).append(line + either(each.zh, each.en))
    if findings:
        form.summary = text("模板有 %(n)s 处错误，改好后才能发布。", n=len(findings))
        form.status = 422
    else:
        form.values["checked"] = "1"


def _source(form: Filled) -> str:
    """Return the text of the file that was chosen, else what was typed."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return str(form.values.get("source", "")).replace("\r\n", "\n")
    try:
        read = file.read().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        form.wrong("file", text("文件应为 UTF-8 编码的文本文件。"))
        return ""
    form.values["source"] = read
    return read


def _expect_publisher() -> None:
    if not may(_PUBLISH):
        raise NotPermitted(
            "公文模板由分管领导和系统管理员发布。",
            en="Templates are published by leaders and administrators.",
        )
