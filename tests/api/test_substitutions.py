"""Acting in the place of an absent person, from naming the substitute to the history."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from engine.model.deadlines import local_day
from tests.api.office import Interface, problem
from tests.user_tasks.diagrams import APPROVAL

FOR_LI = {"On-Behalf-Of": "li"}


def body(office: Interface, absent: str = "li", substitute: str = "chen") -> dict[str, Any]:
    today = local_day(office.desk.clock())
    return {
        "absent": absent,
        "substitute": substitute,
        "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=5)).isoformat(),
        "reason": "出差",
    }


def completed_by(office: Interface, case_id: str) -> list[tuple[str | None, str | None]]:
    events = office.desk.history(case_id)
    return [(each.person, each.on_behalf_of) for each in events if each.type == "task_completed"]


def test_a_substitute_completes_work_and_the_history_names_both(office: Interface) -> None:
    desk = office.desk
    desk.deploy(APPROVAL)
    case_id = desk.open("approval", {"reason": "留样不全"}).case_id
    work_id = desk.one(case_id, "draft").id
    problem(
        office.post("chen", f"/work/{work_id}/completion", {"form": {}}, headers=FOR_LI),
        403, "no_substitution",
    )  # fmt: skip
    assert office.get("chen", "/account").get_json()["acting_for"] == []
    made = office.post("li", "/substitutions", body(office))
    assert made.status_code == 201, made.get_json()
    assert office.get("chen", "/account").get_json()["acting_for"] == [{"id": "li", "name": "li某"}]
    assert office.get("li", "/account").get_json()["acting_for"] == []
    done = office.post(
        "chen", f"/work/{work_id}/completion", {"form": {"text": "限期整改"}}, headers=FOR_LI
    )
    assert done.status_code == 200, done.get_json()
    assert completed_by(office, case_id) == [("chen", "li")]


def test_offered_work_is_claimed_for_the_absent_person(office: Interface) -> None:
    desk = office.desk
    desk.deploy(APPROVAL)
    case_id = desk.open("approval", {"reason": "留样不全"}).case_id
    desk.complete("li", desk.one(case_id, "draft").id, {"text": "限期整改"})
    work_id = desk.one(case_id, "approve").id
    made = office.post("wang", "/substitutions", body(office, "wang", "chen"))
    assert made.status_code == 201, made.get_json()
    headers = {"On-Behalf-Of": "wang"}
    listed = office.get("chen", "/work", headers=headers).get_json()
    assert [each["id"] for each in listed["items"]] == [work_id]
    claimed = office.post("chen", f"/work/{work_id}/claim", headers=headers)
    assert (claimed.status_code, claimed.get_json()["assignee"]) == (200, "wang")
    form = {"form": {"approved": True, "opinion": "同意"}}
    done = office.post("chen", f"/work/{work_id}/completion", form, headers=headers)
    assert done.status_code == 200, done.get_json()
    assert completed_by(office, case_id) == [("li", None), ("chen", "wang")]
    told = office.get("li", f"/cases/{case_id}/history").get_data(as_text=True)
    assert '"chen"' in told
    assert '"wang"' in told


def test_a_substitution_is_ended_and_then_gives_nothing(office: Interface) -> None:
    made = office.post("li", "/substitutions", body(office)).get_json()
    (seen,) = office.get("chen", "/substitutions").get_json()["items"]
    assert (seen["id"], seen["holds_today"]) == (made["substitution"], True)
    assert seen["absent"] == {"id": "li", "name": "li某"}
    assert office.get("hua", "/substitutions").get_json()["items"] == []
    path = f"/substitutions/{made['substitution']}/ending"
    problem(office.post("hua", path), 404, "not_found")
    assert office.post("chen", path).status_code == 200
    problem(office.post("chen", path), 409, "over")
    (seen,) = office.get("guan", "/substitutions").get_json()["items"]
    assert (seen["holds_today"], seen["ended_by"]["id"]) == (False, "chen")
    assert office.get("chen", "/account").get_json()["acting_for"] == []


def test_what_cannot_be_a_substitution_is_said_field_by_field(office: Interface) -> None:
    wrong = problem(
        office.post("guan", "/substitutions", {**body(office), "substitute": "hua"}),
        422, "invalid_substitution",
    )  # fmt: skip
    assert [each["path"] for each in wrong["errors"]] == ["substitute"]
    problem(office.post("xiao", "/substitutions", body(office)), 403, "not_permitted")
