"""Units and people from a list (XLSX, CSV): all rows or none, and what each of them changes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Response

from api.area import Area
from api.asking import act, look, service
from api.exporting import A_WORKBOOK
from api.files import A_FILE, send_made, taking
from api.schemas import directory as schemas
from engine.commands import directory as commands
from notifications.contacts.addresses import address_checks
from notifications.contacts.listing import import_list
from registers.archive import MAX_BYTES
from registers.directory import (
    PEOPLE,
    UNITS,
    check_people_list,
    check_units,
    list_template,
    people_choices,
    read_list,
)
from registers.reading import Row

LISTS = Area("directory-lists", "", "导入单位和人员名单", scope="directory")
Form = Mapping[str, Any]


@LISTS.route("/units/import", methods=["POST"])
@taking(MAX_BYTES)
@LISTS.arguments(schemas.ListToImport, location="files")
@LISTS.response(200, schemas.UnitsReport)
def import_units(form: Form) -> object:
    """Bring the units up to date from a list; with `dry_run` only say what would change.

    导入单位。
    """
    known = look(commands.known_units)
    units = check_units(_rows(form), known)
    return act(commands.import_units, units=units, **_how(form))


@LISTS.route("/people/import", methods=["POST"])
@taking(MAX_BYTES)
@LISTS.arguments(schemas.PeopleToImport, location="files")
@LISTS.response(200, schemas.PeopleReport)
def import_people(form: Form) -> object:
    """Bring people and posts up to date from a list; with `dry_run` only say what would change.

    导入人员、职务和联系地址。名单没有写到的人员不改动，除非要求改为不在职；空着的地址不改动。
    """
    known, own = look(commands.known_units), service()
    names = {code: unit.name for code, unit in known.items()}
    checks = address_checks(own.channels)
    listed = check_people_list(_rows(form), groups=own.engine.groups, units=names, checks=checks)
    done = act(
        import_list,
        channels=own.channels,
        people=listed.people,
        addresses=listed.addresses,
        deactivate_missing=form["deactivate_missing"],
        **_how(form),
    )
    return {**asdict(done.people), "addresses": done.addresses}


@LISTS.route("/units/import-template")
@LISTS.response(200, A_FILE, **A_WORKBOOK)
def units_template() -> Response:
    """Give out the empty workbook for a list of units.

    单位名单空白表。
    """
    look(commands.known_units)
    return send_made(io.BytesIO(list_template(UNITS, {})), f"{UNITS.title[0]}.xlsx")


@LISTS.route("/people/import-template")
@LISTS.response(200, A_FILE, **A_WORKBOOK)
def people_template() -> Response:
    """Give out the empty workbook for a list of people.

    人员名单空白表。
    """
    look(commands.known_units)
    allowed = people_choices(service().engine.groups)
    return send_made(io.BytesIO(list_template(PEOPLE, allowed)), f"{PEOPLE.title[0]}.xlsx")


def _rows(form: Form) -> tuple[Row, ...]:
    """Read the table, outside a unit of work, for that may take its time."""
    return read_list(form["file"].stream.read(MAX_BYTES + 1))


def _how(form: Form) -> dict[str, object]:
    return {"is_trial": form["dry_run"], "note": form["file"].filename or ""}
