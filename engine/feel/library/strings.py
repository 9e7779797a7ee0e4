"""Strings (clause 10.3.4.3); positions count characters (code points) from 1."""

from __future__ import annotations

from engine.feel.errors import Undefined
from engine.feel.library import arguments as take
from engine.feel.library import regexes
from engine.feel.library.signature import builtin
from engine.feel.library.text import text_of
from engine.feel.limits import Budget
from engine.feel.values import Value


def _substring(_budget: Budget, text: Value, start: Value, length: Value = None) -> Value:
    found, first = take.string(text), take.whole(start)
    if first == 0:
        raise Undefined("位置从1开始。", "Positions begin at 1.")
    begin = first - 1 if first > 0 else max(len(found) + first, 0)
    if length is None:
        return found[begin:]
    size = int(take.number(length))
    if size < 1:
        raise Undefined("长度至少为1。", "The length is at least 1.")
    return found[begin : begin + size]


def _upper(budget: Budget, text: Value) -> Value:
    budget.string_of(3 * len(take.string(text)))  # one letter may become three
    return take.string(text).upper()


def _lower(budget: Budget, text: Value) -> Value:
    budget.string_of(3 * len(take.string(text)))
    return take.string(text).lower()


def _before(_budget: Budget, text: Value, match: Value) -> Value:
    before, mark, _ = take.string(text).partition(take.string(match) or "\0")
    return before if mark else ""


def _after(_budget: Budget, text: Value, match: Value) -> Value:
    if take.string(match) == "":
        return take.string(text)
    return take.string(text).partition(take.string(match))[2]


def _matches(budget: Budget, text: Value, pattern: Value, flags: Value = None) -> Value:
    options = "" if flags is None else take.string(flags)
    return regexes.matches(budget, take.string(text), take.string(pattern), options)


def _replace(
    budget: Budget, text: Value, pattern: Value, replacement: Value, flags: Value = None
) -> Value:
    return regexes.replace(
        budget,
        take.string(text),
        take.string(pattern),
        by=take.string(replacement),
        flags="" if flags is None else take.string(flags),
    )


def _split(budget: Budget, text: Value, delimiter: Value) -> Value:
    return [*regexes.split(budget, take.string(text), take.string(delimiter))]


def _join(budget: Budget, values: Value, delimiter: Value = None) -> Value:
    pieces = [text_of(value, budget) for value in take.items(values) if value is not None]
    mark = "" if delimiter is None else take.string(delimiter)
    budget.string_of(sum(map(len, pieces)) + len(mark) * len(pieces))
    return mark.join(pieces)


FUNCTIONS = (
    builtin("substring", _substring, "string, start position, length?"),
    builtin("string length", lambda _, text: take.length(text), "string"),
    builtin("upper case", _upper, "string"),
    builtin("lower case", _lower, "string"),
    builtin("substring before", _before, "string, match"),
    builtin("substring after", _after, "string, match"),
    builtin("contains", lambda _, a, b: take.string(b) in take.string(a), "string, match"),
    builtin(
        "starts with", lambda _, a, b: take.string(a).startswith(take.string(b)), "string, match"
    ),
    builtin("ends with", lambda _, a, b: take.string(a).endswith(take.string(b)), "string, match"),
    builtin("matches", _matches, "input, pattern, flags?"),
    builtin("replace", _replace, "input, pattern, replacement, flags?"),
    builtin("split", _split, "string, delimiter"),
    builtin("string join", _join, "list, delimiter?"),
)
