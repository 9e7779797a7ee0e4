r"""Regular expressions as FEEL has them (XPath F&O 3.1), bounded in time.

A backtracking matcher can be made to run for years (``^(a+)+$``). Of the two cures, a linear
automaton cannot do the standard's back-references, so we use the package ``regex``, which keeps
XPath's ``\p{…}`` and stops by itself after a time. Its compiler copies counted repetitions, so
their product is bounded: ``((a{1000}){1000}){1000}`` would take all memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from engine.feel.errors import FeelLimitError, Undefined
from engine.feel.limits import Budget

_MAX_PATTERN = 500
_MAX_REPEAT = 1_000
_COST = 64  # steps of one match, so that the clock is looked at every few of them
_FLAGS = {
    "s": regex.DOTALL,
    "m": regex.MULTILINE,
    "i": regex.IGNORECASE,
    "x": regex.VERBOSE,
}
_REPEATS = regex.compile(r"\{\s*(\d+)\s*(?:,\s*(\d*)\s*)?\}")
_NOT_XPATH = regex.compile(r"(?<!\\)(?:\\\\)*(?:\(\?(?!:)|[*+?}][+]|-\[)")
_CLASSES = {r"\i": r"[\p{L}_:]", r"\c": r"[\p{L}\p{N}_:.\-\u00B7]"}


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> regex.Pattern[str]:
    if len(pattern) > _MAX_PATTERN or _repeats(pattern) > _MAX_REPEAT:
        raise Undefined(
            "正则表达式过长或重复次数过多。", "The pattern is too long or repeats too much."
        )
    if not set(flags) <= {*_FLAGS, "q"}:
        raise Undefined(f"未知的正则标志“{flags}”。", f"Unknown flags '{flags}'.")
    options = regex.VERSION0
    for flag in flags.replace("q", ""):
        options |= _FLAGS[flag]
    source = regex.escape(pattern) if "q" in flags else _translate(pattern)
    try:
        return regex.compile(source, options)
    except (regex.error, ValueError, OverflowError, RecursionError):
        raise Undefined(f"“{pattern}”不是正则表达式。", f"'{pattern}' is no pattern.") from None


def _repeats(pattern: str) -> int:
    """Return the product of all counted repetitions: nested ones are copied when compiled."""
    product = 1
    for found in _REPEATS.finditer(pattern):
        product *= max(int(size or 1) for size in found.groups())
    return product


def _translate(pattern: str) -> str:
    """Return the pattern in the package's words.

    What XPath does not have is refused, and so is its subtraction of character classes.
    """
    if _NOT_XPATH.search(pattern):
        raise Undefined(
            f"正则表达式“{pattern}”使用了XPath没有的写法。", f"'{pattern}' is not an XPath pattern."
        )
    return regex.sub(r"\\[ic]", lambda found: _CLASSES[found.group()], pattern)


def _bounded(budget: Budget, text: str) -> float:
    budget.string_of(len(text))
    budget.spend(_COST)
    return budget.limits.max_regex_seconds


def _too_slow() -> FeelLimitError:
    return FeelLimitError("正则表达式匹配耗时过长。", "Matching the pattern takes too long.")


def matches(budget: Budget, text: str, pattern: str, flags: str) -> bool:
    """Return whether the pattern occurs in the text."""
    seconds = _bounded(budget, text)
    try:
        return _compiled(pattern, flags).search(text, timeout=seconds) is not None
    except TimeoutError:
        raise _too_slow() from None


def _each(budget: Budget, text: str, pattern: str, flags: str) -> Iterator[regex.Match[str]]:
    seconds = _bounded(budget, text)
    try:
        for found in _compiled(pattern, flags).finditer(text, timeout=seconds):
            budget.spend(1)
            yield found
    except TimeoutError:
        raise _too_slow() from None


def split(budget: Budget, text: str, pattern: str) -> list[str]:
    """Return the pieces of the text between the matches."""
    pieces: list[str] = []
    at = 0
    for found in _each(budget, text, pattern, ""):
        if found.end() == found.start():
            continue
        pieces.append(text[at : found.start()])
        budget.list_of(1)
        at = found.end()
    return [*pieces, text[at:]]


def replace(budget: Budget, text: str, pattern: str, *, by: str, flags: str) -> str:
    r"""Return the text with every match replaced; ``$1`` is a group, ``\$`` a dollar sign."""
    parts = [by] if "q" in flags else _template(by)
    pieces: list[str] = []
    size, at = len(text), 0
    for found in _each(budget, text, pattern, flags):
        filled = "".join(part if isinstance(part, str) else _group(found, part) for part in parts)
        size += len(filled) - (found.end() - found.start())
        budget.string_of(len(filled))
        if size > budget.limits.max_string:
            budget.string_of(size)
        pieces += [text[at : found.start()], filled]
        at = found.end()
    return "".join([*pieces, text[at:]])


def _group(found: regex.Match[str], number: int) -> str:
    return (found.group(number) or "") if number <= len(found.groups()) else ""


_PART = regex.compile(r"\\([\\$])|\$(\d)|([^\\$]+)|(.)", regex.DOTALL)


def _template(by: str) -> list[str | int]:
    parts: list[str | int] = []
    for found in _PART.finditer(by):
        escaped, number, plain, wrong = found.groups()
        if wrong:
            raise Undefined(f"替换文本“{by}”有误。", f"The replacement '{by}' is wrong.")
        parts.append(int(number) if number else escaped or plain)
    return parts
