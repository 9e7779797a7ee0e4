"""Turn the rows of a list into people with their posts: all of them, or none with every reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.identity import Membership, PersonEntry
from engine.model.errors import InvalidArgument
from registers.directory.lines import REACHED
from registers.directory.rows import Mistakes, Reader, UnitNames, readers, short
from registers.directory.table import PEOPLE
from registers.headings import find_headings
from registers.reading import Row

_SAME = (("name", "姓名"), ("unit", "单位"), ("active", "在职"))
_Key = tuple[str, str | None, date]
AddressCheck = Callable[[str], str]
"""Return an address as it is to be kept; raise InvalidArgument for what is none."""
_NO_CHECKS: Mapping[str, AddressCheck] = {}


@dataclass(frozen=True, slots=True)
class PeopleList:
    """The people of a list, and where they are reached: person, channel, address."""

    people: tuple[PersonEntry, ...]
    addresses: tuple[tuple[str, str, str], ...]


@dataclass(slots=True)
class _Listed:
    """One person as the rows so far have it."""

    row: int
    name: str
    unit: str
    active: bool
    posts: dict[_Key, tuple[int, Membership]] = field(default_factory=dict)
    addresses: dict[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Known:
    """What names in cells may mean."""

    units: UnitNames
    groups: Mapping[str, str]
    posts: tuple[str, ...]
    checks: Mapping[str, AddressCheck]


def check_people(
    rows: Sequence[Row], *, groups: Mapping[str, str], units: Mapping[str, str]
) -> tuple[PersonEntry, ...]:
    """Return the people of a list; its addresses are not read."""
    return check_people_list(rows, groups=groups, units=units).people


def check_people_list(
    rows: Sequence[Row],
    *,
    groups: Mapping[str, str],
    units: Mapping[str, str],
    checks: Mapping[str, AddressCheck] = _NO_CHECKS,
) -> PeopleList:
    """Return the people of a list and their addresses; InvalidArgument names each wrong cell.

    `groups` and `units` are those that exist, by key or code, with their names; `checks` are how
    an address of each channel is checked. Several rows of one person are several posts and must
    agree on everything else; an address need not stand in each of them.
    """
    headings, below = find_headings(rows, PEOPLE.wanted)
    mistakes = Mistakes(PEOPLE)
    known = _Known(UnitNames(units), _by_any_name(groups), tuple(groups.values()), checks)
    found: dict[str, _Listed] = {}
    for reader in readers(below, headings, mistakes):
        _take(reader, known, found)
    mistakes.refuse_if_any()
    people = tuple(
        PersonEntry(
            person_id, each.name, each.unit, tuple(post for _, post in each.posts.values()),
            each.active,
        )
        for person_id, each in found.items()
    )  # fmt: skip
    addresses = tuple(
        (person_id, channel, address)
        for person_id, each in found.items()
        for channel, (_, address) in each.addresses.items()
    )
    return PeopleList(people, addresses)


def _by_any_name(groups: Mapping[str, str]) -> dict[str, str]:
    return {key.casefold(): key for key in groups} | {name: key for key, name in groups.items()}


def _take(reader: Reader, known: _Known, found: dict[str, _Listed]) -> None:
    person_id = reader.identity("id")
    given = _Listed(
        reader.row.number, reader.name("name"), _own_unit(reader, known), reader.yes("active")
    )
    post = _post(reader, known, given.unit)
    if not person_id:
        return
    person = found.setdefault(person_id, given)
    if person is not given:
        _expect_same(reader, person, given)
    if post is not None:
        _add_post(reader, person, post)
    for channel in REACHED:
        if channel in known.checks:
            _add_address(reader, person, channel, known.checks[channel])


def _add_address(reader: Reader, person: _Listed, channel: str, check: AddressCheck) -> None:
    text = reader.exact(channel)
    if not text:
        return
    try:
        address = check(text)
    except InvalidArgument as wrong:
        reader.wrong(channel, f"{wrong.message}现为“{short(text)}”。", wrong.en)
        return
    row, first = person.addresses.setdefault(channel, (reader.row.number, address))
    if first != address:
        reader.wrong(
            channel,
            f"同一人各行应当相同（可以只在一行填写），与第{row}行不同。",
            f"Expected the same as in row {row}, which is the same person.",
        )


def _own_unit(reader: Reader, known: _Known) -> str:
    if not reader.text("unit"):
        reader.wrong("unit", "不能为空。", "Expected a value.")
    return known.units.code(reader, "unit")


def _expect_same(reader: Reader, person: _Listed, given: _Listed) -> None:
    for name, shown in _SAME:
        if getattr(person, name) != getattr(given, name):
            reader.wrong(
                name,
                f"同一人各行的{shown}应当相同，与第{person.row}行不同。",
                f"Expected the same as in row {person.row}, which is the same person.",
            )


def _post(reader: Reader, known: _Known, own: str) -> Membership | None:
    text = reader.text("group")
    code = known.units.code(reader, "post_unit")
    unit = code if code not in ("", own) else None
    begins, ends = reader.day("from"), reader.day("until")
    if begins and ends and ends < begins:
        reader.wrong("until", f"不能早于任职起（{begins}）。", f"Expected no day before {begins}.")
    if not text:
        if unit or begins or ends:
            reader.wrong("group", "填写了任职单位或日期，却没有职务。", "Expected a post.")
        return None
    group = known.groups.get(text) or known.groups.get(text.casefold())
    if group is None:
        reader.wrong(
            "group",
            f"应为{'、'.join(known.posts)}之一，现为“{short(text)}”。",
            f"Expected one of {', '.join(known.posts)}.",
        )
        return None
    return Membership(group, begins or date.min, ends, unit)


def _add_post(reader: Reader, person: _Listed, post: Membership) -> None:
    key = (post.group, post.unit, post.from_on)
    if key in person.posts:
        first = person.posts[key][0]
        reader.wrong(
            "group",
            f"与第{first}行重复：同一职务、任职单位和任职起只写一行。",
            f"Expected another post than in row {first}.",
        )
    person.posts.setdefault(key, (reader.row.number, post))
