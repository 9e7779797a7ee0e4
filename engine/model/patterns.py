"""Patterns that a diagram gives for text, bounded in size before they are compiled.

Compiling writes a repetition out, so that four nested `{999}` would fill any memory; matching can
take years, and is stopped by a time.
"""

from __future__ import annotations

import regex

MAX_PATTERN = 500
"""Characters of a pattern."""
MAX_SIZE = 5_000
"""Elements of a pattern with its counted repetitions written out."""
_SECONDS = 0.1
_REPEAT = regex.compile(r"\{([0-9]{1,5})(?:,([0-9]{0,5}))?\}")
_CLASS = regex.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*\]", regex.DOTALL)
_GROUP = regex.compile(r"\((?:\?(?::|=|!|<=|<!|i\)))?")


def pattern_fault(pattern: str) -> str:
    """Return why a pattern cannot be used, or ""."""
    if len(pattern) > MAX_PATTERN:
        return f"more than {MAX_PATTERN} characters"
    try:
        if _size(pattern) > MAX_SIZE:
            return "repeats too much"
        regex.compile(pattern, regex.VERSION0)
    except (regex.error, ValueError, OverflowError, RecursionError) as fault:
        return str(fault) or type(fault).__name__
    return ""


def is_match(pattern: str, text: str) -> bool:
    """Return whether the pattern matches the whole text; False too when it takes too long."""
    if pattern_fault(pattern):
        return False
    try:
        found = regex.compile(pattern, regex.VERSION0).fullmatch(text, timeout=_SECONDS)
    except TimeoutError:
        return False
    return found is not None


def _size(pattern: str) -> int:  # noqa: C901 - one branch per kind of character
    """Return the number of elements with repetitions written out; raise ValueError for oddities."""
    open_groups: list[int] = []
    total, last, at = 0, 0, 0
    while at < len(pattern):
        each = pattern[at]
        if each == "{":
            found = _REPEAT.match(pattern, at)
            if found is None:
                raise ValueError("“{” should begin a count such as {2} or {2,5}, or be written \\{")
            total += last * (max(int(found[1]), int(found[2] or 0)) - 1)
            last, at = last * max(int(found[1]), int(found[2] or 0), 1), found.end()
        elif each == "(":
            group = _GROUP.match(pattern, at)
            if group is None or pattern.startswith("(?", at) != (group[0] != "("):
                raise ValueError("only the groups (…), (?:…), (?=…), (?!…), (?<=…), (?<!…) exist")
            at = group.end()
            if not group[0].endswith("i)"):
                open_groups.append(total)
                total = 0
        elif each == ")":
            outside = open_groups.pop() if open_groups else 0
            last = total
            total, at = total + outside, at + 1
        else:
            found = _CLASS.match(pattern, at) if each == "[" else None
            at = found.end() if found else at + (2 if each == "\\" else 1)
            if each not in "*+?|^$":
                total, last = total + 1, 1
    return total
