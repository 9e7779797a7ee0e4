"""Units, people and posts over HTTP: who may, what must have been seen, what is answered."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest
from werkzeug.test import TestResponse

from engine.commands.directory import add_person
from engine.identity import PersonEntry
from tests.api.office import Interface, problem

NEW = {"id": "tian", "name": "田某", "unit": "430621"}
PEOPLE = "编号,姓名,单位代码,职务,任职单位\n"


def sent(office: Interface, person: str, path: str, table: str, **more: str) -> TestResponse:
    data = {"file": (io.BytesIO(table.encode()), "名单.csv"), **more}
    return office.send(person, "POST", path, data=data)


def put(
    office: Interface, path: str, body: Mapping[str, Any], tag: str | None, person: str = "guan"
) -> TestResponse:
    headers = {} if tag is None else {"If-Match": tag}
    return office.send(person, "PUT", path, json=body, headers=headers)


def tag_of(office: Interface, path: str) -> str:
    return office.get("guan", path).headers["ETag"]


def test_a_unit_is_added_and_changed_by_whoever_saw_it(office: Interface) -> None:
    added = office.post("guan", "/units", {"code": "430624", "name": "某丙县", "parent": "430600"})
    assert added.status_code == 201
    assert added.headers["Location"] == "/api/v1/units/430624"
    tag = tag_of(office, "/units/430624")
    assert (
        added.headers["ETag"] == tag == f'"{office.get("li", "/units/430624").get_json()["etag"]}"'
    )
    other = {"name": "某丁县", "parent": "430600", "kind": "county"}
    problem(put(office, "/units/430624", other, None), 428, "precondition_required")
    problem(put(office, "/units/430624", other, '"old"'), 412, "precondition_failed")
    changed = put(office, "/units/430624", other, tag)
    assert changed.status_code == 200
    assert changed.headers["ETag"] == tag_of(office, "/units/430624") != tag
    assert office.get("guan", "/units/430624").get_json()["name"] == "某丁县"
    problem(put(office, "/units/430624", other, tag), 412, "precondition_failed")
    problem(office.post("guan", "/units", {**other, "code": "430624"}), 409, "unit_exists")
    problem(put(office, "/units/430624", {**other, "parent": "430624"}, "*"), 422, "unit_circle")


def test_a_unit_that_ended_by_mistake_is_restored_by_whoever_saw_it(office: Interface) -> None:
    for unit in (
        {"code": "430621-8", "name": "某中学", "parent": "430621"},
        {"code": "430621-81", "name": "某分校", "parent": "430621-8"},
    ):
        assert office.post("guan", "/units", unit).status_code == 201
    upper, lower = "/units/430621-8", "/units/430621-81"
    before = office.get("guan", upper).get_json()
    why = {"reason": "文件看错了"}

    def give(path: str, deed: str, tag: str | None = None, person: str = "guan") -> TestResponse:
        tag = tag or tag_of(office, path)
        more = {"successor": "430621-1"} if deed == "ending" else {}
        return office.post(person, f"{path}/{deed}", {**why, **more}, headers={"If-Match": tag})

    problem(give(upper, "restoration"), 409, "unit_goes_on")
    seen = tag_of(office, upper)
    assert give(lower, "ending").status_code == 200
    assert give(upper, "ending").status_code == 200
    assert office.get("guan", upper).get_json()["successor"]["id"] == "430621-1"
    refused = problem(give(lower, "restoration"), 409, "upper_unit_ended")
    assert "某中学" in refused["detail"]
    problem(give(upper, "restoration", seen), 412, "precondition_failed")
    problem(give(upper, "restoration", person="li"), 403, "not_permitted")
    restored = give(upper, "restoration")
    assert restored.status_code == 200
    assert restored.headers["ETag"] == tag_of(office, upper) == seen
    assert give(lower, "restoration").status_code == 200
    assert office.get("guan", upper).get_json() == before


def test_a_person_gets_posts_that_say_where_and_whether_today(office: Interface) -> None:
    added = office.post("guan", "/people", NEW)
    assert added.status_code == 201, added.get_json()
    tag = added.headers["ETag"]
    post = {"group": "inspector", "unit": "430623", "until_on": "2199-01-01"}
    headers = {"If-Match": tag}
    granted = office.post("guan", "/people/tian/posts", post, headers=headers)
    assert granted.status_code == 200, granted.get_json()
    problem(
        office.post("guan", "/people/tian/posts", post, headers=headers), 412, "precondition_failed"
    )
    problem(office.post("guan", "/people/tian/posts", post), 409, "post_exists")
    seen = office.get("guan", "/people/tian").get_json()
    (held,) = seen["memberships"]
    assert held["unit"] == {"id": "430623", "name": "某乙县"}
    assert held["holds_today"] is True
    yesterday = office.desk.clock().date().replace(day=1).isoformat()
    refused = office.post(
        "guan", "/people/tian/posts/ending", {**post, "from_on": None, "until_on": yesterday}
    )
    problem(refused, 422, "invalid_directory")
    ending = {"group": "inspector", "unit": "430623"}
    assert office.post("guan", "/people/tian/posts/ending", ending).status_code == 200
    (held,) = office.get("guan", "/people/tian").get_json()["memberships"]
    assert held["until_on"] == held["from_on"]
    problem(office.post("guan", "/people/tian/posts/ending", {"group": "x"}), 404, "not_found")


def test_a_person_is_changed_as_a_whole(office: Interface) -> None:
    tag = tag_of(office, "/people/yue")
    moved = {"name": "岳某", "unit": "430623", "is_active": True}
    changed = put(office, "/people/yue", moved, tag)
    assert changed.status_code == 200, changed.get_json()
    assert changed.headers["ETag"] == tag_of(office, "/people/yue")
    seen = office.get("guan", "/people/yue").get_json()
    assert (seen["name"], seen["unit"]["id"]) == ("岳某", "430623")
    assert [each["holds_today"] for each in seen["memberships"]] == [False]
    problem(put(office, "/people/yue", moved, tag), 412, "precondition_failed")
    problem(put(office, "/people/guan", {**moved, "is_active": False}, "*"), 403, "own_post")


@pytest.mark.parametrize("person", ["li", "wang", "xiao"])
def test_nobody_else_keeps_the_directory(office: Interface, person: str) -> None:
    for response in (
        office.post(person, "/units", {"code": "1", "name": "某", "parent": "430600"}),
        office.post(person, "/people", NEW),
        put(office, "/units/430621", {"name": "某"}, "*", person),
        put(office, "/people/hua", {"name": "某", "unit": "430623"}, "*", person),
        office.post(person, "/people/hua/posts", {"group": "leader"}),
        office.post(person, "/people/hua/posts/ending", {"group": "respondent"}),
        sent(office, person, "/people/import", PEOPLE + "a,某,430621,督学,\n"),
        sent(office, person, "/units/import", "不是表格"),
        office.get(person, "/people/import-template"),
    ):
        problem(response, 403, "not_permitted")


def test_the_same_request_adds_a_person_once(office: Interface) -> None:
    headers = {"Idempotency-Key": "k1"}
    first = office.post("guan", "/people", NEW, headers=headers)
    assert office.post("guan", "/people", NEW, headers=headers).get_json() == first.get_json()
    problem(office.post("guan", "/people", NEW), 409, "person_exists")


def test_a_list_is_tried_first_and_says_each_field_that_changes(office: Interface) -> None:
    table = PEOPLE + "yue,岳某,430621,督学,\nyue,岳某,430621,分管领导,430623\nnew,新某,430623,,\n"
    trial = sent(office, "guan", "/people/import", table, dry_run="true")
    assert trial.status_code == 200, trial.get_json()
    assert trial.get_json()["seq"] == 0
    assert trial.get_json()["added"] == ["new"]
    changes = {each["field"]: each for each in trial.get_json()["changes"]}
    assert (changes["name"]["before"], changes["name"]["after"]) == ("yue某", "岳某")
    assert [each["group"] for each in changes["posts"]["after"]] == ["inspector", "leader"]
    problem(office.get("guan", "/people/new"), 404, "not_found")
    done = sent(office, "guan", "/people/import", table)
    assert done.get_json()["seq"] > 0
    assert {**done.get_json(), "seq": 0} == trial.get_json()
    again = sent(office, "guan", "/people/import", table).get_json()
    assert (again["seq"], again["unchanged"], again["changes"]) == (0, 2, [])


def test_one_bad_row_refuses_the_whole_list_by_cell(office: Interface) -> None:
    table = PEOPLE + "a,某,430621,督学,\nb,某,999,没有的,\n"
    refused = problem(sent(office, "guan", "/people/import", table), 422, "invalid_table")
    assert [each["path"] for each in refused["errors"]] == ["第3行 单位代码", "第3行 职务"]
    problem(office.get("guan", "/people/a"), 404, "not_found")


def test_units_come_from_a_list(office: Interface) -> None:
    table = "代码,名称,上级代码\n430624,某丙县,430600\n430621,某甲县改,430600\n"
    done = sent(office, "guan", "/units/import", table)
    assert done.status_code == 200, done.get_json()
    assert (done.get_json()["added"], done.get_json()["changed"]) == (["430624"], ["430621"])
    names = [(each["field"], each["after"]) for each in done.get_json()["changes"]]
    assert ("name", "某甲县改") in names


def test_the_empty_workbook_is_read_back_as_a_list_without_rows(office: Interface) -> None:
    for path, heading in (
        ("/people/import-template", "编号*"),
        ("/units/import-template", "代码*"),
    ):
        response = office.get("guan", path)
        assert response.status_code == 200
        book = openpyxl.load_workbook(io.BytesIO(response.data))
        assert book.worksheets[0]["A1"].value == heading


def test_a_keeper_of_a_county_keeps_that_county_alone(office: Interface) -> None:
    office.desk.give(add_person, "guan", person=PersonEntry("xian", "县某", "430621"))
    office.post("guan", "/people/xian/posts", {"group": "administrator"})
    assert office.post("xian", "/people", NEW).status_code == 201
    elsewhere = {**NEW, "id": "tian2", "unit": "430623"}
    problem(office.post("xian", "/people", elsewhere), 403, "not_permitted")
    root = {"code": "9", "name": "某"}
    problem(office.post("xian", "/units", root), 403, "not_permitted")
