"""The pages of templates: their text, its versions, what they make, and publishing a new one."""

from __future__ import annotations

import re

from flask import render_template, request
from flask.typing import ResponseReturnValue

from documents import Content
from engine import commands
from engine.commands import template_reading as reading
from engine.commands.reading.templates import (
    TemplateText,
    list_template_lines,
    read_template_text,
)
from engine.commands.templates import MAX_KEY, MAX_SOURCE
from engine.model.errors import InvalidArgument, NotPermitted
from web.areas.templates.area import TEMPLATES, template_name
from web.areas.templates.samples import sample_of, why_not
from web.asking import act, expect_text, look, may
from web.filling import Filled
from web.language import either, text
from web.pages import goto
from web.saying import say

_PUBLISH = "publish_template"
_LINE = re.compile(r"第(\d+)行")
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
    return _edited(form, None)


@TEMPLATES.page("/<string:key>")
def template(key: str) -> ResponseReturnValue:
    """Show the text of a template, the newest version or an older one."""
    version = request.args.get("version", type=int)
    found = look(read_template_text, key=expect_text(key), version=version)
    sample, trouble = _sample(found.row.source)
    return render_template("templates/template.html", found=found, sample=sample, trouble=trouble)


@TEMPLATES.form("/<string:key>/edit", takes=_BYTES)
def edit(key: str) -> ResponseReturnValue:
    """Publish a new version over the one that was seen."""
    _expect_publisher()
    found = look(read_template_text, key=expect_text(key), version=None)
    form = Filled.of_request(
        {"name": template_name(found.row), "source": found.row.source, "seen": found.row.version}
    )
    if form.is_sent and _handled(form, key, is_new=False):
        return goto("pages-templates.template", key=key)
    return _edited(form, found)


def _edited(form: Filled, found: TemplateText | None) -> ResponseReturnValue:
    """Show the form again, with a sample of what stands in it where that was asked for."""
    sample, trouble = None, list[str]()
    if form.get("checked") and form.get("_only") == "sample":
        sample, trouble = _sample(_source(form))
    shown = render_template(
        "templates/edit.html",
        form=form,
        found=found,
        most_key=MAX_KEY,
        sample=sample,
        trouble=trouble,
    )
    return shown, form.status


def _sample(source: str) -> tuple[Content | None, list[str]]:
    """Return a document of samples, or why the template makes none."""
    try:
        return sample_of(source), []
    except InvalidArgument as error:
        return None, why_not(error)


def _handled(form: Filled, key: str, *, is_new: bool) -> bool:
    """Check or publish what was sent; say whether it was published."""
    source = _source(form)
    if not source:
        form.wrong("source", text("请写模板正文，或者选择文件。"))
    if form.errors:
        return False
    if form.get("_only"):
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
    _put_lines_beside_text(form)
    return form.is_accepted


def _put_lines_beside_text(form: Filled) -> None:
    """Put the errors of lines beside the text, where whoever wrote it looks for them."""
    for name in list(form.errors):
        line = _LINE.fullmatch(name)
        if line is not None:
            said = text("第 %(n)s 行：", n=line[1])
            beside = form.errors.setdefault("source", [])
            beside.extend(said + each for each in form.errors.pop(name))


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
        typed = form.get("source").replace("\r\n", "\n")
        return f"{typed}\n" if typed else ""
    try:
        read = str(file.read(), "utf-8-sig").replace("\r\n", "\n")
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
