"""Lists of units and people as workbooks and CSV files: rows in, checked entries out, and back."""

from __future__ import annotations

from registers.directory.lines import people_lines, unit_lines
from registers.directory.people import PeopleList, check_people, check_people_list
from registers.directory.table import MAX_LISTED, PEOPLE, UNITS, ListKind, read_list
from registers.directory.template import list_template, people_choices
from registers.directory.units import check_units

__all__ = [
    "MAX_LISTED",
    "PEOPLE",
    "UNITS",
    "ListKind",
    "PeopleList",
    "check_people",
    "check_people_list",
    "check_units",
    "list_template",
    "people_choices",
    "people_lines",
    "read_list",
    "unit_lines",
]
