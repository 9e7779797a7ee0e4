"""Check a table of problems row by row: all of it is taken, or none with every reason said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from engine.model.counts import counted
from engine.model.errors import FieldError, InvalidArgument
from engine.model.forms import Field, FieldKind
from registers.headings import SYNONYMS, Headings, find_headings
from registers.reading import UNREADABLE, Row

MAX_NAMED = 200
"""Refusals that are listed; the rest is counted."""
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?: 00:00:00)?")
_SERIAL = re.compile(r"\d{5}")
_SERIALS_BEGIN = date(1899, 12, 30)
_TAGGED = re.compile(r"[\[（(]?(\w[\w-]*)[\])）]?\s*(.*)")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a table says: the value of the list field `items`, and what was left out of it."""

    items: tuple[Mapping[str, object], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """What is right in a table (`taken`), and everything that is wrong (`refused`)."""

    taken: Taken
    refused: tuple[FieldError, ...]


@dataclass(slots=True)
class _Checked:
    """The rows checked so far."""

    count: int = 0
    errors: list[FieldError] = field(default_factory=list)
    items: list[Mapping[str, object]] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def examine_table(rows: Sequence[Row], form: Field, units: Mapping[str, str]) -> Examined:
    """Turn rows into rows of a list field, and name each that is wrong.

    `form` is the list field of the start form, whose columns say what is allowed; `units` is the
    code of every unit with its name. Columns that the form does not have are not taken.
    """
    headings, below = find_headings(rows)
    fields = {column.id: column for column in form.fields if column.id in SYNONYMS}
    checked = _Checked()
    for row in below:
        if not any(headings.cell(row, name) for name in headings.columns):
            continue  # a number, a note or a signature in a column of its own
        _check_row(row, headings, fields, units, checked)
    _check_number(checked.count, form, checked)
    return Examined(Taken(tuple(checked.items), tuple(checked.notes)), tuple(checked.errors))


def check_table(rows: Sequence[Row], form: Field, units: Mapping[str, str]) -> Taken:
    """Do the same, but take all of a table or nothing: InvalidArgument names what is wrong."""
    examined = examine_table(rows, form, units)
    if examined.refused:
        raise _refused(examined.refused)
    return examined.taken


def _check_row(
    row: Row,
    headings: Headings,
    fields: Mapping[str, Field],
    units: Mapping[str, str],
    checked: _Checked,
) -> None:
    item: dict[str, object] = {}
    wrong_before = len(checked.errors)
    for name in headings.columns:
        text = plain(headings.cell(row, name))
        shown = SYNONYMS[name][0]
        if text == UNREADABLE:
            zh = "是公式，但文件里没有存下它的结果（或结果是错误值）；请粘贴为数值。"
            en = "expected a value, found a formula without its result; paste it as a value."
            checked.errors.append(_wrong(row, shown, zh, en))
        elif name == "suggested_due":
            _check_day(row, shown, text, checked)
        elif name in fields:
            value = _value(row, shown, text, fields[name], units, checked)
            if value:
                item[name] = value
    _check_title(row, str(item.get("title", "")), checked)
    checked.count += 1
    if len(checked.errors) == wrong_before:
        checked.items.append(item)


def _check_day(row: Row, shown: str, text: str, checked: _Checked) -> None:
    """Check a date that somebody proposes; the deadline itself follows from the decision table."""
    if not text:
        return
    day = day_in(text)
    if day is None:
        zh = f"应为日期，如 2026-10-08 或 2026年10月8日，现为“{_short(text)}”。"
        en = f"expected a day such as 2026-10-08, found '{_short(text)}'."
        checked.errors.append(_wrong(row, shown, zh, en))
    else:
        checked.notes.append(f"第{row.number}行的{shown}（{day}）未采用：期限由决定表核定。")


def _check_title(row: Row, title: str, checked: _Checked) -> None:
    at = f"第{row.number}行 问题"
    if any(error.path == at for error in checked.errors):
        return
    if not title:
        checked.errors.append(_wrong(row, "问题", "不能为空。", "must not be empty."))
    elif title in checked.seen:
        zh = f"与第{checked.seen[title]}行重复：“{_short(title)}”。"
        en = f"expected something unlike row {checked.seen[title]}, found '{_short(title)}'."
        checked.errors.append(_wrong(row, "问题", zh, en))
    else:
        checked.seen[title] = row.number


def _value(
    row: Row,
    shown: str,
    text: str,
    wanted: Field,
    units: Mapping[str, str],
    checked: _Checked,
) -> str | None:
    if not text:
        return None
    if wanted.kind is FieldKind.ENUM:
        return _choice(row, shown, text, wanted, checked)
    if wanted.kind is FieldKind.UNIT:
        return _unit(row, shown, text, units, checked)
    if wanted.kind is FieldKind.STRING:
        text = " ".join(text.split())
    if len(text) > wanted.length_cap:
        zh = f"不得超过{wanted.length_cap}字，现为{len(text)}字。"
        en = f"expected at most {counted(wanted.length_cap, 'character')}, found {len(text)}."
        checked.errors.append(_wrong(row, shown, zh, en))
    return text


def _choice(row: Row, shown: str, text: str, wanted: Field, checked: _Checked) -> str | None:
    for value, label in wanted.choices:
        if _same(text) in (_same(value), _same(label)):
            return value
    allowed = [label or value for value, label in wanted.choices]
    zh = f"应为{'、'.join(allowed)}之一，现为“{_short(text)}”。"
    en = f"expected one of {', '.join(allowed)}, found '{_short(text)}'."
    checked.errors.append(_wrong(row, shown, zh, en))
    return None


def _same(text: str) -> str:
    return re.sub(r"[\s·・•．.]", "", text)


def _unit(
    row: Row, shown: str, text: str, units: Mapping[str, str], checked: _Checked
) -> str | None:
    if text in units:
        return text
    tagged = _TAGGED.fullmatch(text)
    if tagged and tagged[1] in units and tagged[2] in ("", units[tagged[1]]):
        return tagged[1]
    named = [code for code, name in units.items() if name == text]
    if len(named) == 1:
        return named[0]
    zh = f"有{len(named)}个单位都叫“{_short(text)}”，请填写代码：{'、'.join(named[:5])}。"
    en = f"several units are called '{_short(text)}': expected a code, {', '.join(named[:5])}."
    if not named:
        zh = f"没有代码或名称为“{_short(text)}”的单位。"
        en = f"expected the code or name of a unit, found '{_short(text)}'."
    checked.errors.append(_wrong(row, shown, zh, en))
    return None


def _check_number(count: int, form: Field, checked: _Checked) -> None:
    if count == 0 and not checked.errors:
        zh = "标题行下面没有问题。"
        checked.errors.append(FieldError("表格", zh, "There is no problem below the headings."))
    if count > form.length_cap:
        zh = f"一案最多{form.length_cap}个问题，表中有{count}个；请分案导入。"
        en = f"At most {counted(form.length_cap, 'problem')} in a case, found {count}."
        checked.errors.append(FieldError("表格", zh, en))


def _wrong(row: Row, column: str, zh: str, en: str) -> FieldError:
    return FieldError(f"第{row.number}行 {column}", zh, f"Row {row.number}, column {column}: {en}")


def _refused(errors: Sequence[FieldError]) -> InvalidArgument:
    named = tuple(errors[:MAX_NAMED])
    more = f"，只列出前{MAX_NAMED}处" if len(errors) > MAX_NAMED else ""
    return InvalidArgument(
        f"表格有{len(errors)}处不符合要求{more}，没有导入任何问题。",
        en=f"Expected a table without mistakes, found {len(errors)}; nothing was imported.",
        code="invalid_table",
        errors=named,
    )


def plain(text: str) -> str:
    """Return a text with half-width digits and letters and without what cannot be seen.

    Only characters that stand for ASCII ones are replaced: Chinese punctuation stays as it is.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    half = (
        chr(ord(each) - 0xFEE0) if "０" <= each <= "９" or "Ａ" <= each <= "ｚ" else each
        for each in text.replace("\u3000", " ").replace("\xa0", " ")
    )
    kept = (each for each in half if each == "\n" or unicodedata.category(each) not in _UNSEEN)
    return "".join(kept).strip() if text != UNREADABLE else text


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def day_in(text: str) -> date | None:
    """Return the day that a cell names: a date, one typed as text, or Excel's number of it."""
    found = _DAY.fullmatch(text)
    try:
        if found:
            year, month, day = map(int, found.groups())
            return date(year, month, day)
        if _SERIAL.fullmatch(text):
            return _SERIALS_BEGIN + timedelta(days=int(text))
    except ValueError:
        return None
    return None


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"  # noqa: PLR2004 - enough to recognise it
