"""What everybody may do without signing in, and that nothing tells who did."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from api.service import Limits
from engine.model.receipts import receipt_of_key
from engine.store.tables import METADATA
from tests.api.office import Interface, problem
from tests.cases.desk import Desk
from tests.publications.office import close, objections, publish
from tests.support.clock import HandClock

FIRST, SECOND = "某示〔2026〕1号", "某示〔2026〕2号"
KEY = {"Idempotency-Key": "f47ac10b-58cc-4372-a567-0e02b2c3d479"}


def test_publications_are_read_by_anybody_and_a_withdrawn_one_has_lost_its_words(
    notices: Desk, interface: Interface
) -> None:
    publish(notices, FIRST)
    publish(notices, SECOND)
    close(notices, SECOND)
    read = interface.get(None, f"/public/publications/{FIRST}").get_json()
    assert (read["text"], read["takes_objections"]) == ("名单如下。", True)
    gone = interface.get(None, f"/public/publications/{SECOND}").get_json()
    assert (gone["state"], gone["title"], gone["text"]) == ("withdrawn", None, None)
    assert gone["closed_reason"] == "决定撤销。"
    problem(interface.get(None, "/public/publications/某示〔2026〕9号"), 404, "not_found")
    problem(interface.get(None, "/public/publications/%00"), 404, "not_found")


def test_publications_come_newest_first_in_pages_of_one_statement(
    notices: Desk, interface: Interface, clock: HandClock, statements: list[str]
) -> None:
    for number in range(1, 4):
        publish(notices, f"某示〔2026〕{number}号", target=None)
        clock.advance(timedelta(days=1))
    close(notices, SECOND, "superseded")
    path = "/public/publications"
    first = interface.get(None, f"{path}?limit=2&count=true").get_json()
    assert [each["number"][-2] for each in first["items"]] == ["3", "2"]
    assert first["total"] == 3
    rest = interface.get(None, f"{path}?limit=2&after={first['next']}").get_json()
    assert ([each["number"][-2] for each in rest["items"]], rest["next"]) == (["1"], None)
    costs = []
    for limit in (1, 3):
        statements.clear()
        interface.get(None, f"{path}?limit={limit}")
        costs.append(len(statements))
    assert costs == [1, 1]
    problem(interface.get(None, f"{path}?after=x"), 422, "invalid_cursor")
    problem(interface.get(None, f"{path}?descending=true"), 422, "invalid_request")


@pytest.mark.parametrize(
    "query,numbers",
    [
        ("open=true", [FIRST]),
        ("state=withdrawn", [SECOND]),
        ("kind=公告", []),
        ("kind=公示,公告", [FIRST, SECOND]),
        ("since=2026-03-02&until=2026-03-02", [FIRST, SECOND]),
        ("since=2026-03-03", []),
        ("until=2026-03-01", []),
    ],
)
def test_publications_are_filtered(
    notices: Desk, interface: Interface, query: str, numbers: list[str]
) -> None:
    publish(notices, FIRST)
    publish(notices, SECOND)
    close(notices, SECOND)
    listed = interface.get(None, f"/public/publications?{query}&count=true").get_json()
    assert sorted(each["number"] for each in listed["items"]) == numbers
    assert listed["total"] == len(numbers)


def test_an_objection_is_filed_without_a_name_and_found_by_its_receipt_alone(
    notices: Desk, interface: Interface
) -> None:
    case_id = publish(notices)
    filed = interface.post(
        None, f"/public/publications/{FIRST}/objections", {"text": "名单有误。"},
        headers={"User-Agent": "browser 7", "X-Forwarded-For": "203.0.113.9"},
    )  # fmt: skip
    assert filed.status_code == 201
    assert filed.headers["Cache-Control"] == "no-store"
    receipt = {"receipt": filed.get_json()["receipt"]}
    waiting = interface.post(None, "/public/receipts", receipt).get_json()
    assert waiting == {"is_answered": False, "answer": None, "is_upheld": None, "answered_on": None}
    notices.complete("li", notices.one(case_id, "answer").id, {"reply": "不成立", "upheld": False})
    answered = interface.post(None, "/public/receipts", receipt).get_json()
    assert (answered["answer"], answered["is_upheld"]) == ("不成立", False)
    problem(interface.post(None, "/public/receipts", {"receipt": "1"}), 404, "unknown_receipt")
    stored = everything(notices)
    for secret in (
        receipt["receipt"],
        receipt["receipt"].replace(" ", ""),
        "203.0.113.9",
        "browser 7",
        "127.0.0.1",
    ):
        assert secret not in stored


def test_the_same_objection_sent_twice_is_one_though_nothing_is_kept_to_answer_with(
    notices: Desk, interface: Interface, clock: HandClock
) -> None:
    publish(notices)
    path, said = (
        f"/public/publications/{FIRST}/objections",
        {"text": "名单有误。", "contact": "信箱"},
    )
    first = interface.post(None, path, said, headers=KEY)
    again = interface.post(None, path, {**said, "text": " 名单有误。 "}, headers=KEY)
    assert (first.status_code, again.get_json()) == (201, first.get_json())
    assert len(objections(notices)) == 1
    other = interface.post(None, path, {"text": "别的话。"}, headers=KEY)
    problem(other, 409, "idempotency_mismatch")
    clock.advance(timedelta(days=30))
    assert interface.post(None, path, said, headers=KEY).get_json() == first.get_json()
    problem(interface.post(None, path, said), 409, "objections_closed")
    stored = everything(notices)
    assert KEY["Idempotency-Key"] not in stored
    assert first.get_json()["receipt"].replace(" ", "") not in stored.replace(" ", "")


@pytest.mark.parametrize(
    "key",
    [
        "1",
        "a" * 64,
        "c232ab00-9414-11ec-b3c8-9e6bdeced846",  # version 1: a time and an address
        "f47ac10b58cc4372a5670e02b2c3d47",
        "f47ac10b58cc4372a5670e02b2c3d479" * 7,
    ],
)
def test_a_key_that_can_be_guessed_is_refused(
    notices: Desk, interface: Interface, key: str
) -> None:
    publish(notices)
    path = f"/public/publications/{FIRST}/objections"
    refused = interface.post(None, path, {"text": "有误"}, headers={"Idempotency-Key": key})
    problem(refused, 422, "invalid_idempotency_key")
    assert objections(notices) == []


def test_keys_that_differ_in_one_sign_have_receipts_that_tell_nothing_of_each_other() -> None:
    keys = [f"f47ac10b-58cc-4372-a567-0e02b2c3d4{last:02x}" for last in range(64)]
    receipts = {receipt_of_key(key) for key in keys}
    assert len(receipts) == 64
    assert len({receipt[:9] for receipt in receipts}) == 64


def test_what_cannot_be_objected_is_refused_in_words(notices: Desk, interface: Interface) -> None:
    publish(notices)
    path = f"/public/publications/{FIRST}/objections"
    problem(interface.post(None, path, {"text": " "}), 422, "invalid_form")
    problem(interface.post(None, path, {"text": "长" * 5001}), 422, "invalid_request")
    surplus = interface.post(None, path, {"text": "有误", "name": "李某"})
    assert problem(surplus, 422, "invalid_request")["errors"][0]["path"] == "name"
    problem(
        interface.post(None, "/public/publications/x/objections", {"text": "有误"}),
        404,
        "not_found",
    )
    assert objections(notices) == []


def test_officials_in_scope_read_objections_and_each_look_is_recorded(
    notices: Desk, interface: Interface
) -> None:
    publish(notices)
    said = {"text": "名单有误。", "contact": "信箱"}
    interface.post(None, f"/public/publications/{FIRST}/objections", said)
    path = f"/publications/{FIRST}/objections"
    (line,) = interface.get("li", path).get_json()["items"]
    assert (line["text"], line["contact"], line["answer"]) == ("名单有误。", "信箱", None)
    (event,) = notices.events("system", "objections_read")
    assert (event["person"], event["data"]) == ("li", {"publication": FIRST})
    problem(interface.get("xiao", path), 403, "not_permitted")
    problem(interface.get(None, path), 401, "not_authenticated")
    problem(interface.get("li", "/publications/x/objections"), 404, "not_found")
    assert len(notices.events("system", "objections_read")) == 1


def test_objections_are_read_a_page_at_a_time(notices: Desk, interface: Interface) -> None:
    publish(notices)
    for number in range(3):
        said = {"text": f"第{number}件。"}
        interface.post(None, f"/public/publications/{FIRST}/objections", said)
    path = f"/publications/{FIRST}/objections?limit=2"
    first = interface.get("li", path).get_json()
    rest = interface.get("li", f"{path}&after={first['next']}").get_json()
    texts = [line["text"] for line in first["items"] + rest["items"]]
    assert texts == ["第0件。", "第1件。", "第2件。"]
    assert rest["next"] is None
    problem(interface.get("li", f"{path}&after=x"), 422, "invalid_cursor")


def test_publications_are_found_by_their_words(notices: Desk, interface: Interface) -> None:
    publish(notices, FIRST)
    publish(notices, SECOND)
    close(notices, SECOND)
    found = interface.get(None, "/public/search?text=名单").get_json()
    (hit,) = found["items"]
    assert hit["publication"]["number"] == FIRST
    assert hit["title_marks"] == [[2, 4]]
    assert (found["total"], found["next"]) == ({"number": 1, "is_more": False}, None)
    problem(interface.get(None, "/public/search?text=%20"), 422, "invalid_text")
    problem(interface.get(None, "/public/search"), 422, "invalid_request")


def test_the_public_is_counted_by_address_whatever_token_it_makes_up(notices: Desk) -> None:
    interface = Interface(notices, Limits(each_client=None, public="3 per minute"))
    answers = [
        interface.get(None, "/public/publications", headers={"Authorization": f"Bearer {each}"})
        for each in range(4)
    ]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    problem(answers[-1], 429, "too_many_requests")


def everything(desk: Desk) -> str:
    """Return all that the store holds, as text."""
    with desk.store.read() as session:
        return "\n".join(
            f"{table.name}: {row!r}"
            for table in METADATA.sorted_tables
            for row in session.execute(select(table)).all()
        )
