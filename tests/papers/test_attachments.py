"""Files are attached to cases: stored once, seen by those who may, their reading recorded."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from engine import commands
from engine.identity import Membership, PersonEntry, upsert_people
from engine.model.documents import Visibility
from engine.model.errors import InvalidArgument, InvalidState, NotFound, NotPermitted
from engine.store.blobs import read_blob
from engine.store.tables import attachment, blob, blob_chunk
from tests.cases.desk import refusal
from tests.cases.drawing import diagram, end, path, start, user
from tests.papers.hostile import PDF, PNG, REFUSED
from tests.papers.office import PaperDesk


def test_it_is_kept_with_its_type_hash_and_who_attached_it(desk: PaperDesk) -> None:
    case_id = desk.opened()
    attached = desk.attach("li", case_id, PDF, "目录/整改 报告.pdf", note="第一稿")
    assert (attached.name, attached.media_type, attached.size) == (
        "整改 报告.pdf",
        "application/pdf",
        len(PDF),
    )
    (row,) = desk.attachments("li", case_id)
    assert (row.id, row.note, row.uploaded_by, row.unit, row.visibility) == (
        attached.attachment_id,
        "第一稿",
        "li",
        "430600",
        "internal",
    )
    (event,) = desk.events(case_id, "attachment_added")
    data = event["data"]
    assert isinstance(data, dict)
    assert (data["attachment"], data["sha256"]) == (row.id, row.sha256)
    assert event["person"] == "li"


def test_a_reading_is_recorded_and_gives_back_what_was_attached(desk: PaperDesk) -> None:
    case_id = desk.opened()
    data = PDF + bytes(range(256)) * 4000  # several pieces
    attached = desk.attach("li", case_id, data)
    found = desk.give(commands.download_attachment, "wang", attachment_id=attached.attachment_id)
    assert b"".join(desk.read(lambda session: list(read_blob(session, found.sha256)))) == data
    (event,) = desk.events(case_id, "attachment_downloaded")
    assert (event["person"], event["data"]) == (
        "wang",
        {"attachment": attached.attachment_id, "name": "报告.pdf", "sha256": found.sha256},
    )


def test_the_same_content_is_stored_once(desk: PaperDesk) -> None:
    first, second = desk.opened(), desk.opened()
    desk.attach("li", first, PDF, "甲.pdf")
    desk.attach("li", second, PDF, "乙.pdf")
    assert [count(desk, table) for table in (attachment, blob, blob_chunk)] == [2, 1, 1]


def count(desk: PaperDesk, table: object) -> int:
    query = select(func.count()).select_from(table)  # type: ignore[arg-type]  # a table
    return desk.read(lambda session: int(str(session.execute(query).one()[0])))


@pytest.mark.parametrize("what", ["an executable called a document", "a bomb of zeros", "nothing"])
def test_what_is_refused_leaves_nothing(desk: PaperDesk, what: str) -> None:
    name, data, code = REFUSED[what]
    case_id = desk.opened()
    before = desk.types(case_id)
    refused = refusal(lambda: desk.attach("li", case_id, data, name))
    assert (type(refused), refused.code) == (InvalidArgument, code)
    assert (count(desk, attachment), count(desk, blob), desk.types(case_id)) == (0, 0, before)


class Endless(io.BytesIO):
    """A sender who never stops; counts what was taken."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        self.taken += size
        return bytes(size)


def test_a_stream_is_cut_off_at_the_limit() -> None:
    stream = Endless()
    with (
        pytest.raises(InvalidArgument) as refused,
        commands.receive(stream, limit=1_000_000),
    ):
        pass
    assert refused.value.code == "file_too_large"
    assert stream.taken < 1_200_000


