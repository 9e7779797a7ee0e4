"""Whether a value is of a type of the model, and the conversions DMN makes on the way (10.3.2.9.4).

A value that does not conform becomes null, with a message: the standard's rule for inputs,
parameters and results alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime

from engine.decisions.model import ItemDefinition
from engine.feel import Message, Value, parse_unary_tests
from engine.feel.types import SIMPLE_TYPES, TypeRef, is_instance

Note = Callable[[Message], None]


class _Wrong(Exception):
    """The value is not of the type."""


class Types:
    """The types of one model."""

    def __init__(self, definitions: Mapping[str, ItemDefinition], names: frozenset[str]) -> None:
        self._definitions = definitions
        self._names = names

    def find(self, ref: str) -> ItemDefinition | None:
        """Return the definition of a type of the model."""
        return self._definitions.get(ref)

    def is_known(self, ref: str) -> bool:
        """Return whether a reference names a type at all."""
        return ref in {"", "Any", "any"} or ref in SIMPLE_TYPES or ref in self._definitions

    def base(self, ref: str) -> str:
        """Return the FEEL type under a type of the model, ``context`` or ``list`` for composites."""
        for item in self._chain(ref):
            if item.is_collection:
                return "list"
            if item.components:
                return "context"
            ref = item.type_ref
        return "" if ref in self._definitions else ref

    def allowed(self, ref: str) -> Iterator[ItemDefinition]:
        """Yield the definitions with allowed values that a simple type inherits, nearest first."""
        for item in self._chain(ref):
            if item.is_collection or item.components:
                return
            if item.allowed is not None:
                yield item

    def _chain(self, ref: str) -> Iterator[ItemDefinition]:
        """Yield the definitions that one another's references lead to, each once."""
        seen: set[str] = set()
        while ref in self._definitions and ref not in seen:
            seen.add(ref)
            yield self._definitions[ref]
            ref = self._definitions[ref].type_ref

    def conform(self, value: Value, ref: str, what: str, note: Note) -> Value:
        """Return the value as that type, or null with a message about ``what``."""
        try:
            return self._conform(value, ref, 0)
        except _Wrong:
            note(
                Message(
                    f"“{what}”的值不符合类型“{ref}”，按空值处理。",
                    f"The value of '{what}' is not of the type '{ref}' and counts as null.",
                )
            )
            return None

    def _conform(self, value: Value, ref: str, depth: int) -> Value:
        item = self._definitions.get(ref)
        if item is not None and depth <= len(self._definitions):
            return self._conform_item(value, item, depth + 1)
        if value is None or not ref or ref not in SIMPLE_TYPES or ref == "Any":
            return value
        return _simple(value, ref)

    def _conform_item(self, value: Value, item: ItemDefinition, depth: int) -> Value:
        if value is None or item.is_function:
            return value
        if item.is_collection:
            elements = value if isinstance(value, list) else [value]
            return [
                None if element is None else self._conform_one(element, item, depth)
                for element in elements
            ]
        if isinstance(value, list) and len(value) == 1 and self.base(item.name) != "list":
            value = value[0]
        return self._conform_one(value, item, depth)

    def _conform_one(self, value: Value, item: ItemDefinition, depth: int) -> Value:
        if item.components:
            return self._conform_components(value, item, depth)
        found = self._conform(value, item.type_ref, depth)
        if item.allowed is not None and not isinstance(found, list):
            tests = parse_unary_tests(item.allowed.text, names=self._names)
            if tests.test(found) is not True:
                raise _Wrong
        return found

    def _conform_components(self, value: Value, item: ItemDefinition, depth: int) -> Value:
        if not isinstance(value, dict):
            raise _Wrong
        known: dict[str, Value] = {}
        for component in item.components:
            if component.name in value:
                known[component.name] = self._conform_item(value[component.name], component, depth)
        return {**value, **known}


def _simple(value: Value, ref: str) -> Value:
    if isinstance(value, list) and len(value) == 1 and ref != "list":
        value = value[0]
    if ref == "date and time" and isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if is_instance(value, TypeRef(ref)):
        return value
    raise _Wrong
