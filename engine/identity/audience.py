"""Who is meant: people by name, and whoever holds a role for a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Audience:
    """People, and members of groups whose unit is `unit` or lies above it.

    Without a unit, members of the groups in all units are meant. Nobody from an excluded unit
    or below it is.
    """

    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    unit: str | None = None
    excluded_units: tuple[str, ...] = ()

    def record(self) -> dict[str, object]:
        """Return it as the JSON that outbox messages carry."""
        return {
            "people": list(self.people),
            "groups": list(self.groups),
            "unit": self.unit,
            "excluded_units": list(self.excluded_units),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, object]) -> Audience:
        """Read what `record` wrote; a missing member is empty."""
        unit = record.get("unit")
        return cls(
            people=_texts(record.get("people")),
            groups=_texts(record.get("groups")),
            unit=None if unit is None else str(unit),
            excluded_units=_texts(record.get("excluded_units")),
        )


def _texts(listed: object) -> tuple[str, ...]:
    return tuple(map(str, listed)) if isinstance(listed, list | tuple) else ()
