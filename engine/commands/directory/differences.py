"""What differs between two versions of an entry, field by field, and as an event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.definitions.system_chain import Change
from engine.identity import PersonEntry, Unit, nameless_record, person_record, unit_record
from engine.model.values import Value


def unit_differences(before: Unit, after: Unit) -> Iterator[Mapping[str, Value]]:
    """Give each field of a unit that differs."""
    return _differences(after.code, unit_record(before), unit_record(after))


def person_differences(before: PersonEntry, after: PersonEntry) -> Iterator[Mapping[str, Value]]:
    """Give each field of a person that differs; all posts are one field."""
    return _differences(after.id, person_record(before), person_record(after))


def unit_change(before: Unit | None, after: Unit) -> Change:
    """Return the event of a unit that was added or changed."""
    if before is None:
        return Change("unit_added", after=unit_record(after))
    return Change("unit_changed", unit_record(before), unit_record(after))


def person_change(
    before: PersonEntry | None,
    after: PersonEntry,
    *,
    type: str = "person_changed",  # noqa: A002 - the word of the glossary
    holding: int = 0,
) -> Change:
    """Return the event of a person who was added or changed, without their name.

    That the name was changed is said, and how much open work somebody deactivated holds.
    """
    if before is None:
        return Change("person_added", after=nameless_record(after))
    fields: list[Value] = [str(each["field"]) for each in person_differences(before, after)]
    data: dict[str, Value] = {"person": after.id, "fields": fields}
    if before.is_active and not after.is_active:
        data["open_work"] = holding
    return Change(type, nameless_record(before), nameless_record(after), data)


def _differences(
    identity: str, before: Mapping[str, Value], after: Mapping[str, Value]
) -> Iterator[Mapping[str, Value]]:
    for name, value in after.items():
        if before.get(name) != value:
            yield {"id": identity, "field": name, "before": before.get(name), "after": value}
