"""Documents over HTTP: who sees them, files byte for byte, numbers, templates."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import update

from engine.model.errors import InvalidState
from engine.store.blobs import CHUNK, send_blob
from engine.store.tables import blob_chunk
from tests.api.office import Interface, file_name, problem
from tests.papers.office import SERIES, PaperDesk, render


def test_a_file_arrives_byte_for_byte_under_its_own_name_and_is_recorded(
    papers: PaperDesk, interface: Interface
) -> None:
    issued = papers.issued()
    path = f"/documents/{issued.id}"
    problem(interface.get("li", f"{path}/file"), 404, "not_rendered")
    made = interface.post("li", f"{path}/files")
    assert [each["kind"] for each in made.get_json()["files"]] == ["docx", "pdf"]
    assert interface.post("li", f"{path}/files").get_json() == made.get_json()
    got = interface.get("xiao", f"{path}/file?kind=pdf")
    text = "责令限期整改通知书：某甲县食堂留样不全（岳教督整〔2026〕1号）"
    assert got.data == b"%PDF-" + render({"text": text})
    assert got.content_length == len(got.data)
    assert got.content_type == "application/pdf"
    assert file_name(got) == "岳教督整〔2026〕1号责令限期整改通知书.pdf"
    assert 'filename="file.pdf"' in got.headers["Content-Disposition"]
    (event,) = papers.events(issued.case_id, "document_downloaded")
    assert event["person"] == "xiao"


def test_head_says_what_would_come_and_is_no_download(
    papers: PaperDesk, interface: Interface
) -> None:
    issued = papers.issued()
    interface.post("li", f"/documents/{issued.id}/files")
    head = interface.send("li", "HEAD", f"/documents/{issued.id}/file?kind=docx")
    assert head.status_code == 200
    assert head.data == b""
    assert head.content_length == len(
        interface.get("li", f"/documents/{issued.id}/file?kind=docx").data
    )
    assert len(papers.events(issued.case_id, "document_downloaded")) == 1


def test_whoever_may_not_see_a_document_learns_nothing_of_it(
    papers: PaperDesk, interface: Interface
) -> None:
    issued = papers.issued()
    for path in (f"/documents/{issued.id}", f"/documents/{issued.id}/file"):
        problem(interface.get("hua", path), 404, "not_found")
        problem(interface.get(None, path), 401, "not_authenticated")
    problem(interface.post("hua", f"/documents/{issued.id}/files"), 404, "not_found")
    problem(interface.get("hua", f"/cases/{issued.case_id}/documents"), 404, "not_found")
    reading = frozenset({"documents:read"})
    assert interface.get("li", f"/documents/{issued.id}", scopes=reading).status_code == 200
    void = interface.post("wang", f"/documents/{issued.id}/void", {"reason": "错"}, scopes=reading)
    problem(void, 403, "scope_missing")
    (line,) = interface.get("xiao", f"/cases/{issued.case_id}/documents").get_json()["items"]
    assert (line["number"], line["status"]) == ("岳教督整〔2026〕1号", "issued")


def test_a_document_is_made_void_once_by_whoever_may(
    papers: PaperDesk, interface: Interface
) -> None:
    issued = papers.issued()
    path, said = f"/documents/{issued.id}/void", {"reason": "文号有误"}
    problem(interface.post("xiao", path, said), 403, "not_permitted")
    problem(interface.post("wang", path, {"reason": " "}), 422, "reason_required")
    assert interface.post("wang", path, said).status_code == 200
    problem(interface.post("wang", path, said), 409, "document_void")
    seen = interface.get("li", f"/documents/{issued.id}").get_json()
    assert (seen["status"], seen["void_reason"], seen["voided_by"]) == ("void", "文号有误", "wang")


def test_numbers_come_in_pages_that_do_not_overlap(
    papers: PaperDesk, interface: Interface, statements: list[str]
) -> None:
    for _ in range(3):
        papers.issued()
    path = f"/number-series/{SERIES}/2026/numbers"
    first = interface.get("li", f"{path}?limit=2&count=true").get_json()
    assert ([each["serial"] for each in first["items"]], first["total"]) == ([1, 2], 3)
    second = interface.get("li", f"{path}?limit=2&after={first['next']}").get_json()
    assert ([each["serial"] for each in second["items"]], second["next"]) == ([3], None)
    down = interface.get("li", f"{path}?limit=2&descending=true").get_json()
    assert [each["serial"] for each in down["items"]] == [3, 2]
    costs = []
    for limit in (1, 3):
        statements.clear()
        interface.get("li", f"{path}?limit={limit}")
        costs.append(len(statements))
    assert costs[0] == costs[1]
    problem(interface.get("li", f"{path}?after=x"), 422, "invalid_cursor")
    problem(interface.get("li", "/number-series/某字/2026/numbers"), 404, "not_found")
    problem(interface.get("xiao", path), 403, "not_permitted")
    checked = interface.get("li", f"/number-series/{SERIES}/2026/check").get_json()
    assert checked == {"is_whole": True, "flaws": [], "count": 0}
    assert interface.get("li", "/number-series").get_json() == {
        "items": [{"series": SERIES, "year": 2026}]
    }


def test_a_template_is_published_over_the_version_that_was_seen(
    papers: PaperDesk, interface: Interface
) -> None:
    path, new = "/templates/notice", {"source": "新：{problem}"}
    seen = interface.get("wang", path)
    assert (seen.get_json()["version"], seen.headers["ETag"]) == (1, '"1"')
    problem(interface.send("wang", "PUT", path, json=new), 428, "precondition_required")
    fits = {"If-Match": seen.headers["ETag"]}
    problem(interface.send("li", "PUT", path, json=new, headers=fits), 403, "not_permitted")
    wrong = interface.send("wang", "PUT", path, json={"source": "好\n坏{"}, headers=fits)
    assert [each["path"] for each in problem(wrong, 422, "bad_template")["errors"]] == ["第2行"]
    done = interface.send("wang", "PUT", path, json=new, headers=fits)
    assert (done.get_json()["version"], done.headers["ETag"]) == (2, '"2"')
    late = interface.send("wang", "PUT", path, json={"source": "晚"}, headers=fits)
    problem(late, 412, "precondition_failed")
    nothing = {"If-None-Match": "*"}
    problem(
        interface.send("wang", "PUT", path, json=new, headers=nothing), 412, "precondition_failed"
    )
    first = interface.send("wang", "PUT", "/templates/other", json=new, headers=nothing)
    assert first.get_json()["version"] == 1
    versions = interface.get("li", f"{path}/versions").get_json()["items"]
    assert [each["version"] for each in versions] == [2, 1]
    assert interface.get("li", f"{path}/versions/2").get_json()["source"] == new["source"]
    for version in (9, 2**63):
        problem(interface.get("li", f"{path}/versions/{version}"), 404, "not_found")
    problem(interface.get("xiao", path), 403, "not_permitted")
    assert papers.issued().title == "新"


@pytest.mark.usefixtures("papers")
def test_a_template_is_checked_without_being_published(interface: Interface) -> None:
    said = interface.post("wang", "/template-checks", {"source": "好\n坏{"}).get_json()
    assert (said["is_sound"], [each["line"] for each in said["findings"]]) == (False, [2])
    assert interface.get("wang", "/templates/notice").get_json()["version"] == 1


def test_content_that_was_damaged_never_arrives_whole(papers: PaperDesk) -> None:
    case_id = papers.opened()
    data = b"%PDF-1.7" + bytes(range(256)) * (CHUNK // 128)
    attached = papers.attach("li", case_id, data)
    with papers.store.begin() as session:
        session.execute(
            update(blob_chunk)
            .where(blob_chunk.c.sha256 == attached.sha256, blob_chunk.c.position == 1)
            .values(data=b"\0" * CHUNK)
        )
    got = bytearray()
    with pytest.raises(InvalidState) as refused:
        got.extend(itertools.chain.from_iterable(send_blob(papers.store, attached.sha256)))
    assert refused.value.code == "blob_damaged"
    assert len(got) < len(data)
