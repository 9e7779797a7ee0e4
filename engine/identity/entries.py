"""What units and people consist of, as JSON; what they may consist of; and a tag of each."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import chain

from engine.identity.people import Membership, PersonEntry
from engine.identity.units import Unit
from engine.model.canonical_json import canonical_json
from engine.model.case import PUBLIC, SYSTEM
from engine.model.errors import FieldError, InvalidArgument
from engine.model.values import Value

MAX_ID = 64
"""Characters of a code or an id."""
FORMULA_MARKS = ("=", "+", "-", "@", "'")
"""How no id begins: a spreadsheet would take it for a formula."""
NOT_PEOPLE = frozenset({SYSTEM.person, PUBLIC.person})
"""Who stands in the history without being a person: nobody may be called like them."""
MAX_NAME = 200
"""Characters of a name."""
MAX_KIND = 40
"""Characters of what kind of unit it is."""
FIRST_DAY = date(1900, 1, 1)
"""The first day on which a post can begin, other than having always been held."""
LAST_DAY = date(2199, 12, 31)


def unit_record(unit: Unit) -> dict[str, Value]:
    """Return a unit as JSON; how it ended only where it did."""
    record: dict[str, Value] = {
        "code": unit.code,
        "name": unit.name,
        "parent": unit.parent,
        "kind": unit.kind,
    }
    if unit.ended_on is not None:
        record |= {"ended_on": unit.ended_on.isoformat(), "successor": unit.successor}
    return record


def person_record(entry: PersonEntry) -> dict[str, Value]:
    """Return a person as JSON; their posts stand in order, whatever order they were given in."""
    return {"name": entry.name, **nameless_record(entry)}


def nameless_record(entry: PersonEntry) -> dict[str, Value]:
    """Return what a history says of a person: id, unit and posts, and nothing else about them."""
    posts: list[Value] = [post_record(each) for each in _in_order(entry)]
    return {"id": entry.id, "unit": entry.unit, "is_active": entry.is_active, "posts": posts}


def _in_order(entry: PersonEntry) -> list[Membership]:
    return sorted(entry.memberships, key=lambda post: post_key(post, entry.unit))


def post_record(post: Membership) -> dict[str, Value]:
    """Return a post as JSON; `from` is None for one that has always been held."""
    begins = None if post.from_on == date.min else post.from_on.isoformat()
    ends = None if post.until_on is None else post.until_on.isoformat()
    return {"group": post.group, "unit": post.unit, "from": begins, "until": ends}


def post_key(post: Membership, own_unit: str) -> tuple[str, str, date]:
    """Return what makes a post of somebody of a unit the same post: group, unit, first day."""
    return post.group, post.unit or own_unit, post.from_on


def etag_of(entry: Unit | PersonEntry) -> str:
    """Return the SHA-256 of a unit's or a person's canonical JSON, for If-Match (RFC 9110, 13.1.1)."""
    record = unit_record(entry) if isinstance(entry, Unit) else person_record(entry)
    return hashlib.sha256(canonical_json(record).encode()).hexdigest()


def expect_sound_units(units: Iterable[Unit]) -> None:
    """Raise InvalidArgument naming every unit whose code, name or kind cannot be kept."""
    given = tuple(units)
    wrong = (error for unit in given for error in _wrong_in_unit(unit))
    _refuse(chain(wrong, _repeated(unit.code for unit in given)))


def expect_sound_people(
    people: Iterable[PersonEntry], *, groups: Collection[str], units: Collection[str]
) -> None:
    """Raise InvalidArgument naming every person with a text, unit, post or date that cannot be.

    Without `groups` any group will do.
    """
    given = tuple(people)
    wrong = (error for each in given for error in _wrong_in_person(each, groups, units))
    _refuse(chain(wrong, _repeated(each.id for each in given)))


def _repeated(identities: Iterable[str]) -> Iterator[FieldError]:
    for identity, count in Counter(identities).items():
        if count > 1:
            yield FieldError(_shown(identity), "编号重复。", "This id occurs more than once.")


def _wrong_in_unit(unit: Unit) -> Iterator[FieldError]:
    yield from _wrong_texts(unit.code, unit.name)
    yield from _wrong_text(unit.code, "类别", unit.kind, MAX_KIND, is_required=False)


def _wrong_in_person(
    person: PersonEntry, groups: Collection[str], units: Collection[str]
) -> Iterator[FieldError]:
    yield from _wrong_texts(person.id, person.name)
    if person.id.casefold() in NOT_PEOPLE:
        zh = "这一编号留作“系统”或“公众”之用，不能作人员编号。"
        yield FieldError(f"{person.id} 编号", zh, f"The id {person.id!r} is kept for no person.")
    if person.unit not in units:
        yield _unknown(person.id, "所属单位", person.unit)
    keys = [post_key(post, person.unit) for post in person.memberships]
    if len(set(keys)) != len(keys):
        zh = "同一职务、任职单位和任职起只能有一个。"
        yield FieldError(f"{person.id} 职务", zh, "Expected each post once.")
    for post in person.memberships:
        yield from _wrong_in_post(person.id, post, groups, units)


def _wrong_in_post(
    person: str, post: Membership, groups: Collection[str], units: Collection[str]
) -> Iterator[FieldError]:
    if not post.group or (groups and post.group not in groups):
        yield _unknown(person, "职务", post.group)
    if post.unit is not None and post.unit not in units:
        yield _unknown(person, "任职单位", post.unit)
    first = FIRST_DAY if post.from_on == date.min else post.from_on
    if not FIRST_DAY <= first <= LAST_DAY or not FIRST_DAY <= (post.until_on or first) <= LAST_DAY:
        zh = f"任职日期应在{FIRST_DAY}至{LAST_DAY}之间。"
        yield FieldError(f"{person} 任职", zh, f"Expected days from {FIRST_DAY} to {LAST_DAY}.")
    elif post.until_on is not None and post.until_on < post.from_on:
        zh = f"任职止（{post.until_on}）不能早于任职起（{post.from_on}）。"
        yield FieldError(f"{person} 任职", zh, "Expected a post to end after it begins.")


def _wrong_texts(identity: str, name: str) -> Iterator[FieldError]:
    yield from _wrong_text(identity, "编号", identity, MAX_ID)
    if any(each.isspace() for each in identity) or identity.startswith(FORMULA_MARKS):
        zh = "编号中不能有空格，也不能以 = + - @ 或撇号开头。"
        yield FieldError(_shown(identity), zh, "Expected an id without spaces, not like a formula.")
    yield from _wrong_text(identity, "名称", name, MAX_NAME)


def _wrong_text(
    identity: str, what: str, text: str, most: int, *, is_required: bool = True
) -> Iterator[FieldError]:
    path = f"{_shown(identity)} {what}"
    if (is_required and not text.strip()) or len(text) > most:
        zh = f"应为1至{most}字。" if is_required else f"不得超过{most}字。"
        yield FieldError(path, zh, f"Expected at most {most} characters and at least one.")
    if any(unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"} for each in text):
        zh = "含有不能保存的控制字符。"
        yield FieldError(path, zh, "Expected no control characters.")


def _unknown(person: str, what: str, value: str) -> FieldError:
    zh = f"没有“{_shown(value)}”。"
    return FieldError(f"{_shown(person)} {what}", zh, f"There is no {_shown(value)!r}.")


def _shown(text: str) -> str:
    return "".join(each if each.isprintable() else "�" for each in text[:40])


def _refuse(found: Iterator[FieldError]) -> None:
    errors = tuple(found)
    if errors:
        raise InvalidArgument(
            f"有{len(errors)}处不符合要求，未作任何更改。",
            en=f"Expected units and people without mistakes, found {len(errors)}.",
            code="invalid_directory",
            errors=errors,
        )
