"""The workbook to fill in: headings, drop-down lists, and a sheet that explains the columns."""

from __future__ import annotations

import io
from collections.abc import Mapping

import xlsxwriter

from engine.model.forms import Field, FieldKind
from registers.headings import SYNONYMS

LINES = 200
"""Lines prepared with drop-down lists."""
_WIDTHS: Mapping[str, int] = {"title": 40, "demand": 40, "owner": 22}
_ORDER = ("title", "kind", "severity", "owner", "person", "demand")


def template(form: Field) -> bytes:
    """Return a workbook for the problems of one case, made from the list field of its form."""
    fields = {each.id: each for each in form.fields}
    columns = [fields[name] for name in _ORDER if name in fields]
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    cell = {"font_name": "宋体", "font_size": 11, "border": 1, "text_wrap": True}
    header = book.add_format({**cell, "bold": True, "bg_color": "#DDEBF7", "align": "center"})
    text = book.add_format({**cell, "valign": "vcenter", "num_format": "@"})
    sheet = book.add_worksheet("问题清单")
    sheet.set_row(0, 24)
    for index, each in enumerate(columns):
        sheet.set_column(index, index, _WIDTHS.get(each.id, 14))
        sheet.write_string(0, index, SYNONYMS[each.id][0] + ("*" if each.required else ""), header)
        for row in range(1, LINES + 1):
            sheet.write_blank(row, index, None, text)
        if each.kind is FieldKind.ENUM:
            sheet.data_validation(1, index, LINES, index, _listed(each))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    notes = book.add_worksheet("填写说明")
    notes.set_column(0, 0, 14)
    notes.set_column(1, 1, 80)
    for row, line in enumerate(_notes(columns, form)):
        for index, said in enumerate(line):
            notes.write_string(row, index, said, header if row == 0 else text)
    book.close()
    return file.getvalue()


def _listed(each: Field) -> dict[str, object]:
    return {
        "validate": "list",
        "source": [value for value, _ in each.choices],
        "error_title": each.name[:30],
        "error_message": "请从下拉列表中选择。",
        "ignore_blank": True,
    }


def _notes(columns: list[Field], form: Field) -> list[tuple[str, str]]:
    lines = [("列", "怎样填写")]
    for each in columns:
        must = "必填。" if each.required else "可不填。"
        lines.append((SYNONYMS[each.id][0], must + _explained(each)))
    lines += [
        ("多少", f"一案最多{form.length_cap}个问题，一行一个，问题不得重复。"),
        ("列序", "列的先后不限，多余的列不读；标题行上面可以另有表名。"),
        ("公式", "公式按文件里存下的结果读取；没有结果的公式不予接受。"),
        ("期限", "不在此填写：整改期限按决定表核定，自送达次日起算。"),
        ("有错时", "指出行、列和原因；只要有一处不符合要求，就一项也不导入。"),
    ]
    return lines


def _explained(each: Field) -> str:
    match each.kind:
        case FieldKind.ENUM:
            return "只能是：" + "、".join(value for value, _ in each.choices) + "。"
        case FieldKind.UNIT:
            return "单位的代码或全称；空着即为被督导单位。"
        case _:
            return f"不超过{each.length_cap}字。"
