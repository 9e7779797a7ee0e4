"""What somebody in one unit can do to others, or to the whole installation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from engine import commands
from engine.commands.directory import change_person
from engine.commands.reading.notifications import list_notifications
from engine.identity import Membership, PersonEntry, Unit, UnitTree, upsert_people
from engine.model.errors import EngineError, NotFound, NotPermitted
from tests.accounts.office import Office
from tests.api.office import Interface, problem
from tests.reading.house import House

COUNTY = "430621"


def county(office: Office, person: str, *groups: str) -> None:
    posts = tuple(Membership(each) for each in groups)
    with office.store.begin() as session:
        upsert_people(session, [PersonEntry(person, f"{person}某", COUNTY, posts)])


def refusal(
    office: Office, command: Callable[..., object], person: str, /, **arguments: object
) -> str:
    try:
        office.do(command, person, **arguments)
    except EngineError as refused:
        return refused.code
    return "done"


def test_a_post_in_one_county_changes_nothing_for_all(office: Office) -> None:
    county(office, "cun", "administrator", "leader")
    interface = Interface(office)
    any_version = {"If-Match": "*"}
    days = {"days": [{"on": "2026-12-01", "working": False, "name": "假"}]}
    template = {"source": "# 通知", "name": "通知"}
    for person, codes in (("cun", {"not_over_all"}), ("guan", {"ok"})):
        sent = (
            interface.send(
                person,
                "PUT",
                "/settings/account.attempts",
                json={"value": 9},
                headers=any_version,
            ),
            interface.post(person, "/calendars", days),
        )
        assert {each.get_json().get("code", "ok") for each in sent} == codes
    published = interface.send(
        "cun", "PUT", "/templates/notice", json=template, headers={"If-None-Match": "*"}
    )
    problem(published, 403, "not_over_all")
    for path in ("/number-series", "/ledger/record?person=王某"):
        refused = interface.get("cun", path)
        assert refused.status_code == 403, path


def test_the_units_over_all_others_are_those_above_the_first_branching() -> None:
    chain = [Unit("p", "省"), Unit("c", "市", "p"), Unit("a", "甲", "c"), Unit("b", "乙", "c")]
    assert UnitTree(chain).trunk() == {"p", "c"}
    assert UnitTree([Unit("p", "省"), Unit("q", "他省"), Unit("c", "市", "p")]).trunk() == {
        "p",
        "q",
    }
    assert UnitTree(chain[:1]).trunk() == {"p"}
    assert UnitTree([]).trunk() == frozenset()


def test_an_administrator_below_cannot_become_somebody_with_a_post_above(office: Office) -> None:
    above = Membership("administrator", unit="430600")
    later = Membership("leader", office.clock().date() + timedelta(days=30), None, "430600")
    over = Membership("leader", date(2020, 1, 1), date(2021, 1, 1), "430600")
    with office.store.begin() as session:
        upsert_people(
            session,
            [
                PersonEntry("shang", "上某", COUNTY, (above,)),
                PersonEntry("jiang", "将某", COUNTY, (later,)),
                PersonEntry("ceng", "曾某", COUNTY, (Membership("inspector"), over)),
            ],
        )
    for person in ("shang", "jiang"):
        assert refusal(office, commands.set_password, "fen", person=person) == "not_found"
        with pytest.raises(NotFound):
            office.give(commands.sign_out_everywhere, "fen", person=person)
    assert refusal(office, commands.set_password, "fen", person="ceng") == "done"


def test_an_administrator_below_cannot_end_a_post_above_by_deactivating(office: Office) -> None:
    post = Membership("leader", unit="430600")
    with office.store.begin() as session:
        upsert_people(session, [PersonEntry("shang", "上某", COUNTY, (post,))])
    with pytest.raises(NotPermitted):
        office.give(change_person, "fen", person="shang", changes={"is_active": False})
    office.give(change_person, "guan", person="shang", changes={"is_active": False})


def test_the_list_of_accounts_reaches_as_far_as_the_post_that_gives_it(office: Office) -> None:
    post = Membership("administrator", unit=COUNTY)
    with office.store.begin() as session:
        upsert_people(session, [PersonEntry("jian", "兼某", "430600", (post,))])
    listed = office.see(commands.list_accounts, "jian")
    units = {each.unit for each in listed}
    assert units
    assert all(each.startswith(COUNTY) for each in units)


def test_messages_to_a_group_reach_no_further_than_the_post_in_it(house: House) -> None:
    case_id = house.rectify()
    house.deliver(case_id)
    elsewhere = Membership("respondent", unit="430623")
    with house.store.begin() as session:
        upsert_people(session, [PersonEntry("wai", "外某", "430600", (elsewhere,))])
    assert house.ask(list_notifications, "xiao").rows
    assert house.ask(list_notifications, "wai").rows == ()


def test_nobody_grants_themself_a_post_and_an_auditor_changes_nothing(house: House) -> None:
    interface, case_id = Interface(house), house.rectify()
    work = house.one(case_id, "draft_notice").id
    changes = [
        ("POST", f"/cases/{case_id}/suspension", {"reason": "x"}),
        ("POST", f"/cases/{case_id}/cancellation", {"reason": "x"}),
        ("POST", f"/work/{work}/claim", None),
        ("POST", f"/work/{work}/completion", {"form": {"notice_text": "x"}}),
        ("POST", f"/work/{work}/assignment", {"person": "li", "reason": "x"}),
        ("PUT", "/settings/account.attempts", {"value": 9}),
        ("POST", "/calendars", {"days": [{"on": "2026-12-01", "working": False}]}),
        ("PUT", "/accounts/li/password", {}),
    ]
    for method, path, body in changes:
        sent = (
            interface.send("in_auditor", method, path, json=body, headers={"If-Match": "*"})
            if method == "PUT"
            else interface.post("in_auditor", path, body)
        )
        assert sent.status_code == 403, (path, sent.get_data(as_text=True))
    with pytest.raises(NotPermitted):
        house.give(change_person, "guan", person="guan", changes={"unit": "430000"})
