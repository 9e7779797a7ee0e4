"""Turn the rows of a list into units: all of them, or none with every reason said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.identity import MAX_KIND, Unit
from registers.directory.rows import Mistakes, Reader, readers
from registers.directory.table import UNITS
from registers.headings import find_headings
from registers.reading import Row


def check_units(rows: Sequence[Row], known: Mapping[str, Unit]) -> tuple[Unit, ...]:
    """Return the units of a list; raise InvalidArgument naming each cell that is wrong.

    `known` are the units of the directory: a unit may lie below one of those, too. A code given
    twice, a parent that is nowhere and a circle are named in their rows.
    """
    headings, below = find_headings(rows, UNITS.wanted)
    mistakes = Mistakes(UNITS)
    found: dict[str, tuple[Reader, Unit]] = {}
    for reader in readers(below, headings, mistakes):
        unit = _unit(reader)
        if unit.code in found:
            first = found[unit.code][0].row.number
            reader.wrong(
                "code",
                f"与第{first}行重复：“{unit.code}”。",
                f"Expected a code unlike row {first}.",
            )
        elif unit.code:
            found[unit.code] = reader, unit
    _check_parents(found, known)
    mistakes.refuse_if_any()
    return tuple(unit for _, unit in found.values())


def _unit(reader: Reader) -> Unit:
    kind = reader.text("kind")
    if len(kind) > MAX_KIND:
        reader.too_long("kind", kind, MAX_KIND)
    parent = reader.identity("parent", is_required=False)
    return Unit(reader.identity("code"), reader.name("name"), parent or None, kind)


def _check_parents(found: Mapping[str, tuple[Reader, Unit]], known: Mapping[str, Unit]) -> None:
    parents = {code: unit.parent for code, unit in known.items()}
    parents |= {code: unit.parent for code, (_, unit) in found.items()}
    settled: set[str] = set()
    for reader, unit in found.values():
        if unit.parent and unit.parent not in parents:
            reader.wrong(
                "parent",
                f"本表和系统内都没有代码为“{unit.parent}”的单位。",
                f"Expected a known unit, found {unit.parent!r}.",
            )
        elif _is_in_circle(unit.code, parents, settled):
            reader.wrong(
                "parent",
                f"上级关系成环：“{unit.code}”最终成了自己的上级。",
                f"Expected a tree, but {unit.code!r} lies above itself.",
            )


def _is_in_circle(code: str, parents: Mapping[str, str | None], settled: set[str]) -> bool:
    """Say whether a unit lies above itself; `settled` are units already known to lead to a root."""
    climbed: dict[str, None] = {}
    at: str | None = code
    while at is not None and at not in settled:
        if at in climbed:
            return at == code
        climbed[at] = None
        at = parents.get(at)
    settled.update(climbed)
    return False
