"""Registers as workbooks: written into a temporary file, recorded, and only then given out."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from flask import Response

from api.asking import asked, look, look_recorded, service
from api.files import XLSX, send_made
from engine.commands.reading.overview.figures import (
    read_overview,
    record_overview_export,
)
from engine.commands.registers import record_export
from engine.model.deadlines import local_day
from engine.model.overview import OverviewFilter
from engine.model.registers import CaseFilter, ItemFilter
from registers.exporting import Exported, Register, write_export
from registers.overview import overview_workbook
from registers.stored_names import StoredNames
from registers.wording import Say, chinese

A_WORKBOOK = {"content_type": XLSX, "description": "工作簿（XLSX）"}
_IN_MEMORY = 1024 * 1024


def workbook_of(
    wanted: CaseFilter | ItemFilter, order: str, *, is_descending: bool, say: Say = chinese
) -> Response:
    """Answer with the whole register that a filter lets through, in the language that is said."""
    file = cast("BinaryIO", SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - closed when sent
    try:
        made = _write(file, Register(wanted, order, is_descending=is_descending), say)
        look_recorded(record_export, register=made.title, filtered=made.filtered, count=made.count)
    except BaseException:
        file.close()
        raise
    return send_made(file, dated_name(made.name, local_day(service().clock()), say))


def overview_workbook_of(wanted: OverviewFilter, *, say: Say = chinese) -> Response:
    """Answer with the overview that a filter asks for."""
    overview = look(read_overview, wanted=wanted)
    own = service()
    with own.store.read() as session:
        names = StoredNames(session, own.engine)
        person = names.person(asked().actor.person)
        made = overview_workbook(overview, names, made_by=person, say=say)
    look_recorded(record_overview_export, filtered=made.filtered, count=made.count)
    return send_made(BytesIO(made.content), dated_name(made.name, local_day(overview.as_of), say))


def dated_name(name: str, on: date, say: Say) -> str:
    """Return what a workbook of a day is called as a file."""
    return say(f"{name}{on}.xlsx", f"{name} {on}.xlsx")


def _write(file: BinaryIO, register: Register, say: Say) -> Exported:
    own = service()
    with own.store.read() as session:
        return write_export(
            file,
            register,
            session=session,
            engine=own.engine,
            clock=own.clock,
            actor=asked().actor,
            say=say,
        )
