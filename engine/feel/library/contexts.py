"""Contexts (clause 10.3.4.11): read, make and change them; a change makes a new one."""

from __future__ import annotations

from engine.feel.errors import Undefined
from engine.feel.library import arguments as take
from engine.feel.library.signature import builtin
from engine.feel.limits import Budget
from engine.feel.values import Value


def _get_value(_budget: Budget, context: Value, key: Value) -> Value:
    found = take.context(context)
    if not isinstance(key, list):
        return found.get(take.string(key))
    value: Value = found
    for step in key:
        value = take.context(value).get(take.string(step))
    return value


def _get_entries(budget: Budget, context: Value) -> Value:
    found = take.context(context)
    budget.list_of(len(found))
    return [{"key": key, "value": value} for key, value in found.items()]


def _context(budget: Budget, entries: Value) -> Value:
    made: dict[str, Value] = {}
    for entry in take.items(entries):
        budget.spend(1)
        pair = take.context(entry)
        if not {"key", "value"} <= set(pair):
            raise Undefined("条目应有key和value。", "An entry needs key and value.")
        key = take.string(pair["key"])
        if key in made:
            raise Undefined(f"键“{key}”重复。", f"The key '{key}' occurs twice.")
        made[key] = pair["value"]
    return made


def _put(budget: Budget, context: Value, key: Value, value: Value) -> Value:
    found = take.context(context)
    budget.spend(len(found) + 1)
    if not isinstance(key, list):
        return {**found, take.string(key): value}
    if not key:
        raise Undefined("键列表为空。", "The list of keys is empty.")
    first, rest = take.string(key[0]), key[1:]
    if not rest:
        return {**found, first: value}
    return {**found, first: _put(budget, found.get(first), rest, value)}


def _merge(budget: Budget, contexts: Value) -> Value:
    merged: dict[str, Value] = {}
    for context in take.items(contexts):
        found = take.context(context)
        budget.spend(1 + len(found))
        merged |= found
    return merged


FUNCTIONS = (
    builtin("get value", _get_value, "m, key", "context, key"),
    builtin("get entries", _get_entries, "m", "context"),
    builtin("context", _context, "entries"),
    builtin("context put", _put, "context, key, value", "context, keys, value"),
    builtin("context merge", _merge, "contexts"),
)
