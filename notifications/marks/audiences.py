"""Whom a mark tells: what the rule says, as audiences of messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from engine.commands.projecting import audience_of
from engine.model.values import Value
from engine.store.rows import WorkRow
from notifications.rules.model import GROUP, OPENER, PERSON, TOLD, UNIT_GROUP, Rule

Audience = Mapping[str, Value]
Key = tuple[str, str, str, tuple[str, ...]]
"""A person, or a group with its unit and the units left out."""


@dataclass(frozen=True, slots=True)
class Told:
    """Open work with what its case says of it."""

    work: WorkRow
    opened_by: str
    unit: str | None


def audiences(rule: Rule, about: Told) -> Iterator[Audience]:
    """Yield whom a rule means for open work: one audience for each unit whose holders are meant.

    Nobody of a unit that the work excludes is.
    """
    if TOLD in rule.to:
        yield audience_of(about.work)
    people = [about.opened_by] if OPENER in rule.to else []
    people += _named(rule, PERSON)
    if people:
        yield {"people": list(dict.fromkeys(people))}
    for prefix, unit in ((GROUP, about.unit), (UNIT_GROUP, about.work.unit)):
        groups = _named(rule, prefix)
        if groups:
            said: dict[str, Value] = {
                "groups": groups,
                "unit": unit,
                "excluded_units": list(about.work.excluded_units),
            }
            yield {name: value for name, value in said.items() if value}


def without(audience: Audience, told: AbstractSet[Key]) -> Audience | None:
    """Return an audience without people and groups who are told already; None when nobody is left."""
    people = [each for each in _listed(audience, "people") if _person(each) not in told]
    groups = [each for each in _listed(audience, "groups") if _group(each, audience) not in told]
    if not people and not groups:
        return None
    left: dict[str, Value] = {}
    if people:
        left["people"] = people
    if groups:
        rest = {name: value for name, value in audience.items() if name != "people"}
        left |= rest | {"groups": groups}
    return left


def keys_in(audience: Audience) -> set[Key]:
    """Return who is named in an audience: each person, and each group with the units it means."""
    people = {_person(each) for each in _listed(audience, "people")}
    return people | {_group(each, audience) for each in _listed(audience, "groups")}


def _person(name: str) -> Key:
    return "person", name, "", ()


def _group(name: str, audience: Audience) -> Key:
    unit = audience.get("unit")
    excluded = tuple(sorted(_listed(audience, "excluded_units")))
    return "group", name, "" if unit is None else str(unit), excluded


def _listed(audience: Audience, name: str) -> list[str]:
    found = audience.get(name)
    return [str(each) for each in found] if isinstance(found, list | tuple) else []


def _named(rule: Rule, prefix: str) -> list[str]:
    return [each.removeprefix(prefix) for each in rule.to if each.startswith(prefix)]
