"""Problem items (问题项): the register, its workbook, and cases opened from a workbook."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from flask import Response

from api.area import Area
from api.asking import act, asked, expect_text, look, service
from api.case_state import Answer
from api.exporting import A_WORKBOOK, workbook_of
from api.files import A_FILE, send_made, taking
from api.json_values import form_in
from api.paging import PageQuery, page_from, page_of
from api.preconditions import quoted
from api.schemas import items as schemas
from api.schemas.cases import CaseOpened
from engine import commands
from engine.commands.open_case import expect_may_open
from engine.commands.registers import count_register, list_items, list_items_of_case
from engine.model.deadlines import Light
from engine.model.forms import Field
from engine.model.registers import Days, ItemFilter
from registers.archive import MAX_BYTES
from registers.checking import check_table, examine_table
from registers.problem_list import blank_table, list_field
from registers.reading import Row, read_table
from registers.stored_names import StoredNames

ITEMS = Area("items", "", "问题项：台账、导出、用工作簿立案")
Query = Mapping[str, Any]
_WHOLE = schemas.ItemQuery(exclude=("limit", "after", "count"))


@ITEMS.route("/items")
@ITEMS.arguments(schemas.ItemQuery, location="query")
@ITEMS.response(200, page_of(schemas.ItemLine))
def list_them(query: Query) -> object:
    """List problem items of the units in scope.

    问题整改台账。
    """
    wanted = _filter(query)
    listed = look(list_items, wanted=wanted, order=query["sort"], page=page_from(query))
    total = look(count_register, wanted=wanted) if query["count"] else None
    return {"items": listed.rows, "next": listed.next, "total": total}


@ITEMS.route("/cases/<string:case_id>/items")
@ITEMS.arguments(PageQuery, location="query")
@ITEMS.response(200, page_of(schemas.ItemLine))
@ITEMS.alt_response(404, "NOT_FOUND")
def list_of_case(query: Query, case_id: str) -> object:
    """List the problem items of one case.

    一案的问题。
    """
    named = expect_text(case_id)
    listed = look(list_items_of_case, case_id=named, page=page_from(query))
    total = look(count_register, wanted=ItemFilter(case_id=named)) if query["count"] else None
    return {"items": listed.rows, "next": listed.next, "total": total}


@ITEMS.route("/items/workbook")
@ITEMS.arguments(_WHOLE, location="query")
@ITEMS.response(200, A_FILE, **A_WORKBOOK)
def export(query: Query) -> Response:
    """Take out the register of problem items; the history says who did.

    导出问题整改台账。
    """
    return workbook_of(_filter(query), query["sort"].value, is_descending=query["descending"])


@ITEMS.route("/items/blank-workbook")
@ITEMS.arguments(schemas.Blank, location="query")
@ITEMS.response(200, A_FILE, **A_WORKBOOK)
@ITEMS.alt_response(404, "NOT_FOUND")
def blank(query: Query) -> Response:
    """Give out the empty workbook for the problems of a case.

    问题清单空白表。
    """
    content = look(blank_table, process=query["process"])
    return send_made(io.BytesIO(content), "问题清单.xlsx")


@ITEMS.route("/items/previews", methods=["POST"])
@taking(MAX_BYTES)
@ITEMS.arguments(schemas.Table, location="files")
@ITEMS.response(200, schemas.Preview)
@ITEMS.alt_response(404, "NOT_FOUND")
def preview(form: Query) -> object:
    """Check a workbook row by row; nothing is opened.

    核对问题清单。
    """
    wanted, units = _expected(form)
    examined = examine_table(_rows(form), wanted, units)
    return {
        "is_sound": not examined.refused,
        "field": wanted.id,
        "items": examined.taken.items,
        "notes": examined.taken.notes,
        "refused": [
            {"path": each.path, "detail": each.zh, "detail_en": each.en}
            for each in examined.refused
        ],
    }


@ITEMS.route("/items/imports", methods=["POST"])
@taking(MAX_BYTES)
@ITEMS.arguments(schemas.TableToImport, location="files")
@ITEMS.response(201, CaseOpened)
@ITEMS.alt_response(404, "NOT_FOUND")
def import_table(form: Query) -> Answer:
    """Open a case with the problems of a workbook: all of them, or nothing.

    导入立案。
    """
    rest = form_in(form["form"])
    wanted, units = _expected(form)
    taken = check_table(_rows(form), wanted, units)
    opened = act(
        commands.open_case,
        process=form["process"],
        unit=form["unit"],
        title=form["title"],
        form={**rest, wanted.id: list(taken.items)},
    )
    return opened, 201, {"Location": f"/api/v1/cases/{opened.case_id}", **quoted(opened.version)}


def _expected(form: Query) -> tuple[Field, dict[str, str]]:
    """Return the list field that the rows are for, and the units; NotPermitted for no business."""
    named = {name: expect_text(form[name]) for name in ("process", "unit")}
    own = service()
    with own.store.read() as session:
        expect_may_open(session, engine=own.engine, clock=own.clock, actor=asked().actor, **named)
        units = StoredNames(session, own.engine).units()
        return list_field(session, own.engine, named["process"]), units


def _rows(form: Query) -> tuple[Row, ...]:
    """Read the table, outside a unit of work, for that may take its time."""
    file = form["file"]
    return read_table(file.filename or "", file.stream.read(MAX_BYTES + 1))


def _filter(query: Query) -> ItemFilter:
    return ItemFilter(
        unit=query["unit"],
        keys=tuple(query["process"]),
        statuses=tuple(query["status"]),
        lights=tuple(map(Light, query["light"])),
        opened=Days(query["opened_since"], query["opened_until"]),
        due=Days(query["due_since"], query["due_until"]),
        ended=Days(query["ended_since"], query["ended_until"]),
        text=query["text"],
        is_mine=query["mine"],
        kinds=tuple(query["kind"]),
        severities=tuple(query["severity"]),
        owner=query["owner"],
        case_id=query["case_id"],
        on_time=query["on_time"],
    )
