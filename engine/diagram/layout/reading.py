"""Text annotations and the associations that tie them to nodes; the reader passes them over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.diagram.xml import attribute, part, parts, reference, text_of


@dataclass(frozen=True, slots=True)
class Note:
    """A text annotation and one association that ties it to something ("" if nothing does)."""

    id: str
    text: str
    association: str
    about: str


def notes_of(scope: etree._Element) -> Iterator[Note]:
    """Yield the annotations directly inside a process or subprocess."""
    ties = [
        (attribute(each, "id"), {reference(each, "sourceRef"), reference(each, "targetRef")})
        for each in parts(scope, "association")
    ]
    for each in parts(scope, "textAnnotation"):
        id_ = attribute(each, "id")
        if not id_:
            continue
        text = text_of(part(each, "text"))
        tied = [(tie, ends - {id_}) for tie, ends in ties if id_ in ends]
        association, others = tied[0] if tied else ("", set())
        yield Note(id_, text, association, min(others, default=""))
