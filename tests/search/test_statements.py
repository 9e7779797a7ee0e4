"""A step that changes no words says nothing to the search."""

from __future__ import annotations

from engine.store import Store
from tests.registers.office import Office
from tests.registers.test_statements import PLAIN, said
from tests.support.clock import HandClock

__all__ = ["said"]


def test_a_step_that_changes_no_words_says_nothing_to_the_search(
    clock: HandClock, said: list[str]
) -> None:
    office = Office(Store.memory(), clock)
    office.deploy(PLAIN)
    case_id = office.open("p", {}).case_id
    assert len([each for each in said if "search_entry" in each]) == 1
    work = office.one(case_id, "a").id
    said.clear()
    office.complete("li", work, {})
    assert said
    assert not [each for each in said if "search_entry" in each]
