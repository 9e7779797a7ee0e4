"""The settings of an office, and one of them with its history and the form that changes it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from flask import render_template
from flask.typing import ResponseReturnValue

from engine import commands
from engine.commands.reading.configuration import SettingView, list_settings, read_setting
from engine.commands.reading.setting_changes import read_setting_changes
from engine.commands.registers import Listed, every_page
from engine.model.errors import NotPermitted
from engine.model.registers import Page
from web.areas.settings import words
from web.areas.settings.area import SETTINGS
from web.asking import act, expect_text, look, may
from web.filling import Filled
from web.language import text
from web.pages import goto
from web.saying import say

_CHANGE = "change_setting"


@SETTINGS.page("")
def settings() -> ResponseReturnValue:
    """Show every setting with its value and where that comes from, by what it is about."""
    found = every_page(_page_of_settings)
    return render_template("settings/settings.html", groups=list(_groups(found)), words=words)


@SETTINGS.form("/<string:key>")
def setting(key: str) -> ResponseReturnValue:
    """Show a setting with its history, and let those who may put another value in its place."""
    view = look(read_setting, key=expect_text(key))
    form = Filled.of_request({"value": _typed(view)})
    if form.is_sent:
        _change(form, view)
        if form.is_accepted:
            say(text("参数已修改，从现在起按新值。"))
            return goto("pages-settings.setting", key=key)
    shown = render_template(
        "settings/setting.html",
        form=form,
        view=view,
        changes=look(read_setting_changes, key=key),
        words=words,
        may_change=may(_CHANGE),
    )
    return shown, form.status


def _change(form: Filled, view: SettingView) -> None:
    if not may(_CHANGE):
        raise NotPermitted
    if not form.get("reason"):
        form.wrong("reason", text("请写明为什么修改。"))
        return
    with form.trying():
        act(
            commands.change_setting,
            key=view.key,
            value=words.value_read(view.kind, form.get("value")),
            expected=form.get("tag"),
            reason=form.get("reason"),
        )


def _typed(view: SettingView) -> str:
    if isinstance(view.value, bool):
        return str(view.value).lower()
    return words.value_words(view, view.value)


def _page_of_settings(page: Page) -> Listed[SettingView]:
    return look(list_settings, page=page)


def _groups(found: Iterable[SettingView]) -> Iterable[tuple[str, list[SettingView]]]:
    for title, views in groupby(found, lambda each: words.group_word(each.key)):
        yield title, list(views)
