"""What a version changed, said one sentence after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.diagram.changes import Changes
from web.areas.processes.staffing_words import quoted
from web.language import text


def changes_words(found: Changes) -> Iterator[str]:
    """Yield what was added, removed, renamed and altered; what has no name is not spoken of."""
    added, removed = _named(found.added), _named(found.removed)
    if added:
        yield text("增加：%(what)s。", what=quoted(added))
    if removed:
        yield text("删去：%(what)s。", what=quoted(removed))
    yield from _renamed(found)
    yield from _altered(found)
    if found.rerouted:
        yield text("改了先后次序或条件。")
    if found.is_nothing:
        yield text("所办的事没有变化。")


def _named(nodes: Iterable[tuple[str, str]]) -> list[str]:
    return [name for _, name in nodes if name]


def _renamed(found: Changes) -> Iterator[str]:
    for _, before, now in found.renamed:
        if before and now:
            yield text("“%(before)s”改称“%(now)s”。", before=before, now=now)


def _altered(found: Changes) -> Iterator[str]:
    facets = {
        "who": text("办理人"),
        "due": text("期限"),
        "form": text("表单"),
        "apart": text("回避和范围"),
        "work": text("办理的内容"),
        "other": text("画法或说明"),
    }
    for each in found.altered:
        if each.name:
            what = text("、").join(facets[facet] for facet in each.facets)
            yield text("“%(name)s”改了%(what)s。", name=each.name, what=what)
