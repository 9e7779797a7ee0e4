"""Lists (clause 10.3.4.4) and ``sort`` (10.3.4.8); positions count from 1, negative from the end."""

from __future__ import annotations

from decimal import Decimal
from functools import cmp_to_key

from engine.feel.comparison import compare, equal
from engine.feel.errors import Undefined
from engine.feel.library import arguments as take
from engine.feel.library.signature import builtin
from engine.feel.limits import Budget
from engine.feel.values import Value


def _same(budget: Budget, a: Value, b: Value) -> bool:
    budget.spend(len(a) if isinstance(a, list | dict) else 1)
    return equal(a, b) is True


def _list_contains(budget: Budget, values: Value, element: Value) -> Value:
    return any(_same(budget, value, element) for value in take.items(values))


def _position(values: list[Value], position: Value, *, beyond: int = 0) -> int:
    """Return the index of a position; one ``beyond`` the end may be allowed."""
    place = take.whole(position)
    index = place - 1 if place > 0 else len(values) + place
    if place == 0 or not 0 <= index < len(values) + beyond:
        raise Undefined(f"列表没有第{place}个元素。", f"The list has no element {place}.")
    return index


def _sublist(budget: Budget, values: Value, start: Value, length: Value = None) -> Value:
    found = take.items(values)
    begin = _position(found, start)
    size = len(found) - begin if length is None else take.whole(length)
    if size < 0 or begin + size > len(found):
        raise Undefined("子列表超出列表范围。", "The sublist reaches beyond the list.")
    budget.list_of(size)
    return found[begin : begin + size]


def _append(budget: Budget, values: Value, *more: Value) -> Value:
    found = take.items(values)
    budget.list_of(len(found) + len(more))
    return [*found, *more]


def _concatenate(budget: Budget, *lists: Value) -> Value:
    parts = [take.items(part) for part in lists]
    budget.list_of(sum(map(len, parts)))
    return [value for part in parts for value in part]


def _insert_before(budget: Budget, values: Value, position: Value, new: Value) -> Value:
    found = take.items(values)
    index = _position(found, position)
    budget.list_of(len(found) + 1)
    return [*found[:index], new, *found[index:]]


def _remove(budget: Budget, values: Value, position: Value) -> Value:
    found = take.items(values)
    index = _position(found, position)
    budget.list_of(len(found))
    return [*found[:index], *found[index + 1 :]]


def _list_replace(budget: Budget, values: Value, which: Value, new: Value) -> Value:
    found = take.items(values)
    budget.list_of(len(found))
    if isinstance(which, Decimal):
        index = _position(found, which)
        return [*found[:index], new, *found[index + 1 :]]
    match = take.caller(which, budget)
    flags = [match(value, new) for value in found]
    if any(not isinstance(flag, bool) for flag in flags):
        raise Undefined("匹配函数应返回布尔值。", "The match function should return a boolean.")
    return [new if flag else value for flag, value in zip(flags, found, strict=True)]


def _reverse(budget: Budget, values: Value) -> Value:
    found = take.items(values)
    budget.list_of(len(found))
    return found[::-1]


def _index_of(budget: Budget, values: Value, match: Value) -> Value:
    return [
        Decimal(place)
        for place, value in enumerate(take.items(values), start=1)
        if _same(budget, value, match)
    ]


def _distinct(budget: Budget, values: Value) -> Value:
    kept: list[Value] = []
    for value in take.items(values):
        if not any(_same(budget, other, value) for other in kept):
            kept.append(value)
    budget.list_of(len(kept))
    return kept


def _union(budget: Budget, *lists: Value) -> Value:
    return _distinct(budget, _concatenate(budget, *lists))


def _flatten(budget: Budget, values: Value) -> Value:
    flat: list[Value] = []
    waiting = list(reversed(take.items(values)))
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            budget.spend(1 + len(value))
            waiting.extend(reversed(value))
        else:
            flat.append(value)
    budget.list_of(len(flat))
    return flat


def _sort(budget: Budget, values: Value, precedes: Value = None) -> Value:
    found = take.items(values)
    budget.list_of(len(found))
    before = _natural if precedes is None else take.caller(precedes, budget)

    def order(a: Value, b: Value) -> int:
        budget.spend(1)
        if before(a, b) is True:
            return -1
        return 1 if before(b, a) is True else 0

    return sorted(found, key=cmp_to_key(order))


def _natural(a: Value, b: Value) -> bool:
    return compare(a, b) < 0


FUNCTIONS = (
    builtin("list contains", _list_contains, "list, element"),
    builtin("count", lambda _, values: Decimal(len(take.items(values))), "list"),
    builtin("sublist", _sublist, "list, start position, length?"),
    builtin("append", _append, "list, item*"),
    builtin("concatenate", _concatenate, "list*"),
    builtin("insert before", _insert_before, "list, position, newItem"),
    builtin("remove", _remove, "list, position"),
    builtin("list replace", _list_replace, "list, position, newItem", "list, match, newItem"),
    builtin("reverse", _reverse, "list"),
    builtin("index of", _index_of, "list, match"),
    builtin("union", _union, "list*"),
    builtin("distinct values", _distinct, "list"),
    builtin("flatten", _flatten, "list"),
    builtin("sort", _sort, "list, precedes?"),
)
