"""What somebody may not see does not exist: no status, sentence, tag or list tells of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from api.documentation import openapi
from engine import commands
from tests.api.office import Interface, problem
from tests.reading.house import House

NOBODYS = "00000000-0000-4000-8000-000000000000"
TERM = {"term": "5个工作日", "reason": "x", "variable": "x"}
ON_CASE: list[tuple[str, object]] = [
    ("cancellation", {"reason": "x"}),
    ("suspension", {"reason": "x"}),
    ("resumption", {"reason": "x"}),
    ("messages", {"message": "x"}),
    ("extensions", TERM),
    ("timers/1", {"due_at": "2027-01-01T00:00:00+08:00", "reason": "x"}),
]
ON_WORK: list[tuple[str, object]] = [
    ("claim", None), ("unclaim", None), ("assignment", {"person": "li", "reason": "x"}),
    ("delegation", {"person": "li"}), ("completion", {"form": {}}), ("withdrawal", None),
    ("extension", {"term": "5个工作日", "reason": "x"}),
]  # fmt: skip
TAGS = [{}, {"If-Match": '"1"'}, {"If-Match": '"2"'}, {"If-Match": "*"}]


def same(
    interface: Interface, person: str, path: str, body: object, tag: dict[str, str]
) -> tuple[int, dict[str, object]]:
    sent = interface.post(person, path, body, headers=tag)
    said = dict(sent.get_json())
    for name in ("request_id", "instance", "detail_en"):
        said.pop(name, None)
    return sent.status_code, said


@pytest.mark.parametrize("deed,body", ON_CASE)
def test_a_command_on_a_case_out_of_sight_is_answered_as_on_none(
    house: House, interface: Interface, deed: str, body: object
) -> None:
    hidden = house.rectify()
    for tag in TAGS:
        there = same(interface, "hua", f"/cases/{hidden}/{deed}", body, tag)
        none = same(interface, "hua", f"/cases/{NOBODYS}/{deed}", body, tag)
        assert there == none, tag
        assert there[0] == 404


@pytest.mark.parametrize("deed,body", ON_WORK)
def test_a_command_on_work_out_of_sight_is_answered_as_on_none(
    house: House, interface: Interface, deed: str, body: object
) -> None:
    work = house.one(house.rectify(), "draft_notice").id
    there = same(interface, "hua", f"/work/{work}/{deed}", body, {})
    assert there == same(interface, "hua", f"/work/{NOBODYS}/{deed}", body, {})
    many = {"work_ids": [work, NOBODYS]}
    lines = interface.post("hua", "/work/claims", many).get_json()["items"]
    assert len({each["problem"]["detail"] for each in lines}) == 1


def test_a_delegate_who_names_the_owner_sees_the_work_and_why_it_is_refused(
    house: House, interface: Interface
) -> None:
    work = house.one(house.rectify(), "draft_notice").id
    house.give(commands.delegate, "li", work_id=work, person="chen", reason="出差")
    for_li = {"On-Behalf-Of": "li"}
    assert interface.get("chen", f"/work/{work}", headers=for_li).status_code == 200
    wrong = {"form": {"notice_text": 1}}
    sent = interface.post("chen", f"/work/{work}/completion", wrong, headers=for_li)
    assert problem(sent, 422, "invalid_form")["errors"]
    for person in ("sun", "hua"):  # to others, naming the owner opens nothing
        sent = interface.get(person, f"/work/{work}", headers=for_li)
        assert problem(sent, 404, "not_found")


def test_an_etag_tells_nobody_of_what_they_may_not_see(house: House, interface: Interface) -> None:
    case_id = house.rectify()
    tag = interface.get("li", f"/cases/{case_id}").headers["ETag"]
    unchanged = {"If-None-Match": tag}
    assert interface.get("li", f"/cases/{case_id}", headers=unchanged).status_code == 304
    for person in ("hua", "out_respondent"):
        sent = interface.get(person, f"/cases/{case_id}", headers=unchanged)
        assert (sent.status_code, "ETag" in sent.headers) == (404, False)


def test_private_answers_are_kept_by_nobody(house: House, interface: Interface) -> None:
    case_id = house.rectify()
    for path in ("/account", "/cases", f"/cases/{case_id}", "/people", "/notifications"):
        assert interface.get("li", path).headers["Cache-Control"] == "no-store"


SECRETS = ("暗语甲卷宗", "暗语乙附件", "暗语丙中止")


def test_no_answer_to_a_respondent_has_a_word_of_the_inner_file(
    house: House, interface: Interface
) -> None:
    case_id = house.rectify()
    draft = house.one(case_id, "draft_notice")
    house.complete("li", draft.id, {"notice_text": SECRETS[0]})
    house.give(commands.suspend_case, "wang", case_id=case_id, reason=SECRETS[2])
    house.give(commands.resume_case, "wang", case_id=case_id, reason="继续")
    file = {"file": (io.BytesIO(b"%PDF-1.7"), f"{SECRETS[1]}.pdf")}
    attached = interface.post("li", f"/cases/{case_id}/attachments", data=file)
    assert attached.status_code == 201, attached.get_json()
    ids = {
        "case_id": case_id,
        "work_id": house.one(case_id, "approve_notice").id,
        "attachment_id": attached.get_json()["attachment_id"],
    }
    seen = list(answers(interface, "li", ids))
    assert [word for word in SECRETS if not any(word in each for each in seen)] == []
    for person in ("xiao", "hua", "in_respondent", "out_respondent", "out_case_officer"):
        for said in answers(interface, person, ids):
            assert not any(word in said for word in SECRETS), (person, said[:300])


def answers(interface: Interface, person: str, ids: dict[str, str]) -> Iterator[str]:
    """Ask everything that can be asked, in every way a word could come out."""
    known = {
        **dict.fromkeys(("document_id", "incident_id", "session_id", "token_id"), NOBODYS),
        **dict.fromkeys(("substitution", "entry", "receipt"), NOBODYS),
        "key": "rectification",
        "person": person,
        "code": "430621",
        "year": "2026",
        "series": "岳教督整",
        "number": "1",
        "aid": "1",
        "version": "1",
        "proposal": NOBODYS,
        "message_id": NOBODYS,
        "file_name": "x.bpmn",
        "kind": "reminder",
        **ids,
    }
    with interface.app.app_context():
        paths: Any = openapi(interface.app)["paths"]
    for path, operations in paths.items():
        if "get" not in operations:
            continue
        named = path.format_map(known).removeprefix("/api/v1")  # an unknown name is a KeyError
        yield words_of(interface.get(person, named).data)
    for word in SECRETS:
        for path in ("/search", "/cases", "/items"):
            found = interface.get(person, f"{path}?text={word}").get_data(as_text=True)
            yield found.replace(f"?text={word}", "")


def words_of(data: bytes) -> str:
    """Return an answer as text; of a workbook the text of its parts."""
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(part).decode() for part in archive.namelist())
