"""The list of open work over HTTP: whose it is, filters, pages, the count."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.api.office import Interface, problem
from tests.support import diagrams as draw

DATED = draw.bpmn(
    draw.start(),
    draw.user("a", groups="case_officer", due='${now() + duration("P1D")}'),
    draw.end(),
    draw.path("start", "a", "end"),
)


@pytest.fixture
def cases(office: Interface) -> list[str]:
    """Three cases of two counties, each waiting for an officer."""
    desk = office.desk
    desk.deploy(DATED)
    units = ("430621", "430623", "430621")
    return [desk.open("p", {}, unit=unit, title=f"第{n}案").case_id for n, unit in enumerate(units)]


def listed(office: Interface, person: str, query: str = "") -> set[str]:
    response = office.get(person, f"/work?{query}")
    assert response.status_code == 200, response.get_json()
    return {each["case_id"] for each in response.get_json()["items"]}


def test_offered_work_becomes_mine(office: Interface, cases: list[str]) -> None:
    assert listed(office, "li") == listed(office, "li", "whose=offered") == set(cases)
    assert listed(office, "li", "whose=mine") == set()
    work_id = office.desk.one(cases[0], "a").id
    assert office.post("li", f"/work/{work_id}/claim").status_code == 200
    assert listed(office, "li", "whose=mine") == {cases[0]}
    assert listed(office, "chen", "whose=offered") == set(cases[1:])
    assert listed(office, "xiao") == set()
    assert listed(office, "wang", "whose=scope") == set(cases)
    problem(office.get("xiao", "/work?whose=scope"), 403, "not_permitted")


def test_filters_narrow_the_list(office: Interface, cases: list[str]) -> None:
    assert listed(office, "li", "unit=430623") == {cases[1]}
    assert listed(office, "li", f"case_id={cases[2]}") == {cases[2]}
    assert listed(office, "li", "process=q") == set()
    assert listed(office, "li", "text=第2案") == {cases[2]}
    assert listed(office, "li", "light=yellow") == set(cases)
    assert listed(office, "li", "light=red,grey") == set()
    soon = (office.desk.clock() + timedelta(hours=1)).isoformat().replace("+", "%2B")
    assert listed(office, "li", f"due_before={soon}") == set()
    problem(office.get("li", "/work?light=blue"), 422, "invalid_request")


def test_pages_follow_one_another_and_the_count_stays(office: Interface, cases: list[str]) -> None:
    first = office.get("li", "/work?limit=2").get_json()
    assert (len(first["items"]), first["total"]["number"]) == (2, 3)
    second = office.get("li", f"/work?limit=2&after={first['next']}").get_json()
    assert second["next"] is None
    seen = [each["case_id"] for each in (*first["items"], *second["items"])]
    assert sorted(seen) == sorted(cases)
    problem(office.get("li", "/work?after=x"), 422, "invalid_cursor")
