"""Activities that fail: the case is not lost, and does not loop."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engine.commands import cancel_case, resolve_incident, retry_incident
from engine.definitions import Handlers
from engine.model.errors import InvalidState, NotFound, NotPermitted
from engine.model.surroundings import BusinessError, Call
from engine.model.values import Value
from engine.store import Store
from tests.cases.desk import Desk, refusal
from tests.cases.drawing import boundary, diagram, end, flow, gateway, path, service, start, user
from tests.support.clock import HandClock

CALLING = diagram(
    "calling",
    start(),
    user("ask", groups="case_officer"),
    service("fetch", "fetch", key="${case.title}"),
    user("use", groups="case_officer"),
    boundary("broken", "fetch", '<errorEventDefinition errorRef="e_broken"/>'),
    user("repair", groups="case_officer"),
    end(),
    end("repaired"),
    path("start", "ask", "fetch", "use", "end"),
    path("broken", "repair", "repaired"),
)


class Remote:
    """A service that answers as it is told to."""

    def __init__(self) -> None:
        self.answer: Exception | Mapping[str, Value] = {"found": 1}
        self.calls = 0

    def __call__(self, call: Call) -> Mapping[str, Value]:
        assert call.inputs == {"key": "某校食堂安全整改"}
        self.calls += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def remote() -> Remote:
    return Remote()


@pytest.fixture
def desk(store: Store, clock: HandClock, remote: Remote) -> Desk:
    made = Desk(store, clock, handlers=Handlers({"fetch": remote}))
    made.deploy(CALLING)
    return made


def fail(desk: Desk, remote: Remote) -> str:
    remote.answer = ConnectionError("no route")
    case_id = desk.open("calling").case_id
    done = desk.complete("li", desk.one(case_id, "ask").id)
    assert done.status == "open"  # the caller did nothing wrong
    return case_id


def test_a_handler_sets_variables(desk: Desk) -> None:
    case_id = desk.open("calling").case_id
    desk.complete("li", desk.one(case_id, "ask").id)
    assert desk.variables(case_id)["found"] == 1
    (event,) = desk.events(case_id, "handler_called")
    assert event["data"]["outputs"] == {"found": 1}  # type: ignore[index]


def test_a_failing_handler_is_an_incident(desk: Desk, remote: Remote) -> None:
    case_id = fail(desk, remote)
    (incident,) = desk.incidents(case_id)
    assert (incident.node, incident.attempts) == ("fetch", 0)
    assert "no route" in incident.zh
    assert [row.kind for row in desk.timers(case_id)] == ["retry"]
    (told,) = [row for row in desk.outbox(case_id) if row.kind == "incident"]
    assert told.audience == {"groups": ["administrator"], "unit": "430621"}
    assert desk.types(case_id)[-1] == "incident_raised"


def test_it_is_tried_again_ever_more_rarely_and_then_waits_for_a_person(
    desk: Desk, remote: Remote
) -> None:
    case_id = fail(desk, remote)
    desk.advance(days=30)  # all that is due on the way is tried at once, each after its wait
    assert remote.calls == 2
    for _ in range(5):
        desk.advance(hours=2)
    assert remote.calls == 4
    assert desk.timers(case_id) == []
    open_ones = [row for row in desk.incidents(case_id) if row.ended_at is None]
    assert [row.attempts for row in open_ones] == [3]
    assert desk.types(case_id).count("incident_retried") == 3


def test_what_succeeds_at_last_goes_on(desk: Desk, remote: Remote) -> None:
    case_id = fail(desk, remote)
    remote.answer = {"found": 2}
    assert desk.advance(minutes=1).fired == 1
    assert desk.nodes(case_id) == ["use"]
    (row,) = desk.incidents(case_id)
    assert (row.ended_at, row.ended_by, row.resolution) == (desk.clock(), "system", "retried")


def test_a_person_tries_again(desk: Desk, remote: Remote) -> None:
    case_id = fail(desk, remote)
    (row,) = desk.incidents(case_id)
    for person in ("xiao", "qian"):
        refused = refusal(
            lambda person=person: desk.give(retry_incident, person, incident_id=row.id)  # type: ignore[misc]
        )
        assert isinstance(refused, NotPermitted)
    desk.give(retry_incident, "guan", incident_id=row.id)
    assert [each.attempts for each in desk.incidents(case_id)] == [0, 1]
    over = refusal(lambda: desk.give(retry_incident, "guan", incident_id=row.id))
    assert isinstance(over, InvalidState)
    assert isinstance(
        refusal(lambda: desk.give(retry_incident, "guan", incident_id="no")), NotFound
    )


def test_a_person_resolves_it_by_hand(desk: Desk, remote: Remote) -> None:
    case_id = fail(desk, remote)
    (row,) = desk.incidents(case_id)
    assert isinstance(
        refusal(lambda: desk.give(resolve_incident, "li", incident_id=row.id, reason="x")),
        NotPermitted,
    )
    desk.give(
        resolve_incident,
        "guan",
        incident_id=row.id,
        reason="电话核实",
        variables={"found": 3},
    )
    assert desk.variables(case_id)["found"] == 3
    assert desk.nodes(case_id) == ["use"]
    assert desk.timers(case_id) == []
    (event,) = desk.events(case_id, "incident_resolved")
    assert event["data"]["resolution"] == "电话核实"  # type: ignore[index]


def test_a_bpmn_error_takes_its_way_in_the_diagram(desk: Desk, remote: Remote) -> None:
    remote.answer = BusinessError("broken", "no such school")
    case_id = desk.open("calling").case_id
    desk.complete("li", desk.one(case_id, "ask").id)
    assert desk.nodes(case_id) == ["repair"]
    assert desk.incidents(case_id) == []
    assert "error_raised" in desk.types(case_id)


def test_canceling_the_case_ends_its_incidents(desk: Desk, remote: Remote) -> None:
    case_id = fail(desk, remote)
    desk.give(cancel_case, "li", case_id=case_id, reason="撤销")
    (row,) = desk.incidents(case_id)
    assert row.resolution == "canceled"
    assert desk.advance(days=1).fired == 0


def test_what_a_handler_cannot_return_is_an_incident(desk: Desk, remote: Remote) -> None:
    remote.answer = {"found": object()}  # type: ignore[dict-item]
    case_id = desk.open("calling").case_id
    desk.complete("li", desk.one(case_id, "ask").id)
    assert len(desk.incidents(case_id)) == 1


CHOICE = diagram(
    "choice",
    start(),
    user("ask", groups="case_officer"),
    gateway("which", default="no"),
    end("yes_end"),
    end("no_end"),
    path("start", "ask", "which"),
    flow("which", "yes_end", "${answer}"),
    flow("which", "no_end", name="no"),
)


def test_a_condition_that_is_neither_true_nor_false_is_an_incident(desk: Desk) -> None:
    desk.deploy(CHOICE)
    case_id = desk.open("choice").case_id
    desk.complete("li", desk.one(case_id, "ask").id, {"answer": "也许"})
    (row,) = desk.incidents(case_id)
    assert row.node == "which"
    desk.give(
        resolve_incident,
        "guan",
        incident_id=row.id,
        reason="口头确认",
        variables={"answer": False},
    )
    assert desk.case(case_id).end_code == "no_end"


@pytest.mark.parametrize(
    "expression",
    ['${deadline("五")}', '${setting("no.such")}', "${before(1, 2)}", "${function(x) x}"],
)
def test_an_expression_that_cannot_be_answered_is_an_incident(desk: Desk, expression: str) -> None:
    from engine.definitions import DeploymentRefused  # noqa: PLC0415 - only here

    drawn = diagram(
        "asking",
        start(),
        service("fetch", "notify", to="leader", text=expression),
        end(),
        path("start", "fetch", "end"),
    )
    try:
        desk.deploy(drawn)
    except DeploymentRefused:
        return  # the linter saw it first
    case_id = desk.open("asking").case_id
    assert [row.node for row in desk.incidents(case_id)] == ["fetch"]
