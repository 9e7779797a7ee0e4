"""What people wrote into a decision table for people: its description, and notes on its rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from engine.decisions.xml import attribute, parse_definitions, part, parts


@dataclass(frozen=True, slots=True)
class Remarks:
    """The description of a decision, the headings of its notes, and the notes by rule."""

    description: str = ""
    headings: tuple[str, ...] = ()
    rules: Mapping[str, tuple[str, ...]] | None = None

    def of(self, rule_id: str) -> tuple[str, ...]:
        """Return the notes on a rule, one for each heading."""
        found = (self.rules or {}).get(rule_id, ())
        return (*found, *[""] * (len(self.headings) - len(found)))


def read_remarks(data: bytes, decision: str) -> Remarks:
    """Return the remarks of a decision; DecisionSyntaxError for a file that cannot be read."""
    for each in parts(parse_definitions(data), "decision"):
        if attribute(each, "id") == decision:
            return _remarks(each)
    return Remarks()


def _remarks(decision: etree._Element) -> Remarks:
    description = _text(part(decision, "description"))
    table = part(decision, "decisionTable")
    if table is None:
        return Remarks(description)
    rules = {attribute(each, "id"): _notes(each) for each in parts(table, "rule")}
    headings = tuple(attribute(each, "name") for each in parts(table, "annotation"))
    if not headings and any(any(each) for each in rules.values()):
        headings = ("",) * max(map(len, rules.values()))
    return Remarks(description, headings, rules)


def _notes(rule: etree._Element) -> tuple[str, ...]:
    """Return the notes of DMN 1.3, or the description that Camunda's tables have instead."""
    notes = tuple(_text(part(each, "text")) for each in parts(rule, "annotationEntry"))
    description = _text(part(rule, "description"))
    return notes or ((description,) if description else ())


def _text(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())
