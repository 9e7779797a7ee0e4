"""What the diagram of a rectification asks that the engine's own handlers do not answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from engine.model.deadlines import Deadline, Extension, Term, deadline_from_record, parse_term
from engine.model.errors import InvalidArgument
from engine.model.surroundings import ActivityFailed, BusinessError, Call
from engine.model.values import Value

NOT_ALLOWED = "extension_not_allowed"
"""The BPMN error raised for an extension that the rules do not allow."""


def check_extension(call: Call) -> Mapping[str, Value]:
    """Let a granted extension pass if the rules allow it.

    Inputs: `term` as granted, the `deadline` it extends, `share` such as `1/2`, `times` as a whole
    number. At most so many extensions are allowed, and at most the share of the original quantity
    rounded down; a term in another unit than the original cannot be compared and is not allowed.
    Raises the BPMN error `extension_not_allowed`.
    """
    deadline = _deadline(call)
    term, original = _term(call), deadline.term
    most = int(_share(call) * original.quantity)
    granted = [change for change in deadline.adjustments if isinstance(change, Extension)]
    if len(granted) >= _times(call):
        raise BusinessError(NOT_ALLOWED, f"已延期{len(granted)}次，不得再次延期。")
    if term.unit is not original.unit or term.quantity > most:
        raise BusinessError(
            NOT_ALLOWED,
            f"延长{term}超过上限：原期限{original}，至多延长{most}{original.unit.zh}。",
        )
    return {}


def choose_relapsed(call: Call) -> Mapping[str, Value]:
    """Return as `items` the problems that came back, with everything known about them.

    Inputs: `items` of the case, `relapsed` rows with the titles found again at the look-back. A
    title that is new is a new problem of its own; no rows at all means that every item relapsed.
    """
    items, relapsed = _rows(call, "items"), _rows(call, "relapsed")
    known = {str(item.get("title")): item for item in items}
    chosen = [known.get(str(row.get("title")), row) for row in relapsed]
    return {"items": chosen or items}


def _term(call: Call) -> Term:
    value = call.inputs.get("term")
    try:
        return parse_term(value if isinstance(value, str) else "")
    except InvalidArgument as wrong:
        raise ActivityFailed("handler", str(wrong), wrong.en) from wrong


def _deadline(call: Call) -> Deadline:
    value = call.inputs.get("deadline")
    record = value.get("record") if isinstance(value, Mapping) else None
    if not isinstance(record, Mapping):
        raise _wrong("deadline", "期限值", "a deadline")
    return deadline_from_record(record)


def _share(call: Call) -> Fraction:
    try:
        return Fraction(str(call.inputs.get("share")))
    except (ValueError, ZeroDivisionError) as wrong:
        raise _wrong("share", "分数，如 1/2", "a fraction such as 1/2") from wrong


def _times(call: Call) -> int:
    try:
        return int(str(call.inputs.get("times")))
    except ValueError as wrong:
        raise _wrong("times", "整数", "a whole number") from wrong


def _wrong(name: str, zh: str, en: str) -> ActivityFailed:
    return ActivityFailed(
        "handler",
        f"延期核对的输入“{name}”应为{zh}。",
        f"Expected the input '{name}' of check_extension to be {en}.",
    )


def _rows(call: Call, name: str) -> list[Mapping[str, Value]]:
    value = call.inputs.get(name)
    if isinstance(value, str) or not isinstance(value, Sequence):
        return []
    return [row for row in value if isinstance(row, Mapping)]


HANDLERS = {
    "rectification.check_extension": check_extension,
    "rectification.choose_relapsed": choose_relapsed,
}
"""The handlers by the names the diagram uses."""
