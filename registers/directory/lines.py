"""Units and people as lines of their lists, which are read back as the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from engine.identity import Membership, PersonEntry, Unit, UnitTree
from registers.directory.table import NO, YES
from registers.wording import Say, chinese

Line = tuple[str, ...]
REACHED = ("mail", "sms")
"""The channels whose addresses a list of people has, in the order of its columns."""
_NONE: Mapping[str, Mapping[str, str]] = {}


def unit_lines(tree: UnitTree) -> Iterator[Line]:
    """Give a line for each unit, those above before those below."""
    units = tree.units.values()
    for each in sorted(units, key=lambda unit: tree.path(unit.code)[::-1]):
        yield _unit_line(each)


def _unit_line(unit: Unit) -> Line:
    return unit.code, unit.name, unit.parent or "", unit.kind


def people_lines(
    people: Iterable[PersonEntry],
    groups: Mapping[str, str],
    addresses: Mapping[str, Mapping[str, str]] = _NONE,
    *,
    say: Say = chinese,
) -> Iterator[Line]:
    """Give a line for each post, and one for each person without any.

    `addresses` are those of each person by channel; they stand in the first line of theirs.
    """
    for person in people:
        posts = [_post(each, groups) for each in person.memberships] or [("", "", "", "")]
        held = addresses.get(person.id, {})
        for post in posts:
            is_active = say(*(YES if person.is_active else NO))
            reached = [held.get(channel, "") for channel in REACHED]
            yield person.id, person.name, person.unit, *post, is_active, *reached
            held = {}


def _post(post: Membership, groups: Mapping[str, str]) -> tuple[str, str, str, str]:
    begins = "" if post.from_on == date.min else post.from_on.isoformat()
    ends = "" if post.until_on is None else post.until_on.isoformat()
    return groups.get(post.group, post.group), post.unit or "", begins, ends
