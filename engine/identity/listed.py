"""Whether a column with a JSON list of texts contains one, as each store is quickest to say."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Boolean, ColumnElement, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Lists(FunctionElement[bool]):
    """Say that a JSON list of texts, written without blanks, contains a text.

    The text in its quotation marks begins an element only behind a bracket or a comma: inside an
    element a quotation mark is escaped.
    """

    type = Boolean()
    inherit_cache = True

    def __init__(self, listed: ColumnElement[Any], text: str) -> None:
        quoted = orjson.dumps(text).decode()
        ways = [f"[{quoted}", f",{quoted}"]
        super().__init__(listed, *map(literal, ways), *(literal(_pattern(each)) for each in ways))


def _pattern(text: str) -> str:
    for special in ("\\", "%", "_"):
        text = text.replace(special, f"\\{special}")
    return f"%{text}%"


def _found(element: Lists, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - whatever is passed on
    listed, first, later = (compiler.process(each, **how) for each in list(element.clauses)[:3])
    return f"(instr({listed}, {first}) > 0 OR instr({listed}, {later}) > 0)"


def _like(element: Lists, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - whatever is passed on
    # Of what is like a text PostgreSQL knows how much there is: it keeps the most common lists.
    parts = list(element.clauses)
    listed, first, later = (compiler.process(parts[at], **how) for at in (0, 3, 4))
    return f"({listed} LIKE {first} OR {listed} LIKE {later})"


compiles(Lists, "sqlite")(_found)
compiles(Lists, "postgresql")(_like)
