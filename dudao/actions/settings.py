"""`dudao settings`: the parameters in force, each with where its default comes from."""

from __future__ import annotations

import click

from dudao.composition import case_types
from dudao.invocation import Invocation, command
from dudao.opening import opened_if_there
from dudao.screen import table
from engine.model.settings import Settings, SettingValue
from engine.store.settings import read_settings

NO_SOURCE = "无法定依据，建议值"


def register(group: click.Group) -> None:
    """Add the command."""

    @command(group, "settings", "列出参数：现值、默认值、依据。")
    def settings(invocation: Invocation) -> int:
        known = case_types().settings
        with opened_if_there(invocation.place) as store:
            if store is not None:
                with store.read() as session:
                    stored = read_settings(session)
                known = known.with_stored({key: each.value for key, each in stored.items()})
        screen = invocation.screen
        columns = ("参数", "名称", "现值", "默认值", "依据")
        rows = [_row(known, key) for key in known.known]
        screen.show(table(*columns, rows=rows, wrapping=("名称", "现值", "默认值")))
        screen.answer({"ok": True, "settings": [_json(known, key) for key in known.known]})
        return 0


def _row(settings: Settings, key: str) -> tuple[str, ...]:
    declared = settings.setting(key)
    value = shown(settings.value(key))
    changed = "*" if key in settings.stored else ""
    source = declared.source or NO_SOURCE
    return key, declared.zh, value + changed, shown(declared.default), source


def _json(settings: Settings, key: str) -> dict[str, object]:
    declared = settings.setting(key)
    return {
        "key": key,
        "zh": declared.zh,
        "value": settings.value(key),
        "default": declared.default,
        "is_changed": key in settings.stored,
        "source": declared.source,
        "kind": declared.kind,
    }


def shown(value: SettingValue) -> str:
    """Write a value for people."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, list) else str(value)
