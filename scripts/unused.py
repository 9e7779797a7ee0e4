"""Name functions, classes, methods and imports that nothing uses; exit with 1 if there are any.

vulture finds them by name. Two kinds of its findings mean nothing here and are left out: fields
and enum members (the decorator or the value uses them), and methods that a framework calls
because of the class they are written in. Tests count as use, and so do templates of pages.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from vulture import Vulture
from vulture.core import Item

ROOT = Path(__file__).resolve().parents[1]
CALLED_BY_THE_FRAMEWORK = frozenset(
    {
        "Api",  # flask-smorest asks it how to answer errors
        "BaseApplication",  # gunicorn asks it for settings and the application
        "BaseTrigger",  # APScheduler asks it when to wake next
        "BpmnTaskSpec",  # SpiffWorkflow calls the hooks of its task life cycle
        "Collector",  # prometheus_client asks it for figures
        "Command",  # click calls its methods
        "Field",  # marshmallow calls it to read and to write
        "FlaskParser",  # webargs calls its loaders
        "LarkLexer",  # lark calls by protocol
        "Logger",  # gunicorn writes through it
        "NodeVisitor",  # ast calls visit_… by the name of the node
        "Protocol",  # declares what somebody else calls
        "Schema",  # marshmallow reads fields and hooks
        "Storage",  # Flask-Limiter counts in it
        "Transformer",  # lark calls methods by the name of the grammar rule
        "TypeDecorator",  # SQLAlchemy calls by protocol
        "Workflow",  # SpiffWorkflow notifies it
    }
)
TEMPLATES = ROOT / "web" / "templates"
KINDS = frozenset({"class", "function", "import", "method", "property", "unreachable_code"})


class Classes:
    """The classes of all files: where they stand and what they are built on."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._bases: dict[str, set[str]] = {}
        self._places: dict[Path, list[ast.ClassDef]] = {}
        for file in files:
            tree = ast.parse(file.read_bytes())
            self._places[file] = [n for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]
            for node in self._places[file]:
                bases = (
                    base.value if isinstance(base, ast.Subscript) else base for base in node.bases
                )
                names = {ast.unparse(base).rpartition(".")[2] for base in bases}
                self._bases.setdefault(node.name, set()).update(names)

    def around(self, item: Item) -> Iterator[str]:
        """Name the classes that the item stands in, and all that these are built on."""
        file = Path(item.filename).resolve()
        for node in self._places.get(file, ()):
            if node.lineno <= item.first_lineno <= (node.end_lineno or node.lineno):
                yield from self._family(node.name, set())

    def _family(self, name: str, seen: set[str]) -> Iterator[str]:
        if name not in seen:
            seen.add(name)
            yield name
            for base in self._bases.get(name, ()):
                yield from self._family(base, seen)


def named_in_templates() -> frozenset[str]:
    """Return every word that stands in the code of a template."""
    code = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)
    texts = (path.read_text("utf-8") for path in TEMPLATES.rglob("*.html"))
    return frozenset(
        word for text in texts for part in code.findall(text) for word in re.findall(r"\w+", part)
    )


def main() -> int:
    """Print a line for each finding and return the exit status."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["vulture"]
    paths = [ROOT / name for name in settings["paths"]]
    vulture = Vulture(
        ignore_names=settings["ignore_names"], ignore_decorators=settings["ignore_decorators"]
    )
    vulture.scavenge(paths)
    shown = named_in_templates()
    classes = Classes(file for path in paths for file in path.rglob("*.py"))
    found = [
        item
        for item in vulture.get_unused_code(min_confidence=settings["min_confidence"])
        if item.typ in KINDS
        and item.name not in shown
        and CALLED_BY_THE_FRAMEWORK.isdisjoint(classes.around(item))
    ]
    for item in found:
        place = Path(item.filename).resolve().relative_to(ROOT)
        sys.stdout.write(f"{place}:{item.first_lineno}: nothing uses the {item.typ} {item.name}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
