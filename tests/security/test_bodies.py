"""What a request can say to confuse: words of SQL, odd JSON, odd characters, too much of it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from api.documentation import openapi
from api.json_bodies import read_json
from engine.store import Session
from engine.store.tables import METADATA
from tests.api.office import API, Interface, problem
from tests.reading.house import House

INJECTIONS = (
    "' OR '1'='1", "'; DROP TABLE person; --", '%" OR 1=1 --', "1) UNION SELECT 1 --",
    "{{7*7}}${7*7}", "<script>alert(1)</script>", "\0", "\u202e../../etc",
)  # fmt: skip


def gets(interface: Interface) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    with interface.app.app_context():
        paths: Any = openapi(interface.app)["paths"]
    for path, operations in paths.items():
        if "get" in operations:
            shared = [*operations.get("parameters", ()), *operations["get"].get("parameters", ())]
            yield path.removeprefix("/api/v1"), [each for each in shared if "in" in each]


def rows(house: House) -> dict[str, int]:
    def count(session: Session) -> dict[str, int]:
        return {
            table.name: len(session.execute(table.select()).all())
            for table in METADATA.sorted_tables
            if table.name in ("person", "unit", "case_file", "membership", "setting")
        }

    return house.read(count)


def test_words_of_another_language_are_only_words_in_every_path_and_query(
    house: House, interface: Interface
) -> None:
    house.rectify()
    before = rows(house)
    asked = 0
    for path, parameters in gets(interface):
        inner = [each for each in parameters if each["in"] == "path"]
        texts = [
            each["name"]
            for each in parameters
            if each["in"] == "query" and each.get("schema", {}).get("type") != "boolean"
        ]
        for payload in INJECTIONS:
            here = path
            for each in inner:
                here = here.replace("{" + each["name"] + "}", _quoted(payload))
            for name in texts or [""]:
                query = {name: payload} if name else {}
                sent = interface.get("in_administrator", here, query_string=query)
                assert sent.status_code < 500, (here, query, sent.get_data(as_text=True))
                found = sent.get_json(silent=True) or {}
                if name and sent.status_code == 200 and name != "after":
                    listed = found.get("items")  # the overview has figures under that name
                    assert not listed or isinstance(listed, dict), (here, query)
                asked += 1
    assert asked > 200
    assert rows(house) == before


def test_no_order_is_taken_that_is_not_one_of_ours(interface: Interface) -> None:
    for sort in ("opened; DROP TABLE person", "title desc", "(select 1)"):
        sent = interface.get("li", "/cases", query_string={"sort": sort})
        problem(sent, 422, "invalid_request")


@pytest.mark.parametrize(
    "body",
    [
        '{"process": NaN}', '{"process": Infinity}', '{"process": 1e999}', '{"process": "\\ud800"}',
        '{"process": "a", "process": "b"}', "[" * 100_000 + "]" * 100_000,
        '{"a":' * 5_000 + "1" + "}" * 5_000, '{"process": "a"', b'{"process": "\xff"}', "{}{}",
        '{"process": ' + "9" * 5_000 + "}",
    ],
)  # fmt: skip
def test_json_with_two_meanings_or_none_is_refused(interface: Interface, body: str | bytes) -> None:
    sent = interface.send("li", "POST", "/cases", data=body, content_type="application/json")
    assert sent.status_code in (400, 422)
    assert sent.get_json()["code"] in ("bad_request", "invalid_request")


def test_what_json_says_in_one_way_is_read_as_it_is_said() -> None:
    said = '{"a": [1, -2.5, 12345678901234567890123, true, null, "\\u4e2d\\n"], "b": {}}'
    assert read_json(said.encode()) == json.loads(said)


@pytest.mark.parametrize("name", ["id", "opened_by", "unit_path", "status", "version", "__class__"])
def test_a_field_that_nobody_asked_for_is_refused(interface: Interface, name: str) -> None:
    body = {"process": "rectification", "unit": "430621", "title": "x", "form": {}, name: "wang"}
    said = problem(interface.post("li", "/cases", body), 422, "invalid_request")
    assert [each["path"] for each in said["errors"]] == [name]


@pytest.mark.parametrize("number", [-1, 0, 2**31, 2**63, 10**30])
def test_no_number_of_a_scope_or_a_timer_reaches_beyond_the_case(
    house: House, interface: Interface, number: int
) -> None:
    case_id = house.rectify()
    body = {"term": "5个工作日", "reason": "x", "variable": "x", "scope": number}
    sent = interface.send(
        "wang",
        "POST",
        f"/cases/{case_id}/extensions",
        data=json.dumps(body),
        content_type="application/json",
    )
    assert sent.status_code in (404, 422), sent.get_data(as_text=True)
    due = {"due_at": "2027-01-01T00:00:00+08:00", "reason": "x"}
    moved = interface.post("wang", f"/cases/{case_id}/timers/{number}", due)
    assert moved.status_code in (404, 409)
    for path in (f"/templates/x/versions/{number}", f"/number-series/x/{number}/numbers"):
        assert interface.get("li", path).status_code in (404, 422)


def test_an_instant_at_the_edge_of_time_is_refused(house: House, interface: Interface) -> None:
    del house
    for known in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"):
        query = {"unit": "430621", "year": 2026, "known": known}
        assert interface.get("wang", "/ledger/sheet", query_string=query).status_code == 422


def test_a_body_larger_than_allowed_is_refused_with_and_without_its_length(
    interface: Interface,
) -> None:
    large = b'{"process": "' + b"a" * 2_000_000 + b'"}'
    sent = interface.send("li", "POST", "/cases", data=large, content_type="application/json")
    problem(sent, 413, "too_large")
    parts: dict[str, Any] = {
        "data": None,
        "input_stream": io.BytesIO(large),
        "environ_overrides": {"wsgi.input_terminated": True},
        "content_type": "application/json",
        "headers": {"Transfer-Encoding": "chunked"},
    }
    assert interface.send("li", "POST", "/cases", **parts).status_code == 413


def test_a_form_of_many_parts_or_with_a_huge_name_is_refused(
    house: House, interface: Interface
) -> None:
    path = f"/cases/{house.rectify()}/attachments"
    many = {f"f{number}": "x" for number in range(1_000)}
    huge = {"x" * 600_000: "x"}
    for form in (many, huge):
        sent = interface.send("li", "POST", path, data=form, content_type="multipart/form-data")
        assert sent.status_code in (400, 413, 422), sent.get_data(as_text=True)


@pytest.mark.parametrize("given", ["a\r\nSet-Cookie: x=1", "é", "x" * 65, "", "../x", "a b"])
def test_no_header_of_an_answer_is_what_somebody_sent(interface: Interface, given: str) -> None:
    client = interface.app.test_client()
    said = {"HTTP_X_REQUEST_ID": given.encode().decode("latin-1")}
    sent = client.get(f"{API}/account", environ_overrides=said)
    assert sent.headers["X-Request-Id"] != given
    assert "x=1" not in str(sent.headers)


@pytest.mark.parametrize("person", ["a\r\nSet-Cookie: x=1", "../../a", 'q"; x="', "\u202egpj"])
def test_a_name_in_a_file_name_stays_inside_it(interface: Interface, person: str) -> None:
    query = {"person": person, "year": 2026}
    sent = interface.get("wang", "/ledger/sheet/workbook", query_string=query)
    assert sent.status_code == 200
    said = sent.headers["Content-Disposition"]
    assert "Set-Cookie" not in sent.headers
    assert not set(said) & set("\r\n")
    for hidden in ("%2F", "%0D", "%0A", "%E2%80%AE"):
        assert hidden not in said


def test_no_address_in_an_answer_is_made_of_the_host_that_was_asked_for(
    house: House, interface: Interface
) -> None:
    house.rectify()
    client = interface.app.test_client()
    for path in ("/api//v1/cases", "//evil.example/api", "/api/docs/", "/api/v1/cases/"):
        sent = client.get(path, headers={"Host": "evil.example"})
        assert sent.status_code == 404
        assert "evil.example" not in sent.headers.get("Location", "")
    page = client.get("/api/docs", headers={"Host": "evil.example"}).get_data(as_text=True)
    assert "evil.example" not in page


def test_the_page_of_the_interface_runs_no_script(interface: Interface) -> None:
    sent = interface.app.test_client().get("/api/docs")
    policy = sent.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "<script" not in sent.get_data(as_text=True)


def test_there_is_no_way_in_for_programmers(interface: Interface) -> None:
    client = interface.app.test_client()
    for path in ("/console", "/debug", "/.env", "/static/x", "/api/v1", "/admin", "/..%2fetc"):
        assert client.get(path).status_code == 404
    assert not interface.app.debug


def _quoted(text: str) -> str:
    return quote(text, safe="")
