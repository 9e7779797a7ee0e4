"""Registers as workbooks: written into a temporary file, recorded, and only then given out."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from flask import Response

from api.asking import asked, look_recorded, service
from api.files import XLSX, send_made
from engine.commands.registers import record_export
from engine.model.deadlines import local_day
from engine.model.registers import CaseFilter, ItemFilter
from registers.exporting import Exported, Register, write_export

A_WORKBOOK = {"content_type": XLSX, "description": "工作簿（XLSX）"}
_IN_MEMORY = 1024 * 1024


def workbook_of(wanted: CaseFilter | ItemFilter, order: str, *, is_descending: bool) -> Response:
    """Answer with the whole register that a filter lets through."""
    file = cast("BinaryIO", SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - closed when sent
    try:
        made = _write(file, Register(wanted, order, is_descending=is_descending))
        look_recorded(record_export, register=made.title, filtered=made.filtered, count=made.count)
    except BaseException:
        file.close()
        raise
    return send_made(file, f"{made.title}{local_day(service().clock())}.xlsx")


def _write(file: BinaryIO, register: Register) -> Exported:
    own = service()
    with own.store.read() as session:
        return write_export(
            file,
            register,
            session=session,
            engine=own.engine,
            clock=own.clock,
            actor=asked().actor,
        )
