"""Every icon that a template names is among those that pages load."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

from web.assets import FOLDER, manifest

_MANY, _ICON_OF_EMPTY = 100, 2
TEMPLATES = Path(__file__).resolve().parents[2] / "web" / "templates"


def names() -> Iterator[tuple[str, str]]:
    """Yield the icons that templates name outright, each with its template."""
    environment = Environment(extensions=["jinja2.ext.do"])  # noqa: S701 - nothing is rendered
    for path in sorted(TEMPLATES.rglob("*.html")):
        for call in environment.parse(path.read_text("utf-8")).find_all(nodes.Call):
            name = _icon_of(call)
            if isinstance(name, nodes.Const) and name.value:
                yield path.name, str(name.value)


def _icon_of(call: nodes.Call) -> nodes.Expr | None:
    if isinstance(call.node, nodes.Name) and call.node.name == "icon":
        return call.args[0]
    is_empty = isinstance(call.node, nodes.Getattr) and call.node.attr == "empty"
    return call.args[_ICON_OF_EMPTY] if is_empty and len(call.args) > _ICON_OF_EMPTY else None


def test_the_drawings_that_pages_load_hold_every_icon_a_template_names() -> None:
    drawn = (FOLDER / manifest()["icons.svg"]).read_text("utf-8")
    found = list(names())
    assert len(found) > _MANY
    assert [each for each in found if f'id="{each[1]}"' not in drawn] == []
