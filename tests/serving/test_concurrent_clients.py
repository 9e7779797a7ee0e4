"""Fifty clients after the same twenty tasks: each is done once, and whoever loses is told why."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from engine.model.history import SYSTEM, verify_chain
from engine.store import Store
from engine.store.access_reads import access_chain
from engine.store.case_reads import history_of
from engine.store.reads import read_case
from tests.serving.crowd import Crowd, Heard, Member, all_at_once, complete_what_is_left, storm
from tests.serving.server import eventually, running, serve_command

PEOPLE, CLIENTS, TASKS = 25, 50, 20
LOST = {
    "claim": {(403, "not_permitted"), (409, "task_over")},
    "delegation": {(403, "not_permitted"), (409, "task_over")},
    "completion": {(403, "not_permitted"), (409, "task_over")},
    "read": {(404, "not_found")},
    "look_up": set(),
}
"""What a client may be told that did not get what it asked for: held by somebody else, or over."""


@pytest.fixture
def crowd(database_url: str) -> Crowd:
    return Crowd.gather(database_url, people=PEOPLE, tasks=TASKS)


@pytest.fixture
def members(crowd: Crowd, database_url: str, tmp_path: Path) -> list[Member]:
    """Serve the database; return two clients of each person, after everything was tried."""
    options = ("--workers", "2", "--data", "d", "--database", database_url)
    home = tmp_path / "家"
    home.mkdir()
    with running(serve_command(*options), home) as server:
        eventually(lambda: server.ask("/readyz").status == 200, what="readiness")
        people = list(crowd.tokens)
        made = [
            Member(person, crowd.tokens[person], server.address, seed)
            for seed, person in enumerate(people * (CLIENTS // PEOPLE))
        ]
        all_at_once(made, lambda member: storm(member, crowd))
        all_at_once(made, lambda member: complete_what_is_left(member, crowd))
        assert server.stop() == 0
        assert "Traceback" not in server.said(), server.said()
    return made


def test_of_fifty_clients_one_does_each_task_and_all_others_are_told_why(
    crowd: Crowd, members: list[Member], database_url: str
) -> None:
    assert [each.failed for each in members if each.failed] == []
    heard = [each for member in members for each in member.heard]
    _expect_reasons(heard)
    _expect_one_answer_for_one_request(heard)
    _expect_done_once(crowd, heard)
    _expect_history(crowd, database_url, heard)


def _expect_reasons(heard: list[Heard]) -> None:
    """Every answer is what was asked for, or says who holds the task or that it is over."""
    lost = [each for each in heard if each.status != 200]
    strange = [each for each in lost if (each.status, each.code) not in LOST[each.deed]]
    assert strange == [], Counter((each.deed, each.status, each.code) for each in strange)
    held = [each for each in lost if each.status == 403]
    assert held, "nobody was told that somebody else holds the task"
    assert [each for each in held if "承办" not in str(each.body["detail"])] == []
    over = [each for each in lost if each.code == "task_over"]
    assert [each for each in over if "办结" not in str(each.body["detail"])] == []


def _expect_one_answer_for_one_request(heard: list[Heard]) -> None:
    """Both clients of a person use the same keys; from the first success on, all is the same."""
    answers: dict[tuple[str, str], list[Heard]] = {}
    for each in heard:
        if each.deed == "completion" and each.status == 200:
            answers.setdefault((each.person, each.work), []).append(each)
    for same in answers.values():
        assert [each for each in same if each.body != same[0].body] == []
        assert len(same) >= 2, "a request that was sent again was not answered again"


def _expect_done_once(crowd: Crowd, heard: list[Heard]) -> None:
    winners = {
        (each.work, each.person)
        for each in heard
        if each.deed == "completion" and each.status == 200
    }
    assert sorted(work for work, _ in winners) == sorted(crowd.works)


def _expect_history(crowd: Crowd, url: str, heard: list[Heard]) -> None:
    """No number is missing in any chain, and the version of a case counts its changes."""
    store = Store(url)
    with store.read() as session:
        for case_id in crowd.cases:
            events = list(history_of(session, case_id))
            case = read_case(session, case_id).case
            head = (case.head_seq, case.head_hash)
            assert verify_chain(events, case_id=case_id, head=head) is None
            types = Counter(each.type for each in events)
            assert (case.status, types["task_completed"]) == ("closed", 1)
            changes = types["task_claimed"] + types["task_delegated"] + types["task_completed"]
            assert case.version == 1 + changes
            reads = access_chain(case_id)
            assert verify_chain(history_of(session, reads), case_id=reads) is None
        system = list(history_of(session, SYSTEM))
        assert verify_chain(system, case_id=SYSTEM) is None
    store.close()
    claims = sum(each.deed == "claim" and each.status == 200 for each in heard)
    assert claims, "nobody claimed anything"
    looked_up = {each.person for each in heard if each.deed == "look_up"}
    assert looked_up <= {each.person for each in system if each.type == "person_read"}
