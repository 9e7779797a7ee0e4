"""One decision table, as a table that people read."""

from __future__ import annotations

import re

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from engine.commands.reading.definitions import read_table_source
from engine.commands.reading.procedures import read_table
from engine.decisions.model import DecisionTable, HitPolicy
from web.areas.processes.area import PROCESSES, saved, version_asked
from web.asking import expect_text, look
from web.language import text

_STRINGS = re.compile(r'\[?"[^"]*"(\s*,\s*"[^"]*")*\]?')
_NOT = re.compile(r"not\((.*)\)", re.DOTALL)
_COMPARED = re.compile(r"(<=|>=|<|>)\s*(.+)", re.DOTALL)
_DATE = re.compile(r'date\(\s*"([^"]+)"\s*\)')
_SIGNS = {"<=": "≤", ">=": "≥", "<": "＜", ">": "＞"}


@PROCESSES.page("/tables/<string:key>")
def table(key: str) -> ResponseReturnValue:
    """Show a version of a decision table, by default the newest."""
    found = look(read_table, key=expect_text(key), version=version_asked())
    logic = found.decision.logic
    shown = logic if isinstance(logic, DecisionTable) else None
    return render_template(
        "processes/table.html",
        cell_words=cell_words,
        found=found,
        policy="" if shown is None else _policy(shown.hit_policy),
        table=shown,
    )


@PROCESSES.page("/tables/<string:key>/source")
def table_source(key: str) -> Response:
    """Give out the file of a version byte for byte, to be saved and changed."""
    found = look(read_table_source, key=expect_text(key), version=version_asked())
    return saved(found, f"{key}.dmn")


def cell_words(written: str) -> str:
    """Write a cell without the signs of its language; what is more than a value stays as it is."""
    cell = written.strip()
    fixed = {
        "": text("不限"),
        "-": text("不限"),
        "null": text("（空）"),
        "[]": text("（无）"),
        "true": text("是"),
        "false": text("否"),
    }
    return fixed.get(cell) or _tested(cell)


def _tested(cell: str) -> str:
    if _STRINGS.fullmatch(cell):
        return text("、").join(re.findall(r'"([^"]*)"', cell))
    if found := _NOT.fullmatch(cell):
        return text("%(what)s 以外", what=cell_words(found[1]))
    if found := _COMPARED.fullmatch(cell):
        return f"{_SIGNS[found[1]]} {cell_words(found[2])}"
    found = _DATE.fullmatch(cell)
    return found[1] if found else cell


def _policy(policy: HitPolicy) -> str:
    return {
        HitPolicy.UNIQUE: text("至多一条规则相符。"),
        HitPolicy.ANY: text("相符的各条结果相同。"),
        HitPolicy.PRIORITY: text("几条相符时，取结果排在最前的。"),
        HitPolicy.FIRST: text("自上而下，取第一条相符的规则。"),
        HitPolicy.RULE_ORDER: text("取所有相符的规则，按规则的次序。"),
        HitPolicy.OUTPUT_ORDER: text("取所有相符的规则，按结果的次序。"),
        HitPolicy.COLLECT: text("取所有相符的规则。"),
    }[policy]