def test_the_office_sets_the_limit_and_the_types(desk: PaperDesk) -> None:
    case_id = desk.opened()
    desk.give(commands.change_setting, "guan", key="attachment.max_size", value=1)
    with desk.store.read() as session:
        limit = commands.upload_limit(session, engine=desk.engine, clock=desk.clock)
    assert limit == 1024**2
    big = refusal(lambda: desk.attach("li", case_id, PDF + bytes(1024**2)))
    assert (big.code, big.message) == ("file_too_large", "文件过大，单个附件不超过1MiB。")
    desk.give(commands.change_setting, "guan", key="attachment.types", value="png jpg")
    refused = refusal(lambda: desk.attach("li", case_id, PDF))
    assert refused.code == "file_type_not_allowed"
    desk.attach("li", case_id, PNG, "图.png")


def test_the_unit_sees_its_own_and_what_is_meant_for_it(desk: PaperDesk) -> None:
    case_id = desk.opened()
    desk.attach("li", case_id, PDF, "内部研判.pdf")
    desk.attach("li", case_id, PDF, "整改指引.pdf", visibility=Visibility.UNIT)
    desk.attach("xiao", case_id, PDF, "自查.pdf")
    assert names(desk, "xiao", case_id) == ["整改指引.pdf", "自查.pdf"]
    assert names(desk, "wang", case_id) == ["内部研判.pdf", "整改指引.pdf", "自查.pdf"]


def names(desk: PaperDesk, person: str, case_id: str) -> list[str]:
    return [row.name for row in desk.attachments(person, case_id)]


def test_what_the_unit_attaches_its_unit_sees_whatever_it_says(desk: PaperDesk) -> None:
    case_id = desk.opened()
    desk.attach("xiao", case_id, PDF, "自查.pdf", visibility=Visibility.INTERNAL)
    assert desk.attachments("li", case_id)[0].visibility == "unit"


def test_what_an_official_without_the_file_attaches_stays_internal(desk: PaperDesk) -> None:
    """A secrecy officer may do the work, but sees of the file only what they attach."""
    post = (Membership("secrecy_officer"),)
    with desk.store.begin() as session:
        upsert_people(session, [PersonEntry("mi", "密某", "430600", post)])
    review = user("review", "opinion:file", users="mi")
    desk.deploy(diagram("vetting", start(), review, end(), path("start", "review", "end")))
    case_id = desk.open("vetting").case_id
    work = desk.one(case_id, "review")
    desk.attach("li", case_id, PDF, "内部研判.pdf")
    attached = desk.attach("mi", case_id, PDF, "保密审查.pdf", work_id=work.id)
    assert names(desk, "mi", case_id) == ["保密审查.pdf"]
    assert names(desk, "xiao", case_id) == []
    desk.give(commands.download_attachment, "mi", attachment_id=attached.attachment_id)
    desk.complete("mi", work.id, {"opinion": attached.attachment_id})


@pytest.mark.parametrize("person", ["hua", "yue", "nobody"])
def test_others_do_not_learn_that_anything_exists(desk: PaperDesk, person: str) -> None:
    """Another unit's respondent, a district inspector out of scope, and an unknown person."""
    unit = "430623" if person == "yue" else "430621"
    case_id = desk.opened(unit=unit)
    attached = desk.attach("li", case_id, PDF)

    def same(act: Callable[[str], object], real: str) -> None:
        hidden, missing = refusal(lambda: act(real)), refusal(lambda: act("no-such-thing"))
        assert type(hidden) is NotFound
        assert (type(missing), missing.message, missing.code, missing.errors) == (
            NotFound,
            hidden.message,
            hidden.code,
            hidden.errors,
        )

    same(lambda each: desk.attachments(person, each), case_id)
    same(lambda each: desk.seen_documents(person, each), case_id)
    same(lambda each: desk.attach(person, each), case_id)
    same(
        lambda each: desk.give(commands.download_attachment, person, attachment_id=each),
        attached.attachment_id,
    )
    same(
        lambda each: desk.give(
            commands.remove_attachment, person, attachment_id=each, reason="误传"
        ),
        attached.attachment_id,
    )
    assert "attachment_downloaded" not in desk.types(case_id)


