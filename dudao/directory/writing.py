"""Units and people of a store as a file that can be imported again without a change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dudao import system
from dudao.failures import WrongUse
from dudao.groups import GROUPS
from dudao.register_export import beside
from engine.identity import Directory, all_people
from engine.model.calendar import SHANGHAI
from engine.store import Session
from engine.store.contacts import addresses_of
from registers.comma_separated import write_separated
from registers.describing import EVERYTHING
from registers.directory import PEOPLE, UNITS, ListKind, people_lines, unit_lines
from registers.sheets import Heading
from registers.wording import chinese
from registers.workbook import write_register

LISTS = {"units": UNITS, "people": PEOPLE}
"""The lists by what `dudao export` calls them."""


def lines_of(session: Session, key: str) -> Sequence[Sequence[str]]:
    """Return the lines of a list; people come by unit and id."""
    if key == "units":
        return tuple(unit_lines(Directory().units(session)))
    people = sorted(all_people(session).values(), key=lambda each: (each.unit, each.id))
    addresses = addresses_of(session, [each.id for each in people])
    return tuple(people_lines(people, GROUPS, addresses))


def write_list(kind: ListKind, lines: Sequence[Sequence[str]], target: Path) -> None:
    """Write a list as a workbook or CSV, as its name ends; WrongUse for another ending."""
    suffix = target.suffix.lower()
    if suffix not in {".xlsx", ".csv"}:
        raise WrongUse(
            f"{kind.title[0]}可以写成 .xlsx 或 .csv，现为 {target.name}。",
            en=f"Expected a name that ends in .xlsx or .csv, found {target.name}.",
        )
    with beside(target) as written:
        if suffix == ".csv":
            written.write_bytes(write_separated([kind.headings(chinese), *lines]))
        else:
            made_at = system.clock().astimezone(SHANGHAI)
            with written.open("wb") as file:
                write_register(
                    file, Heading(kind.title[0], EVERYTHING, made_at), kind.columns, lines
                )
        written.replace(target)
