"""Cases: the register, opening, and what concerns a case as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from api.area import Area
from api.asking import act, expect_text, look, look_recorded
from api.case_state import Answer, act_on_case
from api.exporting import A_WORKBOOK, workbook_of
from api.files import A_FILE
from api.paging import PlainPageQuery, page_from, page_of
from api.preconditions import quoted
from api.schemas import cases as schemas
from api.schemas.derived import answer_of
from api.schemas.parts import CaseChanged, Reason
from engine import commands
from engine.commands.reading.case_messages import CaseMessageView, list_case_messages
from engine.commands.reading.cases import read_case
from engine.commands.reading.histories import AccessView, HistoryPage, read_access, read_history
from engine.commands.reading.services import ServiceView, list_services
from engine.commands.reading.states import (
    DiagramView,
    VariablesView,
    read_case_variables,
    read_diagram,
)
from engine.commands.reading.views import CaseView
from engine.commands.registers import count_register, list_cases
from engine.model.deadlines import Light
from engine.model.registers import CaseFilter, Days, Page

CASES = Area("cases", "/cases", "案件：立案、台账、办理全案的事项")
Query = Mapping[str, Any]
_WHOLE = schemas.CaseQuery(exclude=("limit", "after", "count"))


@CASES.route("")
@CASES.arguments(schemas.CaseQuery, location="query")
@CASES.response(200, page_of(schemas.CaseLine))
def list_them(query: Query) -> object:
    """List cases of the units in scope.

    案件台账。
    """
    wanted = _filter(query)
    listed = look(list_cases, wanted=wanted, order=query["sort"], page=page_from(query))
    total = look(count_register, wanted=wanted) if query["count"] else None
    return {"items": listed.rows, "next": listed.next, "total": total}


@CASES.route("/workbook")
@CASES.arguments(_WHOLE, location="query")
@CASES.response(200, A_FILE, **A_WORKBOOK)
def export(query: Query) -> Response:
    """Take out the register of cases; the history says who did.

    导出案件台账。
    """
    return workbook_of(_filter(query), query["sort"].value, is_descending=query["descending"])


@CASES.route("", methods=["POST"])
@CASES.arguments(schemas.CaseToOpen)
@CASES.response(201, schemas.CaseOpened)
@CASES.alt_response(404, "NOT_FOUND")
@CASES.tagged(is_required=False)
def open_one(body: Query) -> Answer:
    """Open a case.

    立案。
    """
    opened = act(commands.open_case, **body)
    return opened, 201, {"Location": f"/api/v1/cases/{opened.case_id}", **quoted(opened.version)}


@CASES.route("/<string:case_id>")
@CASES.response(200, answer_of(CaseView))
@CASES.tagged(is_required=False)
def fetch(case_id: str) -> Answer:
    """Return a case, and what the caller may do with it now; the reading is recorded.

    案件详情：办理情况、待办、问题项、关联案件，以及现在可以办的事。
    """
    view = look_recorded(read_case, case_id=expect_text(case_id))
    return view, 200, quoted(view.version)


@CASES.route("/<string:case_id>/cancellation", methods=["POST"])
@CASES.arguments(Reason)
@CASES.response(200, CaseChanged)
@CASES.tagged(is_required=False)
def cancel(body: Query, case_id: str) -> Answer:
    """End a case before its time.

    撤销。
    """
    return act_on_case(commands.cancel_case, case_id, **body)


@CASES.route("/<string:case_id>/suspension", methods=["POST"])
@CASES.arguments(Reason)
@CASES.response(200, CaseChanged)
@CASES.tagged(is_required=False)
def suspend(body: Query, case_id: str) -> Answer:
    """Let every clock of a case stand still.

    中止。
    """
    return act_on_case(commands.suspend_case, case_id, **body)


@CASES.route("/<string:case_id>/resumption", methods=["POST"])
@CASES.arguments(Reason)
@CASES.response(200, CaseChanged)
@CASES.tagged(is_required=False)
def resume(body: Query, case_id: str) -> Answer:
    """Let the clocks of a case run again.

    恢复。
    """
    return act_on_case(commands.resume_case, case_id, **body)


@CASES.route("/<string:case_id>/messages", methods=["POST"])
@CASES.arguments(schemas.Message)
@CASES.response(200, schemas.MessageSent)
@CASES.tagged(is_required=False)
def send(body: Query, case_id: str) -> Answer:
    """Give a case a message that its diagram may wait for.

    向案件发送消息。
    """
    return act_on_case(commands.send_message, case_id, **body)


@CASES.route("/<string:case_id>/extensions", methods=["POST"])
@CASES.arguments(schemas.VariableExtension)
@CASES.response(200, schemas.Extended)
@CASES.tagged(is_required=False)
def extend(body: Query, case_id: str) -> Answer:
    """Extend a deadline that a variable of the case holds.

    延长案件变量中的期限。
    """
    return act_on_case(commands.extend_deadline, case_id, **body)


@CASES.route("/<string:case_id>/history")
@CASES.arguments(schemas.EventsQuery, location="query")
@CASES.response(200, answer_of(HistoryPage))
def history(query: Query, case_id: str) -> object:
    """Return what happened in a case, as the caller may read it; the reading is recorded.

    案件历史：被督导单位只能看到本单位的办理和送达本单位的事项。
    """
    return look_recorded(read_history, case_id=expect_text(case_id), **query)


@CASES.route("/<string:case_id>/access")
@CASES.arguments(schemas.EventsQuery, location="query")
@CASES.response(200, page_of(answer_of(AccessView)))
def access(query: Query, case_id: str) -> object:
    """Return who read a case, and when.

    查阅记录：谁在何时查阅了案件的哪一部分。
    """
    found = look_recorded(read_access, case_id=expect_text(case_id), **query)
    return {"items": found.rows, "next": found.next, "total": None}


@CASES.route("/<string:case_id>/notifications")
@CASES.arguments(PlainPageQuery, location="query")
@CASES.response(200, page_of(answer_of(CaseMessageView)))
def told(query: Query, case_id: str) -> object:
    """Return what was told about a case to whom, how it left, who saw and read it; recorded.

    案件的消息：告知何人、何时、经何渠道送出、结果如何，何人何时已显示、已读。
    """
    page = Page(query["limit"], query["after"])
    found = look_recorded(list_case_messages, case_id=expect_text(case_id), page=page)
    return {"items": found.rows, "next": found.next, "total": None}


@CASES.route("/<string:case_id>/services")
@CASES.response(200, answer_of(ServiceView)(many=True))
def services(case_id: str) -> object:
    """Return how documents were served: shown, opened, signed, and when it counts; recorded.

    送达：每份文书何时已显示、已打开、已签收；以签收（或留置送达登记）为准。
    """
    return list(look_recorded(list_services, case_id=expect_text(case_id)))


@CASES.route("/<string:case_id>/variables")
@CASES.response(200, answer_of(VariablesView))
def variables(case_id: str) -> object:
    """Return what a case knows, and its deadlines explained; the reading is recorded.

    案件变量和期限计算说明。
    """
    return look_recorded(read_case_variables, case_id=expect_text(case_id))


@CASES.route("/<string:case_id>/diagram")
@CASES.response(200, answer_of(DiagramView))
def diagram(case_id: str) -> object:
    """Return the diagram of a case and where the case stands in it; the reading is recorded.

    流程图及办理进度。
    """
    return look_recorded(read_diagram, case_id=expect_text(case_id))


def _filter(query: Query) -> CaseFilter:
    return CaseFilter(
        unit=query["unit"],
        keys=tuple(query["process"]),
        statuses=tuple(query["status"]),
        lights=tuple(map(Light, query["light"])),
        opened=Days(query["opened_since"], query["opened_until"]),
        due=Days(query["due_since"], query["due_until"]),
        ended=Days(query["ended_since"], query["ended_until"]),
        text=query["text"],
        is_mine=query["mine"],
        is_unit_alone=query["unit_alone"],
        on_time=query["on_time"],
    )
