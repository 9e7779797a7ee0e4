"""Keeping cases going: what failed, and what waits for its time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.area import Area
from api.asking import act, expect_text
from api.case_state import Answer, act_on_case
from api.hiding import hiding
from api.paging import listed, page_of
from api.preconditions import quoted
from api.schemas import operations as schemas
from api.schemas.derived import answer_of
from api.schemas.parts import CaseChanged, Reason
from engine import commands
from engine.commands.reading.deliveries import DeliveryView, list_deliveries
from engine.commands.reading.operations import (
    IncidentListed,
    TimerListed,
    list_incidents,
    list_timers,
)

OPERATIONS = Area("operations", "", "异常与定时：故障、重试、调整定时")
Query = Mapping[str, Any]


@OPERATIONS.route("/incidents")
@OPERATIONS.arguments(schemas.IncidentQuery, location="query")
@OPERATIONS.response(200, page_of(answer_of(IncidentListed)))
def incidents(query: Query) -> object:
    """List incidents of the cases in scope, newest first.

    故障列表。
    """
    return listed(list_incidents, query, case_id=query["case_id"], is_open=query["open"])


@OPERATIONS.route("/incidents/<string:incident_id>/retry", methods=["POST"])
@OPERATIONS.response(200, CaseChanged)
def retry(incident_id: str) -> Answer:
    """Try again what failed.

    重试。
    """
    named = expect_text(incident_id)
    with hiding(incident_id=named):
        result = act(commands.retry_incident, incident_id=named)
    return result, 200, quoted(result.version)


@OPERATIONS.route("/incidents/<string:incident_id>/resolution", methods=["POST"])
@OPERATIONS.arguments(schemas.Resolution)
@OPERATIONS.response(200, CaseChanged)
def resolve(body: Query, incident_id: str) -> Answer:
    """Go on as if what failed had been done, with these variables and for this reason.

    人工处理：说明理由，写明代替失败环节产生的变量。
    """
    named = expect_text(incident_id)
    with hiding(incident_id=named):
        result = act(commands.resolve_incident, incident_id=named, **body)
    return result, 200, quoted(result.version)


@OPERATIONS.route("/timers")
@OPERATIONS.arguments(schemas.TimerQuery, location="query")
@OPERATIONS.response(200, page_of(answer_of(TimerListed)))
def timers(query: Query) -> object:
    """List live timers of the cases in scope, the next due first.

    定时列表。
    """
    return listed(list_timers, query, case_id=query["case_id"])


@OPERATIONS.route("/cases/<string:case_id>/timers/<int:aid>", methods=["POST"])
@OPERATIONS.arguments(schemas.NewInstant)
@OPERATIONS.response(200, CaseChanged)
@OPERATIONS.tagged(is_required=False)
def move(body: Query, case_id: str, aid: int) -> Answer:
    """Let a timer fire at another instant, with a reason.

    调整定时，须写明理由。
    """
    return act_on_case(commands.move_timer, case_id, aid=aid, **body)


@OPERATIONS.route("/deliveries")
@OPERATIONS.arguments(schemas.DeliveryQuery, location="query")
@OPERATIONS.response(200, page_of(answer_of(DeliveryView)))
def deliveries(query: Query) -> object:
    """List deliveries of a status about the cases in scope, with the cause.

    外发记录：未送达的、等待外发的、已外发的，及其原因。
    """
    return listed(list_deliveries, query, status=query["status"], channel=query["channel"])


@OPERATIONS.route("/deliveries/<string:delivery_id>/resending", methods=["POST"])
@OPERATIONS.arguments(Reason)
@OPERATIONS.response(200, schemas.DeliveriesChanged)
def resend(body: Query, delivery_id: str) -> object:
    """Send again what did not get through.

    重新外发一条。
    """
    return act(commands.resend_delivery, delivery_id=expect_text(delivery_id), **body)


@OPERATIONS.route("/deliveries/<string:delivery_id>/abandonment", methods=["POST"])
@OPERATIONS.arguments(Reason)
@OPERATIONS.response(200, schemas.DeliveriesChanged)
def give_up(body: Query, delivery_id: str) -> object:
    """Give up what did not get through.

    放弃外发一条。
    """
    return act(commands.give_up_delivery, delivery_id=expect_text(delivery_id), **body)


@OPERATIONS.route("/channels/<string:channel>/resending", methods=["POST"])
@OPERATIONS.arguments(Reason)
@OPERATIONS.response(200, schemas.DeliveriesChanged)
def resend_all(body: Query, channel: str) -> object:
    """Send again all that did not get through on a channel, at most 1,000 at once.

    重新外发一个渠道上全部未送达的消息。
    """
    return act(commands.resend_channel, channel=expect_text(channel), **body)
