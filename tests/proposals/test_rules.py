"""Whatever people try, in whatever order: two stand behind each version."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dudao.groups import MAY
from engine import commands
from engine.definitions import SourceFile, deploy
from engine.definitions.deploy import Deployment
from engine.model.case import Actor
from engine.model.errors import EngineError
from engine.model.proposals import MAY_BECOME, Judgement, ProposalState, ProposedFile
from engine.store import Session, Store
from engine.store.definitions import list_definitions
from engine.store.proposals import find_proposal
from tests.cases.desk import PEOPLE, Desk
from tests.proposals.requests import PLAIN
from tests.support.clock import HandClock

ACTS = st.lists(
    st.tuples(st.sampled_from(sorted(PEOPLE)), st.sampled_from(("publish", "refuse", "withdraw"))),
    max_size=8,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(proposer=st.sampled_from(("li", "wang", "zhao", "guan")), acts=ACTS)
def test_a_version_has_a_second_person_and_a_closed_proposal_stays_closed(
    clock: HandClock, proposer: str, acts: list[tuple[str, str]]
) -> None:
    desk = Desk(Store.memory(), clock)
    made = desk.give(
        commands.propose_definitions,
        proposer,
        files=[ProposedFile.of("plain.bpmn", "diagram", PLAIN)],
        note="新流程",
        judgement=Judgement((), (), ()),
    )
    closed = []
    for person, act in acts:
        before = state(desk, made.proposal)
        try:
            attempt(desk, person, act, made.proposal)
        except EngineError:
            assert state(desk, made.proposal) is before
            continue
        assert state(desk, made.proposal) in MAY_BECOME[before]
        closed.append((person, act))
    versions = desk.read(list_definitions)
    assert len(closed) <= 1
    assert [each.deployed_by for each in versions] == [p for p, act in closed if act == "publish"]
    for person, act in closed:
        assert (act == "withdraw") == (person == proposer)
        group = PEOPLE[person][0]
        assert group in MAY["propose_definition" if act == "withdraw" else "deploy"]
    events = [each for each in desk.types("system") if each.startswith("proposal_")]
    assert len(events) == 1 + len(closed)
    desk.store.close()


def attempt(desk: Desk, person: str, act: str, proposal: str) -> None:
    match act:
        case "publish":
            desk.give(
                commands.publish_proposal,
                person,
                proposal=proposal,
                publish=lambda session: published(desk, session, person),
            )
        case "refuse":
            desk.give(commands.refuse_proposal, person, proposal=proposal, reason="不同意")
        case _:
            desk.give(commands.withdraw_proposal, person, proposal=proposal)


def published(desk: Desk, session: Session, person: str) -> Deployment:
    return deploy(
        session,
        [SourceFile("plain.bpmn", PLAIN)],
        clock=desk.clock,
        actor=Actor(person),
        known=desk.known(),
        new_id=desk.engine.new_id,
        new_salt=desk.engine.new_salt,
    )


def state(desk: Desk, proposal: str) -> ProposalState:
    row = desk.read(lambda session: find_proposal(session, proposal))
    assert row is not None
    return row.state
