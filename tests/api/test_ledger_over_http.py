"""The outcome ledger over HTTP: every look is recorded, sheets leave as workbooks."""

from __future__ import annotations

import io

import openpyxl

from tests.api.office import Interface, file_name, problem
from tests.ledger.office import Office


def test_a_record_is_read_as_of_a_day_and_as_known_and_every_look_is_an_event(
    ledger: Office, interface: Interface
) -> None:
    case_id = ledger.decide("interviewed", form="约谈", decided_on="2026-03-01")
    record = interface.get("zu", "/ledger/record?unit=430621").get_json()
    (entry,) = record["entries"]
    assert (entry["case_id"], entry["form"], entry["remedy"]) == (case_id, "约谈", None)
    assert [each["kind"] for each in record["restrictions"]] == ["award_ban"]
    path = "/ledger/record?unit=430621&on=2026-03-02&known=2026-03-01T00:00:00%2B08:00"
    assert interface.get("zu", path).get_json()["entries"] == []
    assert len(ledger.events("system", "record_read")) == 2
    problem(interface.get("xiao", "/ledger/record?unit=430621"), 403, "not_permitted")
    problem(interface.get("zu", "/ledger/record"), 422, "invalid_argument")
    late = problem(
        interface.get("zu", "/ledger/record?unit=1&known=2026-03-01"), 422, "invalid_request"
    )
    assert late["errors"][0]["path"] == "known"
    assert len(ledger.events("system", "record_read")) == 2


def test_a_sheet_is_read_and_taken_out_each_as_its_own_event(
    ledger: Office, interface: Interface
) -> None:
    ledger.decide("interviewed", form="约谈", decided_on="2026-03-01")
    query = "unit=430621&year=2026"
    sheet = interface.get("zu", f"/ledger/sheet?{query}").get_json()
    figures = {each["key"]: each for each in sheet["figures"]}
    assert (figures["interviews"]["value"], figures["rectification_rate"]["value"]) == (1, None)
    assert figures["rectification_rate"]["shown"] == "—"
    got = interface.get("zu", f"/ledger/sheet/workbook?{query}")
    assert file_name(got) == "2026年度考核结果运用表：某甲县.xlsx"
    assert got.content_length == len(got.data)
    book = openpyxl.load_workbook(io.BytesIO(got.data))
    assert book.worksheets[0].cell(4, 2).value == "约谈次数"
    for kind in ("assessment_read", "assessment_exported"):
        assert [each["person"] for each in ledger.events("system", kind)] == ["zu"]
    problem(interface.get("li", "/ledger/sheet?person=李某&year=2026"), 403, "not_permitted")
    problem(interface.get("zu", "/ledger/sheet?unit=430621&year=1"), 422, "invalid_request")


def test_entries_of_a_case_are_read_by_whoever_may_and_people_by_fewer(
    ledger: Office, interface: Interface
) -> None:
    of_unit = ledger.decide("interviewed", form="约谈", decided_on="2026-03-01")
    of_person = ledger.decide(
        "accountability", person="李某", form="通报批评", identity="公务员", decided_on="2026-03-01"
    )
    (entry,) = interface.get("li", f"/cases/{of_unit}/entries").get_json()["items"]
    assert (entry["kind"], entry["unit"]) == ("outcome", "430621")
    assert interface.get("li", f"/cases/{of_person}/entries").get_json() == {"items": []}
    assert len(interface.get("zu", f"/cases/{of_person}/entries").get_json()["items"]) == 1
    assert [each["person"] for each in ledger.events("system", "entries_read")] == [
        "li",
        "li",
        "zu",
    ]
    problem(interface.get("yue", "/cases/nowhere/entries"), 404, "not_found")
    problem(interface.get("xiao", f"/cases/{of_unit}/entries"), 403, "not_permitted")


def test_a_wrong_entry_is_corrected_by_a_reversal_and_a_new_one(
    ledger: Office, interface: Interface
) -> None:
    case_id = ledger.decide("interviewed", form="约谈", decided_on="2026-03-01")
    (entry,) = ledger.of_unit()
    path = f"/ledger/entries/{entry.id}/correction"
    said = {
        "reason": "日期写错",
        "changes": {"decided_on": "2026-02-27", "effective_on": "2026-02-28"},
    }
    problem(interface.post("li", path, said), 403, "not_permitted")
    surplus = interface.post("wang", path, {**said, "changes": {"id": "x", "recorded_by": "y"}})
    wrong = {each["path"] for each in problem(surplus, 422, "invalid_request")["errors"]}
    assert wrong == {"changes.id", "changes.recorded_by"}
    key = {"Idempotency-Key": "once"}
    done = interface.post("wang", path, said, headers=key)
    assert done.status_code == 201
    assert interface.post("wang", path, said, headers=key).get_json() == done.get_json()
    entries = interface.get("wang", f"/cases/{case_id}/entries").get_json()["items"]
    assert sorted(each["kind"] for each in entries) == ["outcome", "outcome", "reversal"]
    (held,) = interface.get("zu", "/ledger/record?unit=430621").get_json()["entries"]
    assert (held["id"], held["decided_on"]) == (done.get_json()["entry"], "2026-02-27")
    problem(interface.post("wang", path, said), 409, "invalid_state")


def test_what_need_not_be_lifted_is_not(ledger: Office, interface: Interface) -> None:
    ledger.decide("interviewed", form="约谈", decided_on="2026-03-01")
    (entry,) = ledger.of_unit()
    path = f"/ledger/entries/{entry.id}/lift"
    problem(interface.post("zu", path, {"document": "某文"}), 409, "invalid_state")
    problem(interface.post("xiao", path, {"document": "某文"}), 403, "not_permitted")
    problem(interface.post("zu", "/ledger/entries/x/lift", {"document": "某文"}), 404, "not_found")
