"""The two lists, their columns, and a file read as one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registers.comma_separated import read_separated
from registers.headings import Wanted
from registers.reading import Row, read_workbook
from registers.sheets import Column

MAX_LISTED = 100_000
"""Rows of a list; more come in several files."""
_ZIP = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class ListKind:
    """What a list is called, and its columns: names, width, how to fill them in, an example."""

    title: str
    wanted: Wanted
    widths: Mapping[str, int]
    explained: Mapping[str, str]
    examples: Sequence[Sequence[str]]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the headings with their widths, in the order in which they are written."""
        return tuple(
            Column(names[0], self.widths[column]) for column, names in self.wanted.names.items()
        )


UNITS = ListKind(
    "单位名单",
    Wanted(
        {
            "code": ("代码", "单位代码", "机构代码", "code", "unit code"),
            "name": ("名称", "单位名称", "机构名称", "name", "unit name"),
            "parent": ("上级代码", "上级单位", "上级单位代码", "parent", "parent code"),
            "kind": ("类别", "单位类别", "类型", "kind", "type"),
        },
        ("code", "name"),
    ),
    {"code": 14, "name": 40, "parent": 14, "kind": 14},
    {
        "code": "必填，表内不重复。已有的代码即修改该单位，没有的即新增。",
        "name": "必填，全称，不超过200字。",
        "parent": "上级单位的代码，须在本表或系统内；最上一级空着。",
        "kind": "可不填，如 city（市）、county（县）、school（学校）。",
    },
    (
        ("430600", "岳阳市", "", "city"),
        ("430621", "岳阳县", "430600", "county"),
        ("430621S1", "岳阳县某中学", "430621", "school"),
    ),
)

PEOPLE = ListKind(
    "人员名单",
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
        "id": 14, "name": 18, "unit": 14, "group": 18,
        "post_unit": 14, "from": 12, "until": 12, "active": 8, "mail": 26, "sms": 16,
    },
    {
        "id": "必填。已有的编号即修改该人员，没有的即新增。",
        "name": "必填，不超过200字。",
        "unit": "必填，单位的代码或全称；单位须已导入。",
        "group": "一行一个职务，一人有几个职务就写几行；没有职务的空着。只能是下列职务之一：",
        "post_unit": "职务不在本人所属单位时填写，单位的代码或全称。",
        "from": "日期，当日起任职；空着为一直。",
        "until": "日期，当日仍任职；空着为没有期限。",
        "active": "是、否；空着为是。",
        "mail": "可不填。填写的立即可用，不再需要本人确认；空着为不改动。",
        "sms": "可不填，11位，境外号码以 + 开头。填写的立即可用；空着为不改动。",
    },
    (
        ("1001", "李某", "430600", "承办人", "", "2026-01-01", "", "是", "li@example.cn", ""),
        ("1001", "李某", "430600", "督学", "430621", "2026-03-01", "2026-12-31", "是", "", ""),
        ("1002", "王某", "430600", "分管领导", "", "", "", "是", "", ""),
    ),
)  # fmt: skip


def read_list(data: bytes) -> tuple[Row, ...]:
    """Return the rows of a workbook or a CSV file, told by content; InvalidArgument for others."""
    if data.startswith((_ZIP, _OLD_WORKBOOK)):
        return read_workbook(data, most_rows=MAX_LISTED + 1)
    return read_separated(data, most_rows=MAX_LISTED + 1)
