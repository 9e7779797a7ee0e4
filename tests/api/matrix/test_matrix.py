"""Every endpoint, asked as every role, about things inside and outside of its scope.

`expected.txt` says what each is answered; read it as a table of who may do what. It is never
written by a program: `python -m tests.api.matrix` prints what is answered now, for comparison.
"""

from __future__ import annotations

from importlib.resources import files

from tests.api.matrix import table
from tests.api.matrix.rows import ROWS
from tests.api.matrix.table import Table
from tests.api.matrix.world import World

EXPECTED = files(__package__).joinpath("expected.txt").read_text("utf-8")


def test_every_role_is_answered_as_the_table_says(answered: Table) -> None:
    expected = table.read(EXPECTED)
    assert list(answered) == list(expected)
    differing = {
        f"{line} {role}": (cells[role], expected[line][role])
        for line, cells in answered.items()
        for role in cells
        if cells[role] != expected[line][role]
    }
    assert differing == {}, "answered, expected"


def test_every_route_has_a_row(world: World) -> None:
    asked = {name.partition(":")[0] for name in ROWS}
    assert set(table.rules(world)) == asked


def test_what_is_out_of_sight_is_answered_as_what_is_not_there(world: World) -> None:
    """Where the table says 404 outside, a made-up name gets the same words."""
    told_apart = [
        f"{line} {role}: {there} {missing}"
        for line, role, there, missing in table.hidden_and_missing(world, table.read(EXPECTED))
        if there != missing
    ]
    assert told_apart == []
