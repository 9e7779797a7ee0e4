"""Units (督导机构、被督导单位) and the tree they form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from engine.model.errors import FieldError, InvalidArgument, NotFound


@dataclass(frozen=True, slots=True)
class Unit:
    """An office, school or government; `parent` is the code of the unit above it.

    `ended_on` is the first day on which there is no such unit any more, `successor` the code of
    the unit that took its place.
    """

    code: str
    name: str
    parent: str | None = None
    kind: str = ""
    ended_on: date | None = None
    successor: str | None = None


class UnitTree:
    """Answer what lies above and below a unit; immutable."""

    __slots__ = ("_paths", "_units")

    def __init__(self, units: Iterable[Unit]) -> None:
        """Take all units; a missing parent or a circle raises InvalidArgument naming the units."""
        self._units = {unit.code: unit for unit in units}
        _refuse_orphans(self._units)
        self._paths = _paths(self._units)

    def __contains__(self, code: object) -> bool:
        return code in self._units

    def __len__(self) -> int:
        return len(self._units)

    @property
    def units(self) -> Mapping[str, Unit]:
        """Return all units by code."""
        return MappingProxyType(self._units)

    def unit(self, code: str) -> Unit:
        """Return a unit; raise NotFound when there is none."""
        found = self._units.get(code)
        if found is None:
            raise NotFound(f"单位“{code}”不存在。", en=f"There is no unit {code!r}.")
        return found

    def path(self, code: str | None) -> tuple[str, ...]:
        """Return the unit itself, the unit above it, and so on to the root; () when unknown."""
        return () if code is None else self._paths.get(code, ())

    def is_within(self, unit: str | None, ancestor: str) -> bool:
        """Say whether a unit is the other one or lies below it."""
        return ancestor in self.path(unit)

    def trunk(self) -> frozenset[str]:
        """Return the units over all others: from the root down to the first with several below it.

        Of several roots none is over the others, and each is as high as any: all are returned.
        """
        below: dict[str | None, list[str]] = {}
        for unit in self._units.values():
            below.setdefault(unit.parent or None, []).append(unit.code)
        found = below.get(None, [])
        trunk = set(found)
        while len(found) == 1:
            trunk |= set(found)
            found = below.get(found[0], [])
        return frozenset(trunk)


def _refuse_orphans(units: Mapping[str, Unit]) -> None:
    orphans = [unit for unit in units.values() if unit.parent and unit.parent not in units]
    if orphans:
        raise InvalidArgument(
            "有单位的上级单位不存在。",
            en="Expected the parent of every unit to exist.",
            code="unknown_unit",
            errors=tuple(
                FieldError(
                    unit.code,
                    f"上级单位“{unit.parent}”不存在。",
                    f"There is no parent unit {unit.parent!r}.",
                )
                for unit in orphans
            ),
        )


def _paths(units: Mapping[str, Unit]) -> dict[str, tuple[str, ...]]:
    paths: dict[str, tuple[str, ...]] = {}
    for start in units:
        climbed: dict[str, None] = {}
        code: str | None = start
        while code is not None and code not in paths:
            if code in climbed:
                raise _circle(code)
            climbed[code] = None
            code = units[code].parent or None
        above = () if code is None else paths[code]
        for each in reversed(climbed):
            above = paths[each] = (each, *above)
    return paths


def _circle(code: str) -> InvalidArgument:
    return InvalidArgument(
        f"单位“{code}”的上级关系成环。",
        en=f"Expected a tree, but unit {code!r} lies above itself.",
        code="unit_circle",
        errors=(FieldError(code, "上级关系成环。", "This unit lies above itself."),),
    )
