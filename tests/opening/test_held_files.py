"""Files chosen while a case is being opened: held, attached by the opening, or let go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import cast

import pytest
from sqlalchemy import func, select

from engine import commands
from engine.commands.held_files import (
    KEPT,
    HeldFile,
    drop_held_files,
    forget_held_files,
    hold_file,
    list_held_files,
)
from engine.commands.reading.case_previews import preview_case
from engine.model.case import Actor
from engine.model.errors import InvalidArgument, NotFound
from engine.store import Store
from engine.store.blobs import read_blob
from engine.store.document_rows import AttachmentRow
from engine.store.tables import blob, blob_chunk, held_file
from tests.cases.desk import Desk
from tests.cases.drawing import diagram, end, path, start, user
from tests.support.clock import HandClock

COMPLAINT = diagram(
    "complaint",
    start("reason:string!", "letter:file"),
    user("draft", "text:text!", groups="case_officer"),
    end(),
    path("start", "draft", "end"),
)
LETTER = b"%PDF-1.7 a letter"


@pytest.fixture
def desk(database_url: str, clock: HandClock) -> Iterator[Desk]:
    store = Store(database_url)
    made = Desk(store, clock)
    made.furnish()
    made.deploy(COMPLAINT)
    yield made
    store.close()


def hold(desk: Desk, person: str = "li", content: bytes = LETTER, name: str = "来信.pdf") -> str:
    with commands.receive(BytesIO(content), limit=1_000) as upload:
        return desk.give(hold_file, person, process="complaint", name=name, upload=upload).file_id


def held(desk: Desk, person: str = "li") -> tuple[HeldFile, ...]:
    with desk.store.read() as session:
        return list_held_files(
            session,
            engine=desk.engine,
            clock=desk.clock,
            actor=Actor(person),
            process="complaint",
        )


def attachments(desk: Desk, case_id: str) -> list[AttachmentRow]:
    with desk.store.read() as session:
        return list(
            commands.list_attachments(
                session, engine=desk.engine, clock=desk.clock, actor=Actor("li"), case_id=case_id
            )
        )


def stored(desk: Desk) -> tuple[int, int, int]:
    with desk.store.read() as session:
        return tuple(  # type: ignore[return-value]  # three of them
            int(cast("int", next(iter(session.execute(select(func.count()).select_from(each))))[0]))
            for each in (held_file, blob, blob_chunk)
        )


def test_opening_makes_an_attachment_of_the_file_its_form_names(desk: Desk) -> None:
    file = hold(desk)
    other = hold(desk, name="另一份.pdf", content=b"%PDF-1.7 other")
    case = desk.open("complaint", {"reason": "来信反映", "letter": file}).case_id
    (row,) = attachments(desk, case)
    assert (row.id, row.name, row.uploaded_by, row.visibility) == (
        file,
        "来信.pdf",
        "li",
        "internal",
    )
    with desk.store.read() as session:
        assert b"".join(read_blob(session, row.sha256)) == LETTER
    assert [each.id for each in held(desk)] == [other]
    (event,) = desk.events(case, "attachment_added")
    assert row.sha256 in str(event)
    assert desk.types(case)[0] == "case_opened"


def test_a_refused_opening_holds_the_file_on_and_a_preview_takes_nothing(desk: Desk) -> None:
    file = hold(desk)
    with pytest.raises(InvalidArgument):
        desk.open("complaint", {"letter": file})
    with desk.store.read() as session:
        preview_case(
            session,
            engine=desk.engine,
            clock=desk.clock,
            actor=Actor("li"),
            process="complaint",
            unit="430621",
            title="来信",
            form={"reason": "来信反映", "letter": file},
        )
    assert [each.id for each in held(desk)] == [file]


def test_nobody_can_name_a_file_that_another_person_holds(desk: Desk) -> None:
    file = hold(desk)
    with pytest.raises(InvalidArgument):
        desk.open("complaint", {"reason": "来信反映", "letter": file}, person="chen")
    assert held(desk, "chen") == ()
    case = desk.open("complaint", {"reason": "来信反映", "letter": file}).case_id
    with pytest.raises(InvalidArgument):
        desk.open("complaint", {"reason": "再用一次", "letter": file})
    assert len(attachments(desk, case)) == 1


def test_who_may_not_open_such_a_case_holds_nothing_and_what_is_no_document_is_refused(
    desk: Desk,
) -> None:
    with pytest.raises(NotFound):
        hold(desk, "xiao")
    with pytest.raises(InvalidArgument):
        hold(desk, content=b"MZ\x00\x00", name="程序.exe")
    assert stored(desk) == (0, 0, 0)


def test_a_draft_thrown_away_takes_its_files_along_but_no_content_that_a_case_needs(
    desk: Desk,
) -> None:
    case = desk.open("complaint", {"reason": "来信反映", "letter": hold(desk)}).case_id
    hold(desk)
    hold(desk, content=b"%PDF-1.7 other")
    desk.give(drop_held_files, "li", process="complaint")
    assert held(desk) == ()
    (row,) = attachments(desk, case)
    with desk.store.read() as session:
        assert b"".join(read_blob(session, row.sha256)) == LETTER
    assert stored(desk) == (0, 1, 1)


def test_what_nobody_opened_a_case_with_is_forgotten_after_thirty_days(desk: Desk) -> None:
    hold(desk)
    desk.clock.advance(KEPT)
    assert forget_held_files(desk.store, clock=desk.clock) == 0
    late = hold(desk, content=b"%PDF-1.7 late")
    desk.clock.advance(timedelta(seconds=1))
    assert forget_held_files(desk.store, clock=desk.clock) == 1
    assert [each.id for each in held(desk)] == [late]
    assert stored(desk) == (1, 1, 1)
