"""Bring the directory up to date from a list, as often as one likes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any, TypeVar, cast

from sqlalchemy import TableClause, bindparam, delete, insert, select, update

from engine.identity.people import Membership, PersonEntry
from engine.identity.tables import Session, membership, person, revision, unit, unit_ancestor
from engine.identity.units import Unit, UnitTree
from engine.model.errors import FieldError, InvalidArgument

Entry = TypeVar("Entry", Unit, PersonEntry)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, as identifiers in the order given."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


def upsert_units(session: Session, units: Iterable[Unit]) -> ImportReport:
    """Add units and change those that differ; what the list does not name stays.

    A parent unknown to list and directory, a circle, an empty code or name and a code given
    twice raise InvalidArgument, and nothing is written.
    """
    given = list(units)
    _refuse_bad([(each.code, each.name) for each in given])
    known = all_units(session)
    tree = UnitTree({**known, **{each.code: each for each in given}}.values())
    report = _report(given, known, lambda each: each.code)
    written = {*report.added, *report.changed}
    if not written:
        return report
    above_first = sorted(
        (each for each in given if each.code in written), key=lambda each: len(tree.path(each.code))
    )
    _write(session, unit, "code", [_unit_cells(each) for each in above_first], set(report.added))
    _rebuild_ancestors(session, tree)
    _say_changed(session)
    return report


def upsert_people(session: Session, people: Iterable[PersonEntry]) -> ImportReport:
    """Add people and change those that differ, memberships included; others stay.

    A unit of a person or post that does not exist, an empty id or name and an id given twice
    raise InvalidArgument, and nothing is written.
    """
    given = [tidied(each) for each in people]
    _refuse_bad([(each.id, each.name) for each in given])
    _refuse_unknown_units(session, given)
    known = all_people(session)
    report = _report(given, known, lambda each: each.id)
    written = {*report.added, *report.changed}
    if not written:
        return report
    rows = [each for each in given if each.id in written]
    _write(session, person, "id", [_person_cells(each) for each in rows], set(report.added))
    _replace_memberships(session, rows, report.changed)
    _say_changed(session)
    return report


def tidied(entry: PersonEntry) -> PersonEntry:
    """Return a person with the posts in order, each once."""
    # A post in the person's own unit is said in one way only, so that nothing seems to change.
    own = {
        replace(each, unit=None) if each.unit == entry.unit else each for each in entry.memberships
    }
    held = tuple(sorted(own, key=lambda each: (each.group, each.from_on, each.unit or "")))
    return PersonEntry(entry.id, entry.name, entry.unit, held, entry.is_active)


def _refuse_bad(named: Sequence[tuple[str, str]]) -> None:
    seen: set[str] = set()
    errors = []
    for number, (identity, name) in enumerate(named, start=1):
        if not identity.strip() or not name.strip():
            errors.append(FieldError(f"第{number}行", "缺少编号或名称。", "No id or no name."))
        elif identity in seen:
            errors.append(FieldError(identity, "编号重复。", "This id occurs more than once."))
        seen.add(identity)
    if errors:
        raise InvalidArgument(
            f"名单中有{len(errors)}处不符合要求，未导入任何一行。",
            en="Expected an id, different in each row, and a name.",
            code="invalid_directory",
            errors=tuple(errors),
        )


def _refuse_unknown_units(session: Session, people: Sequence[PersonEntry]) -> None:
    known = {str(row[0]) for row in session.execute(select(unit.c.code))}
    errors = tuple(
        FieldError(each.id, f"{what}“{code}”不存在。", f"There is no unit {code!r}.")
        for each in people
        for what, code in _units_named(each)
        if code not in known
    )
    if errors:
        raise InvalidArgument(
            "有人员的所属单位或者任职单位不存在，未导入任何一行。",
            en="Expected the unit of every person and post to exist.",
            code="unknown_unit",
            errors=errors,
        )


def _units_named(entry: PersonEntry) -> list[tuple[str, str]]:
    posts = dict.fromkeys(each.unit for each in entry.memberships if each.unit is not None)
    return [("所属单位", entry.unit), *(("任职单位", code) for code in posts)]


def _report(
    given: Sequence[Entry], known: Mapping[str, Entry], identity: Callable[[Entry], str]
) -> ImportReport:
    added: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    for each in given:
        before = known.get(identity(each))
        rows = added if before is None else unchanged if before == each else changed
        rows.append(identity(each))
    return ImportReport(tuple(added), tuple(changed), tuple(unchanged))


def _write(
    session: Session,
    table: TableClause,
    key: str,
    rows: Sequence[dict[str, object]],
    new: set[str],
) -> None:
    added = [row for row in rows if row[key] in new]
    changed = [{f"old_{key}": row[key], **row} for row in rows if row[key] not in new]
    if added:
        session.execute(insert(table), added)
    if changed:
        names = [name for name in changed[0] if name not in (key, f"old_{key}")]
        statement = update(table).where(table.c[key] == bindparam(f"old_{key}"))
        session.execute(
            statement.values({name: bindparam(name) for name in names}),
            [{name: row[name] for name in (f"old_{key}", *names)} for row in changed],
        )


def _rebuild_ancestors(session: Session, tree: UnitTree) -> None:
    session.execute(delete(unit_ancestor))
    rows: list[dict[str, object]] = [
        {"unit": code, "ancestor": above} for code in tree.units for above in tree.path(code)
    ]
    session.execute(insert(unit_ancestor), rows)


def _replace_memberships(
    session: Session, rows: Sequence[PersonEntry], changed: Sequence[str]
) -> None:
    if changed:
        session.execute(
            delete(membership).where(membership.c.person == bindparam("whose")),
            [{"whose": person_id} for person_id in changed],
        )
    held: list[dict[str, object]] = [
        {
            "person": each.id,
            "group_name": one.group,
            "unit": one.unit or each.unit,
            "from_on": one.from_on,
            "until_on": one.until_on,
        }
        for each in rows
        for one in each.memberships
    ]
    if held:
        session.execute(insert(membership), held)


def _say_changed(session: Session) -> None:
    if not session.has_changed_configuration:
        session.execute(update(revision).values(number=revision.c.number + 1))
        session.has_changed_configuration = True


def all_units(session: Session) -> dict[str, Unit]:
    """Return every unit by its code."""
    rows = session.execute(select(*unit.c)).all()
    found = (Unit(*cells) for cells in cast("Sequence[tuple[Any, ...]]", rows))
    return {each.code: each for each in found}


def all_people(session: Session) -> dict[str, PersonEntry]:
    """Return everybody by id and in that order, with all posts, past and future ones too."""
    held = _known_memberships(session)
    people = session.execute(
        select(person.c.id, person.c.name, person.c.unit, person.c.is_active)
    ).all()
    return {
        person_id: tidied(
            PersonEntry(person_id, name, unit_code, held.get(person_id, ()), is_active)
        )
        for person_id, name, unit_code, is_active in sorted(
            cast("Sequence[tuple[str, str, str, bool]]", people)
        )
    }


def _known_memberships(session: Session) -> dict[str, tuple[Membership, ...]]:
    query = select(
        membership.c.person,
        membership.c.group_name,
        membership.c.from_on,
        membership.c.until_on,
        membership.c.unit,
    ).order_by(membership.c.person)
    rows = cast("Sequence[tuple[str, str, date, date | None, str]]", session.execute(query).all())
    return {
        person_id: tuple(Membership(*row[1:]) for row in some)
        for person_id, some in groupby(rows, key=lambda row: row[0])
    }


def _unit_cells(each: Unit) -> dict[str, object]:
    return {
        "code": each.code,
        "name": each.name,
        "parent": each.parent,
        "kind": each.kind,
        "ended_on": each.ended_on,
        "successor": each.successor,
    }


def _person_cells(each: PersonEntry) -> dict[str, object]:
    return {
        "id": each.id,
        "name": each.name,
        "unit": each.unit,
        "is_active": each.is_active,
    }