def test_the_unit_may_not_read_what_is_internal(desk: PaperDesk) -> None:
    case_id = desk.opened()
    attached = desk.attach("li", case_id, PDF, "内部研判.pdf")
    give = lambda: desk.give(  # noqa: E731 - said twice
        commands.download_attachment, "xiao", attachment_id=attached.attachment_id
    )
    assert isinstance(refusal(give), NotFound)


def test_a_form_takes_only_attachments_of_its_case(desk: PaperDesk) -> None:
    document, other = desk.issued(), desk.issued()
    work = desk.one(document.case_id, "report")
    mine = desk.attach("xiao", document.case_id, PDF, work_id=work.id).attachment_id
    elsewhere = desk.attach("li", other.case_id, PDF).attachment_id
    internal = desk.attach("li", document.case_id, PDF).attachment_id
    for wrong in (elsewhere, internal, "照片.jpg"):
        refused = refusal(lambda wrong=wrong: desk.complete("xiao", work.id, {"evidence": wrong}))  # type: ignore[misc]
        assert [error.path for error in refused.errors] == ["evidence"]
    desk.complete("xiao", work.id, {"evidence": mine, "text": "已整改"})
    assert desk.variables(document.case_id)["evidence"] == mine


def test_a_removed_attachment_no_longer_counts_but_is_kept(desk: PaperDesk) -> None:
    document = desk.issued()
    work = desk.one(document.case_id, "report")
    attached = desk.attach("xiao", document.case_id, PDF, work_id=work.id)
    remove = {"attachment_id": attached.attachment_id, "reason": "传错了"}
    desk.give(commands.remove_attachment, "xiao", **remove)
    assert desk.attachments("li", document.case_id) == []
    refused = refusal(lambda: desk.complete("xiao", work.id, {"evidence": attached.attachment_id}))
    assert refused.code == "invalid_form"
    assert isinstance(
        refusal(lambda: desk.give(commands.remove_attachment, "li", **remove)), InvalidState
    )
    assert desk.read(lambda session: len(list(read_blob(session, attached.sha256)))) == 1


def test_the_unit_may_not_remove_what_others_attached(desk: PaperDesk) -> None:
    case_id = desk.opened()
    served = desk.attach("li", case_id, PDF, visibility=Visibility.UNIT)
    refused = refusal(
        lambda: desk.give(
            commands.remove_attachment, "xiao", attachment_id=served.attachment_id, reason="不利"
        )
    )
    assert isinstance(refused, NotPermitted)


def test_nothing_is_attached_to_a_case_that_is_over(desk: PaperDesk) -> None:
    case_id = desk.opened()
    desk.give(commands.cancel_case, "li", case_id=case_id, reason="重复立案")
    assert isinstance(refusal(lambda: desk.attach("li", case_id)), InvalidState)


def test_reading_and_attaching_leave_a_step_that_can_be_withdrawn(desk: PaperDesk) -> None:
    document = desk.issued()
    work = desk.one(document.case_id, "report")
    attached = desk.attach("xiao", document.case_id, PDF, work_id=work.id)
    desk.complete("xiao", work.id, {"text": "已整改"})
    desk.give(commands.download_attachment, "li", attachment_id=attached.attachment_id)
    desk.attach("li", document.case_id, PNG, "图.png")
    desk.withdraw("xiao", work.id)
    assert desk.nodes(document.case_id) == ["report"]


def test_the_same_request_attaches_once(desk: PaperDesk) -> None:
    case_id = desk.opened()
    first = desk.attach("li", case_id, PDF, idempotency_key="k1")
    again = desk.attach("li", case_id, PDF, idempotency_key="k1")
    assert first == again
    assert count(desk, attachment) == 1


def test_a_long_note_is_refused(desk: PaperDesk) -> None:
    case_id = desk.opened()
    assert isinstance(refusal(lambda: desk.attach("li", case_id, note="长" * 501)), InvalidArgument)
