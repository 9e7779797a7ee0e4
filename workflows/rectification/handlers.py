"""What the diagram of a rectification asks that the engine's own handlers do not answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from engine.model.deadlines import Term, parse_term
from engine.model.errors import InvalidArgument
from engine.model.surroundings import ActivityFailed, BusinessError, Call
from engine.model.values import Value

ABOVE_CAP = "extension_above_cap"
"""The BPMN error raised for an extension longer than the cap allows."""


def check_extension(call: Call) -> Mapping[str, Value]:
    """Let a granted extension pass if it keeps to its share of the original term.

    Inputs: `term` as granted, `original` term, `share` such as `1/2`. The cap is the share of the
    original quantity rounded down; a term in another unit than the original cannot be compared and
    counts as above the cap. Raises the BPMN error `extension_above_cap`.
    """
    term, original = _term(call, "term"), _term(call, "original")
    most = int(_share(call) * original.quantity)
    if term.unit is not original.unit or term.quantity > most:
        raise BusinessError(
            ABOVE_CAP,
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


def _term(call: Call, name: str) -> Term:
    value = call.inputs.get(name)
    try:
        return parse_term(value if isinstance(value, str) else "")
    except InvalidArgument as wrong:
        raise ActivityFailed("handler", str(wrong), wrong.en) from wrong


def _share(call: Call) -> Fraction:
    value = str(call.inputs.get("share"))
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError) as wrong:
        raise ActivityFailed(
            "handler",
            f"延期上限“{value[:20]}”应为分数，如 1/2。",
            f"Expected the cap to be a fraction such as 1/2, found '{value[:20]}'.",
        ) from wrong


def _rows(call: Call, name: str) -> list[Mapping[str, Value]]:
    value = call.inputs.get(name)
    if isinstance(value, str) or not isinstance(value, Sequence):
        return []
    return [row for row in value if isinstance(row, Mapping)]


HANDLERS = {"check_extension": check_extension, "choose_relapsed": choose_relapsed}
"""The handlers by the names the diagram uses."""
