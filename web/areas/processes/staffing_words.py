"""How a lack of people is said."""

from __future__ import annotations

from collections.abc import Iterable

from engine.commands.reading.staffing import ShortageView
from web.language import text


def shortage_words(found: ShortageView | None) -> str:
    """Say for what people are short, how many are needed and whom there are."""
    if found is None:
        return text("组合过多，未能算尽。")
    who = text("或").join(each.name for each in found.groups) or text("能办理的人")
    what = quoted(found.activities)
    if not found.people:
        return text("缺少%(who)s（%(what)s）。", who=who, what=what)
    have = text("、").join(found.people)
    if len(found.people) < found.needed:
        return text(
            "%(what)s须由不同的人办理，需要 %(n)s 名%(who)s，现有 %(m)s 名（%(have)s）。",
            what=what, n=found.needed, who=who, m=len(found.people), have=have,
        )  # fmt: skip
    return text(
        "%(what)s按职责分离的规定分不开，能办理的只有 %(m)s 名（%(have)s）。",
        what=what, m=len(found.people), have=have,
    )  # fmt: skip


def quoted(names: Iterable[str]) -> str:
    """Write names of activities one after another, each in quotation marks."""
    return "".join(f"“{each}”" for each in names)
