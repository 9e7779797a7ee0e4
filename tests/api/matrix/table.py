"""What each role is answered, as a table to be read by eye."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.api.matrix.rows import ROWS, Row
from tests.api.matrix.world import COLUMNS, Place, World

_FIRST, _WIDTH = 52, 14
_REFUSED = 300
_PLACE = re.compile(r"<(?:[^<>]*:)?(\w+)>")
_CODE = re.compile(r"[a-z][a-z0-9_]+")
Table = Mapping[str, Mapping[str, str]]
"""By line and column: the status inside, and outside of the scope where that is told apart."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was answered."""

    line: str
    row: Row
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
    path = _PLACE.sub(r"{\1}", rule.rule.removeprefix("/api/v1"))
    return f"{method_of(rule):6} {path}{f' ({what})' if what else ''}"


def asked(world: World) -> Iterator[Asked]:
    """Send every request as every role, each to the same state of the world."""
    known = rules(world)
    for name, row in ROWS.items():
        rule = known[name.partition(":")[0]]
        for role in COLUMNS:
            for side in row.sides:
                world.restore()
                response = send(world, rule, row, role, world.places[side])
                yield Asked(line_of(name, rule), row, role, side, response)


def answered(world: World) -> Table:
    """Return what everybody is answered; every refusal is looked at on the way."""
    table: dict[str, dict[str, str]] = {}
    for each in asked(world):
        expect_known_shape(each)
        cells = table.setdefault(each.line, {})
        cells[each.role] = "/".join((*filter(None, [cells.get(each.role)]), mark(world, each)))
    return table


def expect_known_shape(asked: Asked) -> None:
    """Expect a refusal to be a problem with a code that programs can know, in Chinese."""
    response = asked.response
    if response.status_code < _REFUSED:
        return
    assert response.mimetype == "application/problem+json", asked
    said = response.get_json()
    assert said["status"] == response.status_code, asked
    assert _CODE.fullmatch(said["code"]), asked
    assert any("一" <= each <= "鿿" for each in said["detail"]), asked


def hidden_and_missing(world: World, expected: Table) -> Iterator[tuple[str, str, object, object]]:
    """Ask about what the table hides outside, and about what does not exist at all."""
    known = rules(world)
    for name, row in ROWS.items():
        rule = known[name.partition(":")[0]]
        line = line_of(name, rule)
        for role in COLUMNS:
            if not expected[line][role].endswith("/404"):
                continue
            world.restore()
            outside = world.places["outside"]
            there = send(world, rule, row, role, outside)
            missing = send(world, rule, row, role, outside.made_up())
            yield line, role, _said(there), _said(missing)


def _said(response: TestResponse) -> tuple[object, ...]:
    said = response.get_json()
    return response.status_code, said["code"], said["detail"], said["errors"]


def send(
    world: World,
    rule: Rule,
    row: Row,
    role: str,
    place: Place,
    *,
    headers: Mapping[str, str] | None = None,
) -> TestResponse:
    """Send one request about the things of a place; `headers` say otherwise who sends it."""
    path = world.app.url_map.bind("localhost").build(
        rule.endpoint, dict(row.path(place, role)), method=method_of(rule)
    )
    known = world.headers(role) if headers is None else headers
    return world.app.test_client(use_cookies=False).open(
        path,
        method=method_of(rule),
        headers={**known, **row.headers(place, role)},
        buffered=True,
        **row.arguments(place, role),
    )


def mark(world: World, asked: Asked) -> str:
    """Return the status, and whether what the row is about is in the answer."""
    status = str(asked.response.status_code)
    if asked.row.about is None or asked.response.status_code >= _REFUSED:
        return status
    shown = asked.response.get_data(as_text=True)
    return status + ("+" if asked.row.about(world.places[asked.side]) in shown else "-")


def written(table: Table) -> str:
    """Write the table, a line for each request."""
    lines = ["".join([" " * _FIRST, *(each.ljust(_WIDTH) for each in COLUMNS)])]
    for line, cells in table.items():
        lines.append(
            "".join([line.ljust(_FIRST), *(cells[each].ljust(_WIDTH) for each in COLUMNS)])
        )
    return "\n".join(each.rstrip() for each in lines) + "\n"


def read(text: str) -> dict[str, dict[str, str]]:
    """Read a written table; lines that begin with # are remarks, the first other one the head."""
    lines = [each for each in text.splitlines() if each.strip() and not each.startswith("#")]
    assert tuple(lines[0].split()) == COLUMNS
    return {
        line[:_FIRST].strip(): dict(zip(COLUMNS, line[_FIRST:].split(), strict=True))
        for line in lines[1:]
    }
