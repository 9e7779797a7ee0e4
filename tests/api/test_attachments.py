"""Files over HTTP: taken in whole or not at all, given out as they came."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from engine import commands
from engine.model.case import Actor
from engine.store.tables import attachment, blob, history_event
from tests.api.office import Interface, file_name, problem
from tests.papers.hostile import bomb_of_zeros
from tests.papers.office import PaperDesk

PDF = b"%PDF-1.7 content"


def upload(
    interface: Interface,
    case_id: str,
    data: bytes = PDF,
    name: str = "整改 报告.pdf",
    *,
    person: str = "li",
    headers: dict[str, str] | None = None,
    **more: str,
) -> TestResponse:
    """Send a file as a browser does."""
    form = {"file": (io.BytesIO(data), name), **more}
    return interface.post(person, f"/cases/{case_id}/attachments", data=form, headers=headers)


def kept(desk: PaperDesk) -> list[int]:
    """Count attachments, contents and events."""
    with desk.store.read() as session:
        return [
            int(str(session.execute(select(func.count()).select_from(each)).all()[0][0]))
            for each in (attachment, blob, history_event)
        ]


def test_a_file_comes_back_as_it_was_sent(papers: PaperDesk, interface: Interface) -> None:
    case_id = papers.opened()
    data = b"%PDF-1.7" + bytes(range(256)) * 3000  # three pieces
    sent = upload(interface, case_id, data, note="佐证", visibility="unit")
    assert sent.status_code == 201
    assert sent.headers["ETag"] == f'"{sent.get_json()["version"]}"'
    (line,) = interface.get("xiao", f"/cases/{case_id}/attachments").get_json()["items"]
    assert (line["name"], line["note"], line["size"]) == ("整改 报告.pdf", "佐证", len(data))
    got = interface.app.test_client().get(
        sent.headers["Location"], headers={"Authorization": f"Bearer {interface.sign_in('xiao')}"}
    )
    assert got.data == data
    assert got.content_length == len(data)
    assert file_name(got) == "整改 报告.pdf"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    (event_,) = papers.events(case_id, "attachment_downloaded")
    assert event_["person"] == "xiao"


@pytest.mark.parametrize(
    "name,kept_as",
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\x\\y.pdf", "C_xy.pdf"),
        ("a\u202efdp.pdf", "afdp.pdf"),
        ('q"; filename="x.exe.pdf', None),
    ],
)
def test_a_hostile_name_is_only_a_name(
    papers: PaperDesk, interface: Interface, name: str, kept_as: str | None
) -> None:
    sent = upload(interface, papers.opened(), name=name)
    assert sent.status_code == 201
    stored = sent.get_json()["name"]
    assert kept_as in (None, stored)
    assert not set(stored) & set('/\\"\r\n\u202e')
    got = interface.get("li", sent.headers["Location"].removeprefix("/api/v1"))
    assert file_name(got) == stored


@pytest.mark.parametrize(
    "name,data,code",
    [
        ("a.exe", b"MZ" + bytes(100), "file_dangerous"),
        ("a.pdf", b"GIF89a" + bytes(100), "file_type_mismatch"),
        ("a.pdf", b"", "file_empty"),
        ("a.docx", bomb_of_zeros(), "file_bomb"),
        ("...", PDF, "invalid_file_name"),
    ],
)
def test_what_must_not_be_taken_is_refused_and_leaves_nothing(
    papers: PaperDesk, interface: Interface, name: str, data: bytes, code: str
) -> None:
    case_id = papers.opened()
    interface.sign_in("li")
    before = kept(papers)
    problem(upload(interface, case_id, data, name), 422, code)
    assert kept(papers) == before


def test_a_broken_upload_leaves_nothing_behind(papers: PaperDesk, interface: Interface) -> None:
    case_id = papers.opened()
    path = f"/cases/{case_id}/attachments"
    interface.sign_in("li")
    before = kept(papers)
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + PDF
    kind = "multipart/form-data; boundary=b"
    stopped = interface.send(
        "li",
        "POST",
        path,
        input_stream=io.BytesIO(head),
        content_length=1_000_000,
        content_type=kind,
    )
    assert 400 <= stopped.status_code < 500
    cut = interface.send("li", "POST", path, data=head, content_type=kind)
    assert 400 <= cut.status_code < 500
    problem(interface.post("li", path, {"file": "a"}), 415, "unsupported_media_type")
    text = interface.post("li", path, data={"file": "a"}, content_type="multipart/form-data")
    assert problem(text, 422, "invalid_request")["errors"][0]["path"] == "file"
    surplus = upload(interface, case_id, unit="430600")
    assert problem(surplus, 422, "invalid_request")["errors"][0]["path"] == "unit"
    assert kept(papers) == before


def test_the_limit_of_a_file_is_that_of_the_setting_and_of_this_route_alone(
    papers: PaperDesk, interface: Interface
) -> None:
    case_id = papers.opened()
    with papers.store.begin() as session:
        commands.change_setting(
            session, engine=papers.engine, clock=papers.clock, actor=Actor("guan"),
            key="attachment.max_size", value=2,
        )  # fmt: skip
    two = commands.MIB * 2
    assert upload(interface, case_id, PDF.ljust(two, b" ")).status_code == 201
    problem(upload(interface, case_id, PDF.ljust(two + 1, b" ")), 422, "file_too_large")
    problem(upload(interface, case_id, PDF.ljust(two * 2, b" ")), 413, "too_large")
    long = {"reason": "长" * commands.MIB}
    problem(interface.post("li", f"/cases/{case_id}/suspension", long), 413, "too_large")


def test_only_whoever_has_business_in_the_case_attaches(
    papers: PaperDesk, interface: Interface
) -> None:
    case_id = papers.opened()
    problem(upload(interface, case_id, person="hua"), 404, "not_found")
    problem(upload(interface, "nowhere"), 404, "not_found")
    internal = upload(interface, case_id).get_json()["attachment_id"]
    problem(interface.get("xiao", f"/attachments/{internal}/file"), 404, "not_found")
    assert interface.get("xiao", f"/cases/{case_id}/attachments").get_json() == {"items": []}


def test_the_same_upload_sent_twice_is_one(papers: PaperDesk, interface: Interface) -> None:
    case_id = papers.opened()
    key = {"Idempotency-Key": "one"}
    first = upload(interface, case_id, headers=key)
    assert upload(interface, case_id, headers=key).get_json() == first.get_json()
    other = upload(interface, case_id, PDF + b"!", headers=key)
    problem(other, 409, "idempotency_mismatch")
    assert len(interface.get("li", f"/cases/{case_id}/attachments").get_json()["items"]) == 1
    stale = upload(interface, case_id, headers={"If-Match": '"0"'})
    problem(stale, 412, "precondition_failed")


def test_a_file_is_taken_off_with_a_reason(papers: PaperDesk, interface: Interface) -> None:
    case_id = papers.opened()
    name = upload(interface, case_id, visibility="unit").get_json()["attachment_id"]
    path = f"/attachments/{name}/removal"
    problem(interface.post("xiao", path, {"reason": "错"}), 403, "not_permitted")
    assert interface.post("li", path, {"reason": "传错了"}).status_code == 200
    problem(interface.post("li", path, {"reason": "传错了"}), 409, "attachment_removed")
    assert interface.get("li", f"/cases/{case_id}/attachments").get_json() == {"items": []}
    (event,) = papers.events(case_id, "attachment_removed")
    assert event["person"] == "li"
    problem(interface.get("xiao", f"/attachments/{name}/file"), 404, "not_found")
