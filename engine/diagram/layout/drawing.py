"""Write the drawing of a diagram into its file, and leave the rest as it is."""

from __future__ import annotations

from engine.diagram.layout.picture import Picture
from engine.diagram.layout.reading import notes_of
from engine.diagram.layout.scopes import picture_of
from engine.diagram.layout.splicing import spliced
from engine.diagram.layout.writing import Names, write_picture
from engine.diagram.reader import read_diagram
from engine.diagram.xml import BPMN, attribute, parse_xml

_LEFT, _TOP, _APART = 160, 80, 80


def draw(data: bytes) -> bytes:
    """Return the same file with a new drawing; raise DiagramError for what is no diagram."""
    diagram, root = read_diagram(data), parse_xml(data)
    notes = {
        attribute(each, "id"): list(notes_of(each))
        for each in root.iter(f"{{{BPMN}}}process", f"{{{BPMN}}}subProcess")
    }
    names = Names.of(root)
    top = _TOP
    drawings = []
    for process in diagram.processes:
        picture = picture_of(process.scope, notes)
        bounds = picture.bounds()
        placed = Picture()
        placed.add(picture, _LEFT - bounds.x, top - bounds.y)
        top += bounds.height + _APART
        drawings.append(write_picture(process.id, placed, names))
    return spliced(data, drawings)
