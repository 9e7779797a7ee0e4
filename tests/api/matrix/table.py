"""What each role is answered, as a table to be read by eye."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.api.matrix.rows import ROWS, Row
from tests.api.matrix.world import COLUMNS, World

_FIRST, _WIDTH = 66, 14
Table = Mapping[str, Mapping[str, str]]
"""By line and column: the status inside, and outside of the scope where that is told apart."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was answered."""

    line: str
    role: str
    side: str
    response: TestResponse


def rules(world: World) -> dict[str, Rule]:
    """Return the routes of the application by endpoint."""
    return {rule.endpoint: rule for rule in world.app.url_map.iter_rules()}


def method_of(rule: Rule) -> str:
    """Return the method that a route is for."""
    (method,) = (rule.methods or set()) - {"HEAD", "OPTIONS"}
    return method


def line_of(name: str, rule: Rule) -> str:
    """Name a line of the table."""
    _, _, what = name.partition(":")
    return f"{method_of(rule):6} {rule.rule.replace('/api/v1', '')}{f' ({what})' if what else ''}"


def asked(world: World) -> Iterator[Asked]:
    """Send every request as every role, each to the same state of the world."""
    known = rules(world)
    for name, row in ROWS.items():
        rule = known[name.partition(":")[0]]
        for role in COLUMNS:
            for side in row.sides:
                world.restore()
                yield Asked(line_of(name, rule), role, side, send(world, rule, row, role, side))


def send(world: World, rule: Rule, row: Row, role: str, side: str) -> TestResponse:
    """Send one request."""
    place = world.places[side]
    path = world.app.url_map.bind("localhost").build(
        rule.endpoint, dict(row.path(place, role)), method=method_of(rule)
    )
    headers = {**world.headers(role), **row.headers(place, role)}
    return world.app.test_client(use_cookies=False).open(
        path, method=method_of(rule), headers=headers, **row.arguments(place, role)
    )


def mark(world: World, row: Row, asked: Asked) -> str:
    """Return the status, and for a list whether it shows what it is about."""
    status = str(asked.response.status_code)
    if row.about is None or asked.response.status_code >= 300:
        return status
    is_shown = row.about(world.places[asked.side]) in asked.response.get_data(as_text=True)
    return status + ("+" if is_shown else "-")


def written(table: Table) -> str:
    """Write the table, a line for each request."""
    lines = ["".join([" " * _FIRST, *(each.ljust(_WIDTH) for each in COLUMNS)])]
    for line, cells in table.items():
        lines.append("".join([line.ljust(_FIRST), *(cells[each].ljust(_WIDTH) for each in COLUMNS)]))
    return "\n".join(each.rstrip() for each in lines) + "\n"


def read(text: str) -> dict[str, dict[str, str]]:
    """Read a written table; lines that begin with # are remarks."""
    table = {}
    for line in text.splitlines()[1:]:
        if line.strip() and not line.startswith("#"):
            cells = line[_FIRST:].split()
            table[line[:_FIRST].strip()] = dict(zip(COLUMNS, cells, strict=True))
    return table
