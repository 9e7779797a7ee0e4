"""How a diagram looks at what was decided before: the 从重 rule over a year."""

from __future__ import annotations

from datetime import date

import pytest

from engine.store.ledger_reads import (
    PAST_OF_PERSON,
    PAST_OF_UNIT,
    past_outcomes_of_person,
    past_outcomes_of_unit,
)
from engine.store.statements import Statement
from tests.cases.drawing import diagram, end, flow, gateway, path, service, start, user
from tests.ledger.office import Office

AGGRAVATED = (
    'count(past_outcomes(person, today() - duration("P1Y"))'
    '[starts with(code, "accountability")]) >= 2'
)
WEIGHING = diagram(
    "weigh",
    start("person:string!"),
    service("record", "record_outcome", code="accountability:约谈", person="${person}"),
    gateway("many", default="many_normal"),
    user("normal", groups="director"),
    user("aggravated", groups="director"),
    end(),
    path("start", "record", "many", "normal", "end"),
    flow("many", "aggravated", AGGRAVATED),
    flow("aggravated", "end"),
)


def weigh(office: Office, person: str) -> list[str]:
    return office.nodes(office.open("weigh", {"person": person}).case_id)


def test_two_decisions_within_a_year_count_the_one_of_this_step_included(office: Office) -> None:
    office.deploy(WEIGHING)
    assert weigh(office, "李某") == ["normal"]
    assert weigh(office, "李某") == ["aggravated"]
    assert weigh(office, "王某") == ["normal"]


def test_what_was_decided_longer_ago_or_reversed_does_not_count(office: Office) -> None:
    office.deploy(WEIGHING)
    office.decide("accountability:诫勉", person="李某", form="诫勉", decided_on="2025-03-01")
    case_id = office.decide("accountability:诫勉", person="李某", form="诫勉")
    office.reverse(case_id)
    assert weigh(office, "李某") == ["normal"]
    office.decide("accountability:诫勉", person="李某", form="诫勉", decided_on="2025-03-02")
    assert weigh(office, "李某") == ["aggravated"]


def test_a_unit_and_a_person_are_looked_up_apart(office: Office) -> None:
    office.decide("accountability:约谈", form="约谈")
    office.decide("accountability:约谈", person="李某", form="约谈")
    since = date(2026, 1, 1)
    unit = office.read(lambda session: past_outcomes_of_unit(session, "430621", since))
    person = office.read(lambda session: past_outcomes_of_person(session, "李某", since))
    assert [each.person for each in unit] == [None]
    assert [each.person for each in person] == ["李某"]


@pytest.mark.parametrize(
    "statement, index",
    [(PAST_OF_UNIT, "ix_outcome_unit"), (PAST_OF_PERSON, "ix_outcome_person")],
)
def test_past_outcomes_are_found_by_an_index(
    office: Office, statement: Statement, index: str
) -> None:
    kind = office.store.kind
    compiled = statement.on(kind)
    explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[kind]
    with office.store.begin() as session:
        if kind == "postgresql":  # a table of no rows is read as a whole otherwise
            session.driver.execute("SET LOCAL enable_seqscan = off", ())
        values = compiled.values(["430621", date(2026, 1, 1)])
        plan = session.driver.execute(f"{explain} {compiled.sql}", values).fetchall()
    assert index in "\n".join(str(row) for row in plan)
