"""Lists of units and people in two steps: what a file would change is seen before it is done.

Between the steps nothing is kept here: the checked list travels as CSV in the form of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from flask import Response, request

from api.asking import asked, service
from api.exporting import dated_name
from api.files import send_made
from engine.commands.directory import PeopleImported, UnitsImported
from engine.model.calendar import SHANGHAI
from engine.model.deadlines import local_day
from engine.model.errors import InvalidArgument
from registers.archive import MAX_BYTES
from registers.comma_separated import write_separated
from registers.describing import EVERYTHING, EVERYTHING_EN
from registers.directory import ListKind, read_list
from registers.reading import Row
from registers.sheets import Heading
from registers.wording import chinese
from registers.workbook import write_register
from web.asking import frame
from web.filling import Filled
from web.language import either, text

TAKES = MAX_BYTES + 64 * 1024
"""Bytes of a form with a list as its file."""
_PLACE = re.compile(r"第(\d+)行 (.*)")
_MOST_TEXT = 3_500_000
"""Bytes of a list that travels as text: less than a form without files may have (`web.pages`)."""
MOST_SHOWN = 200
"""Lines of each kind in a report; the counts are of all."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that a list changes, in words."""

    id: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a cell of a list: in which row and column, and what was expected."""

    row: str
    column: str
    said: str


def faults(form: Filled, kind: ListKind) -> list[Fault]:
    """Return what is wrong in the cells of a list, in the order of the rows."""
    headings = dict(zip(kind.headings(chinese), kind.headings(either), strict=True))
    found = [
        Fault(place[1], headings[place[2]], said)
        for name, sentences in form.errors.items()
        if (place := _PLACE.fullmatch(name))
        for said in sentences
    ]
    return sorted(found, key=lambda each: int(each.row))


def sent_list(form: Filled) -> tuple[tuple[Row, ...], str] | None:
    """Return the rows of the file that was sent with its name; None where none was chosen."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        form.wrong("file", text("请选择名单文件。"))
        return None
    return read_list(sent.stream.read(MAX_BYTES + 1)), sent.filename


def travelling_list(form: Filled) -> tuple[Row, ...]:
    """Return the rows of the list that a report carried."""
    return read_list(str(form.values.get("list", "")).encode())


def carried(kind: ListKind, lines: Iterable[Sequence[str]]) -> str:
    """Write a checked list so that a form carries it on; InvalidArgument for too long a one.

    It is Chinese whatever the page speaks: nobody reads it, and the language may change meanwhile.
    """
    written = write_separated([kind.headings(chinese), *lines])
    if len(written) > _MOST_TEXT:
        raise InvalidArgument(
            "名单太长，请分成几个文件导入。",
            en="Expected a shorter list; import it in several files.",
            code="too_many_rows",
        )
    return written.decode("utf-8-sig")


def workbook(kind: ListKind, lines: Iterable[Sequence[str]]) -> Response:
    """Give out a list as a workbook that can be imported again."""
    now: datetime = service().clock()
    title, whole = either(*kind.title), either(EVERYTHING, EVERYTHING_EN)
    heading = Heading(title, whole, now.astimezone(SHANGHAI), frame().name)
    file = BytesIO()
    write_register(file, heading, kind.columns, tuple(lines), say=either)
    return send_made(file, dated_name(title, local_day(now), either))


def differences(report: UnitsImported | PeopleImported) -> list[Difference]:
    """Return what a list changes, in words; who is only deactivated for missing is said apart."""
    apart = set(report.deactivated) if isinstance(report, PeopleImported) else set()
    return [
        Difference(
            str(each["id"]),
            field_word(str(each["field"])),
            _shown(str(each["field"]), each["before"]),
            _shown(str(each["field"]), each["after"]),
        )
        for each in report.changes
        if each["id"] not in apart
    ]


def field_word(name: str) -> str:
    """Return what a field of a unit or a person is called."""
    return {
        "name": text("名称"),
        "parent": text("上级单位"),
        "kind": text("类别"),
        "unit": text("单位"),
        "is_active": text("在职"),
        "posts": text("职务"),
    }[name]


def _shown(field: str, value: object) -> str:
    if field == "posts" and isinstance(value, list | tuple):
        return text("；").join(_post(each) for each in value) or text("（无）")
    if isinstance(value, bool):
        return text("是") if value else text("否")
    return text("（空）") if value in (None, "") else str(value)


def _post(post: Mapping[str, object]) -> str:
    group = str(post["group"])
    name = service().engine.groups.get(group, group)
    unit = text("（%(words)s）", words=post["unit"]) if post["unit"] else ""
    days = f" {post['from'] or ''}～{post['until'] or ''}" if post["from"] or post["until"] else ""
    return f"{name}{unit}{days}"


def is_me(person: str) -> bool:
    """Say whether somebody is the one who asks."""
    return asked().identity.person == person
