"""Whom a mark tells: what the rule says, as audiences of messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.commands.projecting import audience_of
from engine.model.values import Value
from engine.store.rows import WorkRow
from notifications.rules.model import GROUP, OPENER, PERSON, TOLD, UNIT_GROUP, Rule

Audience = Mapping[str, Value]


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


def without(audience: Audience, people: set[str]) -> Audience | None:
    """Return an audience without people who are told already; None when nobody is left."""
    named = audience.get("people")
    rest = [each for each in named if each not in people] if isinstance(named, list) else []
    left = {name: value for name, value in audience.items() if name != "people"}
    if rest:
        left = {"people": rest, **left}
    return left if left.get("people") or left.get("groups") else None


def people_in(audience: Audience) -> set[str]:
    """Return who is named in an audience."""
    named = audience.get("people")
    return {str(each) for each in named} if isinstance(named, list) else set()


def _named(rule: Rule, prefix: str) -> list[str]:
    return [each.removeprefix(prefix) for each in rule.to if each.startswith(prefix)]
