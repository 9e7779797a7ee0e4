"""The two lists, their columns, and a file read as one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registers.comma_separated import read_separated
from registers.headings import Wanted
from registers.reading import Row, read_workbook
from registers.sheets import Column
from registers.wording import Say

MAX_LISTED = 100_000
"""Rows of a list; more come in several files."""
_ZIP = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
Word = tuple[str, str]
"""A word of the program in Chinese and in English."""
YES: Word = ("是", "Yes")
NO: Word = ("否", "No")


@dataclass(frozen=True, slots=True)
class ListKind:
    """What a list is called, and its columns: names, width, how to fill them in, an example.

    Every heading that is written, in either language, is among the names that are read.
    """

    title: Word
    wanted: Wanted
    headings_en: Mapping[str, str]
    widths: Mapping[str, int]
    explained: Mapping[str, Word]
    examples: Sequence[Sequence[str | Word]]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the headings with their widths, in the order in which they are written."""
        return tuple(
            Column(names[0], self.widths[column], self.headings_en[column])
            for column, names in self.wanted.names.items()
        )

    def heading(self, column: str, say: Say) -> str:
        """Return the heading of a column."""
        return say(self.wanted.names[column][0], self.headings_en[column])

    def headings(self, say: Say) -> tuple[str, ...]:
        """Return all headings, in the order in which they are written."""
        return tuple(self.heading(column, say) for column in self.wanted.names)

    def example_lines(self, say: Say) -> tuple[tuple[str, ...], ...]:
        """Return the example; what the office would write itself is as the office would."""
        return tuple(
            tuple(cell if isinstance(cell, str) else say(*cell) for cell in line)
            for line in self.examples
        )


UNITS = ListKind(
    ("单位名单", "List of units"),
    Wanted(
        {
            "code": ("代码", "单位代码", "机构代码", "code", "unit code"),
            "name": ("名称", "单位名称", "机构名称", "name", "unit name"),
            "parent": ("上级代码", "上级单位", "上级单位代码", "parent", "parent code"),
            "kind": ("类别", "单位类别", "类型", "kind", "type"),
        },
        ("code", "name"),
    ),
    {"code": "Code", "name": "Name", "parent": "Parent code", "kind": "Kind"},
    {"code": 14, "name": 40, "parent": 14, "kind": 14},
    {
        "code": (
            "必填，表内不重复。已有的代码即修改该单位，没有的即新增。",
            "Required, once in the list. A known code changes its unit, another one adds a unit.",
        ),
        "name": ("必填，全称，不超过200字。", "Required, in full, at most 200 characters."),
        "parent": (
            "上级单位的代码，须在本表或系统内；最上一级空着。",
            "Code of the unit above, in this list or in the system; empty at the very top.",
        ),
        "kind": (
            "可不填，如 city（市）、county（县）、school（学校）。",
            "Optional, such as city, county or school.",
        ),
    },
    (
        ("430600", "岳阳市", "", "city"),
        ("430621", "岳阳县", "430600", "county"),
        ("430621S1", "岳阳县某中学", "430621", "school"),
    ),
)

PEOPLE = ListKind(
    ("人员名单", "List of people"),
    Wanted(
        {
            "id": ("编号", "工号", "人员编号", "账号", "id", "person id"),
            "name": ("姓名", "名字", "name"),
            "unit": ("单位代码", "单位", "所属单位", "unit", "unit code"),
            "group": ("职务", "岗位", "角色", "post", "group", "role"),
            "post_unit": ("任职单位", "任职单位代码", "post unit"),
            "from": ("任职起", "任职日期", "任职开始", "起", "from"),
            "until": ("任职止", "任职结束", "免职日期", "止", "until"),
            "active": ("在职", "是否在职", "状态", "active"),
            "mail": ("邮箱", "电子邮箱", "电子邮件", "邮箱地址", "email", "mail"),
            "sms": ("手机号", "手机", "手机号码", "移动电话", "mobile", "phone"),
        },
        ("id", "name", "unit"),
    ),
    {
        "id": "Id", "name": "Name", "unit": "Unit code", "group": "Post", "post_unit": "Post unit",
        "from": "From", "until": "Until", "active": "Active", "mail": "Email", "sms": "Mobile",
    },
    {
        "id": 14, "name": 18, "unit": 14, "group": 18,
        "post_unit": 14, "from": 12, "until": 12, "active": 8, "mail": 26, "sms": 16,
    },
    {
        "id": (
            "必填。已有的编号即修改该人员，没有的即新增。",
            "Required. A known id changes its person, another one adds a person.",
        ),
        "name": ("必填，不超过200字。", "Required, at most 200 characters."),
        "unit": (
            "必填，单位的代码或全称；单位须已导入。",
            "Required: code or full name of a unit that was imported before.",
        ),
        "group": (
            "一行一个职务，一人有几个职务就写几行；没有职务的空着。只能是下列职务之一：",
            "One post in each row: who has several has several rows. Empty for none, else one of: ",
        ),
        "post_unit": (
            "职务不在本人所属单位时填写，单位的代码或全称。",
            "For a post outside one's own unit: code or full name of its unit.",
        ),
        "from": (
            "日期，当日起任职；空着为一直。",
            "Date of the first day in the post; empty for ever since.",
        ),
        "until": (
            "日期，当日仍任职；空着为没有期限。",
            "Date of the last day in the post; empty for no end.",
        ),
        "active": ("是、否；空着为是。", "Yes or No; empty for Yes."),
        "mail": (
            "可不填。填写的立即可用，不再需要本人确认；空着为不改动。",
            "Optional. Used at once, without being confirmed; empty changes nothing.",
        ),
        "sms": (
            "可不填，11位，境外号码以 + 开头。填写的立即可用；空着为不改动。",
            "Optional: 11 digits, or + and a number abroad. Used at once; empty changes nothing.",
        ),
    },
    (
        ("1001", "李某", "430600", "承办人", "", "2026-01-01", "", YES, "li@example.cn", ""),
        ("1001", "李某", "430600", "督学", "430621", "2026-03-01", "2026-12-31", YES, "", ""),
        ("1002", "王某", "430600", "分管领导", "", "", "", YES, "", ""),
    ),
)  # fmt: skip


def read_list(data: bytes) -> tuple[Row, ...]:
    """Return the rows of a workbook or a CSV file, told by content; InvalidArgument for others."""
    if data.startswith((_ZIP, _OLD_WORKBOOK)):
        return read_workbook(data, most_rows=MAX_LISTED + 1)
    return read_separated(data, most_rows=MAX_LISTED + 1)
