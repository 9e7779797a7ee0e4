"""A void document keeps its number for ever, and the register says why."""

from __future__ import annotations

from engine import commands
from engine.model.errors import InvalidArgument, InvalidState, NotFound, NotPermitted
from engine.store.number_checks import check_series
from engine.store.number_registers import register
from engine.store.numbers import void_numbers
from tests.cases.desk import refusal
from tests.papers.office import SERIES, PaperDesk


def void(desk: PaperDesk, person: str, document_id: str, reason: str = "文号重复") -> None:
    desk.give(commands.void_document, person, document_id=document_id, reason=reason)


def test_its_number_is_void_and_the_next_one_is_taken(desk: PaperDesk) -> None:
    first = desk.issued()
    void(desk, "li", first.id)
    second = desk.issued()
    assert second.serial == 2
    (after,) = desk.documents(first.case_id)
    assert (after.status, after.voided_by, after.void_reason) == ("void", "li", "文号重复")
    (row,) = desk.read(lambda session: void_numbers(session, SERIES, year=2026))
    assert (row.number, row.reason, row.voided_by) == (1, "文号重复", "li")
    (event,) = desk.events(first.case_id, "document_voided")
    assert event["person"] == "li"
    lines = desk.read(lambda session: register(session, SERIES, year=2026))
    assert [(line.serial, line.document_id, line.void_reason) for line in lines] == [
        (1, first.id, "文号重复"),
        (2, second.id, None),
    ]
    assert desk.read(lambda session: check_series(session, SERIES, year=2026).flaws) == ()


def test_only_once_and_only_with_a_reason(desk: PaperDesk) -> None:
    document = desk.issued()
    assert isinstance(refusal(lambda: void(desk, "wang", document.id, " ")), InvalidArgument)
    void(desk, "wang", document.id)
    again = refusal(lambda: void(desk, "wang", document.id))
    assert isinstance(again, InvalidState)
    assert again.code == "document_void"


def test_the_unit_concerned_may_not(desk: PaperDesk) -> None:
    document = desk.issued()
    assert isinstance(refusal(lambda: void(desk, "xiao", document.id)), NotPermitted)


def test_others_do_not_learn_that_it_exists(desk: PaperDesk) -> None:
    document = desk.issued()
    hidden = refusal(lambda: void(desk, "hua", document.id))
    missing = refusal(lambda: void(desk, "hua", "nothing.1"))
    assert isinstance(hidden, NotFound)
    assert (type(hidden), hidden.message, hidden.code) == (
        type(missing),
        missing.message,
        missing.code,
    )


def test_a_closed_case_can_still_have_its_document_made_void(desk: PaperDesk) -> None:
    document = desk.issued()
    desk.give(commands.cancel_case, "li", case_id=document.case_id, reason="重复立案")
    void(desk, "zhao", document.id)
    assert desk.documents(document.case_id)[0].status == "void"
