"""Two people at once, each in a process of their own: one of them publishes."""

from __future__ import annotations

import threading

from tests.api.office import Interface, problem
from tests.proposals.requests import expect, proposed, publish, state, versions, withdraw


def test_whoever_comes_second_is_told_that_it_is_published(office: Interface) -> None:
    proposal = proposed(office)
    done: list[int] = []

    def meanwhile() -> float:
        if not done:
            done.append(0)
            done.append(publish(office, "wang", proposal).status_code)
        return 0.0

    second = office.beside(meanwhile)
    problem(publish(second, "guan", proposal), 409, "proposal_closed")
    assert done == [0, 200]
    assert versions(office) == [1]


def test_a_proposal_withdrawn_while_it_is_checked_is_not_published(office: Interface) -> None:
    proposal = proposed(office)
    done: list[int] = []

    def meanwhile() -> float:
        if not done:
            done.append(0)
            done.append(withdraw(office, "li", proposal).status_code)
        return 0.0

    second = office.beside(meanwhile)
    problem(publish(second, "guan", proposal), 409, "proposal_closed")
    assert (done, state(office, proposal), versions(office)) == ([0, 200], "withdrawn", [])


def test_of_two_at_the_same_moment_one_publishes(office: Interface) -> None:
    proposal = proposed(office)
    together = threading.Barrier(2)
    answers: list[int] = []
    processes = {person: office.beside() for person in ("guan", "wang")}
    for person, process in processes.items():
        process.sign_in(person)

    def run(person: str, process: Interface) -> None:
        together.wait()
        answers.append(publish(process, person, proposal).status_code)

    threads = [threading.Thread(target=run, args=each) for each in processes.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]
    assert versions(office) == [1]
    assert office.desk.types("system").count("proposal_published") == 1


def test_one_process_checks_one_set_of_files_at_a_time(office: Interface) -> None:
    proposal = proposed(office)
    answers: list[int] = []

    def meanwhile() -> float:
        if not answers:
            answers.append(0)
            response = publish(both, "wang", proposal)
            answers.append(response.status_code)
            problem(response, 409, "busy")
        return 0.0

    both = office.beside(meanwhile)
    for person in ("guan", "wang"):
        both.sign_in(person)
    expect(publish(both, "guan", proposal), 200)
    assert answers == [0, 409]
