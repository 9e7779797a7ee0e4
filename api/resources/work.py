"""Open work (待办): who holds it, and completing it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from flask import request

from api.area import Area
from api.asking import KEY, asked, expect_text, look, look_recorded, service
from api.case_state import Answer, act_on_work
from api.hiding import hiding
from api.preconditions import quoted
from api.problems import problem_of
from api.schemas import cases, work
from api.schemas.derived import answer_of
from api.schemas.parts import CaseChanged, WorkHeld, WorkUrged
from engine import commands
from engine.commands.reading.works import WorkForm, candidates_of, read_work
from engine.commands.work_reading import list_work
from engine.model.deadlines import Light
from engine.model.errors import EngineError
from engine.model.registers import Days, Page
from engine.model.work_lists import Holder, WorkFilter

WORK = Area("work", "/work", "待办：签收、退签、指派、委托、办结")
Body = Mapping[str, Any]


@WORK.route("")
@WORK.arguments(work.WorkQuery, location="query")
@WORK.response(200, work.WorkPage)
def list_them(query: Body) -> object:
    """List open work, soonest due first; with On-Behalf-Of that of the absent person.

    待办列表：本人持有的、可以签收的，或管辖范围内的全部。
    """
    wanted = WorkFilter(
        whose=query["whose"],
        case_id=query["case_id"],
        keys=tuple(query["process"]),
        unit=query["unit"],
        due_before=query["due_before"],
        lights=tuple(map(Light, query["light"])),
        text=query["text"],
        case_unit=query["case_unit"],
        opened=Days(query["opened_since"], query["opened_until"]),
        holder=_holder(query),
    )
    found = look(list_work, wanted=wanted, page=Page(query["limit"], query["after"]))
    return {"items": found.rows, "next": found.next, "total": found.total}


def _holder(query: Body) -> Holder | None:
    kind = query["holder_kind"]
    return None if kind is None else Holder(kind, query["holder"] or "")


@WORK.route("/<string:work_id>")
@WORK.response(200, answer_of(WorkForm))
@WORK.tagged(is_required=False)
def fetch(work_id: str) -> Answer:
    """Return open work with its form; the reading is recorded.

    待办及其表单：字段、已有的值、期限说明。
    """
    found = look_recorded(read_work, work_id=expect_text(work_id))
    return found, 200, quoted(found.case.version)


@WORK.route("/<string:work_id>/candidates")
@WORK.response(200, work.Candidates)
def candidates(work_id: str) -> object:
    """Return whom the work could be given to.

    可以指派或委托的人员：候选、在管辖范围内、符合职责分离。
    """
    return {"items": look(candidates_of, work_id=expect_text(work_id))}


@WORK.route("/<string:work_id>/claim", methods=["POST"])
@WORK.response(200, WorkHeld)
@WORK.tagged(is_required=False)
def claim(work_id: str) -> Answer:
    """Take open work that nobody holds.

    签收。
    """
    return act_on_work(commands.claim, work_id)


@WORK.route("/<string:work_id>/unclaim", methods=["POST"])
@WORK.response(200, WorkHeld)
@WORK.tagged(is_required=False)
def unclaim(work_id: str) -> Answer:
    """Give work back.

    退签。
    """
    return act_on_work(commands.unclaim, work_id)


@WORK.route("/<string:work_id>/assignment", methods=["POST"])
@WORK.arguments(work.Receiver)
@WORK.response(200, WorkHeld)
@WORK.tagged(is_required=False)
def assign(body: Body, work_id: str) -> Answer:
    """Give work to a person, whoever held it.

    指派。
    """
    return act_on_work(commands.assign, work_id, **body)


@WORK.route("/<string:work_id>/delegation", methods=["POST"])
@WORK.arguments(work.Receiver)
@WORK.response(200, WorkHeld)
@WORK.tagged(is_required=False)
def delegate(body: Body, work_id: str) -> Answer:
    """Let somebody else do one's own work.

    委托。
    """
    return act_on_work(commands.delegate, work_id, **body)


@WORK.route("/<string:work_id>/completion", methods=["POST"])
@WORK.arguments(work.Form)
@WORK.response(200, CaseChanged)
@WORK.tagged(is_required=False)
def complete(body: Body, work_id: str) -> Answer:
    """Complete work with its form.

    办结。
    """
    return act_on_work(commands.complete, work_id, **body)


@WORK.route("/<string:work_id>/withdrawal", methods=["POST"])
@WORK.response(200, WorkHeld)
@WORK.tagged(is_required=False)
def withdraw(work_id: str) -> Answer:
    """Take back what one completed, while nobody has acted on it.

    撤回。
    """
    return act_on_work(commands.withdraw, work_id)


@WORK.route("/<string:work_id>/extension", methods=["POST"])
@WORK.arguments(cases.Extension)
@WORK.response(200, cases.Extended)
@WORK.tagged(is_required=False)
def extend(body: Body, work_id: str) -> Answer:
    """Give open work more time.

    延期。
    """
    return act_on_work(commands.extend_deadline, work_id, **body)


@WORK.route("/<string:work_id>/urging", methods=["POST"])
@WORK.arguments(work.Urging)
@WORK.response(200, WorkUrged)
@WORK.tagged(is_required=False)
def urge(body: Body, work_id: str) -> Answer:
    """Urge open work by hand; counted and limited.

    催办：告知承办人，尚未签收的告知候选承办人；次数和间隔有上限。
    """
    return act_on_work(commands.urge_work, work_id, **body)


@WORK.route("/claims", methods=["POST"])
@WORK.arguments(work.Several)
@WORK.response(200, work.Each)
def claim_several(body: Body) -> object:
    """Take several pieces of open work, each by itself.

    批量签收。
    """
    return _each(commands.claim, body["work_ids"])


@WORK.route("/assignments", methods=["POST"])
@WORK.arguments(work.SeveralToReceiver)
@WORK.response(200, work.Each)
def assign_several(body: Body) -> object:
    """Give several pieces of open work to one person, each by itself.

    批量指派。
    """
    return _each(commands.assign, body["work_ids"], person=body["person"], reason=body["reason"])


def _each(command: Callable[..., commands.WorkHeld], ids: list[str], **arguments: Any) -> object:  # noqa: ANN401 - each command its own
    """Give a command on each in a unit of work of its own; one refusal does not undo the others."""
    own, key = service(), request.headers.get(KEY)
    lines: list[dict[str, object]] = []
    for work_id in dict.fromkeys(ids):
        try:
            with hiding(work_id=expect_text(work_id)), own.store.begin() as session:
                held = command(
                    session,
                    engine=own.engine,
                    clock=own.clock,
                    actor=asked().actor,
                    work_id=work_id,
                    idempotency_key=None if key is None else _key_of(key, work_id),
                    **arguments,
                )
            lines.append(
                {"work_id": work_id, "done": True, "assignee": held.assignee, "problem": None}
            )
        except EngineError as error:
            problem = problem_of(error)
            lines.append({"work_id": work_id, "done": False, "assignee": None, "problem": problem})
    return {"items": lines}


def _key_of(key: str, work_id: str) -> str:
    """Return the key of one of several: as long as any key may be, and no other's."""
    return hashlib.sha256(f"{key}\n{work_id}".encode()).hexdigest()
