"""The public objects without a name, and finds out by the receipt what became of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.commands import cancel_case, resume_case, suspend_case
from engine.commands.objections import MAX_CONTACT, MAX_OBJECTION
from engine.model.errors import InvalidArgument, InvalidState, NotFound
from engine.store.columns import METADATA
from tests.cases.desk import Desk, local, refusal
from tests.publications.office import close, file, look_up, objections, publish, read

ONE = "某示〔2026〕1号"


def everything(desk: Desk) -> str:
    """All that the database holds, as text."""
    with desk.store.read() as session:
        rows = [session.execute(select(table)).all() for table in METADATA.tables.values()]
    return repr(rows)


def test_an_objection_reaches_the_case_in_the_same_unit_of_work(desk: Desk) -> None:
    case_id = publish(desk)
    file(desk, text="园名写错了。")
    desk.check(case_id)
    assert desk.nodes(case_id) == ["answer", "wait"]
    (kept,) = objections(desk)
    assert (kept.text, kept.contact, kept.state) == ("园名写错了。", None, "filed")
    assert desk.variables(case_id)["objection"] == kept.id
    assert desk.variables(case_id)["objection_text"] == "园名写错了。"
    assert "objection_filed" in desk.types(case_id)


def test_nothing_says_who_filed_it(desk: Desk) -> None:
    case_id = publish(desk)
    file(desk, contact="微信号某某")
    (event,) = desk.events(case_id, "objection_filed")
    assert event["person"] == "public"
    assert set(event["data"]) == {"objection", "publication", "hash"}  # type: ignore[call-overload]
    assert "微信号某某" not in str(desk.history(case_id))
    assert "微信号某某" not in str(desk.outbox(case_id))
    assert objections(desk)[0].contact == "微信号某某"


def test_the_receipt_is_shown_once_and_kept_nowhere(desk: Desk) -> None:
    publish(desk)
    receipt = file(desk).receipt
    assert re.fullmatch(r"\d{4}( \d{4}){4}", receipt)
    kept = everything(desk)
    assert receipt not in kept
    assert receipt.replace(" ", "") not in kept


def test_receipts_differ(desk: Desk) -> None:
    publish(desk)
    assert len({file(desk).receipt for _ in range(20)}) == 20


def test_the_holder_of_the_receipt_is_told_the_answer_and_nothing_of_the_case(desk: Desk) -> None:
    case_id = publish(desk)
    receipt = file(desk).receipt
    waiting = look_up(desk, receipt)
    assert (waiting.is_answered, waiting.answer, waiting.is_upheld) == (False, None, None)
    form = {"reply": "情况属实。", "upheld": True}
    desk.complete("li", desk.one(case_id, "answer").id, form)
    told = look_up(desk, receipt)
    assert (told.is_answered, told.answer, told.is_upheld) == (True, "情况属实。", True)
    assert told.answered_on == local("2026-03-02T00:00:00").date()
    (event,) = desk.events(case_id, "objection_answered")
    assert "情况属实" not in str(event)


def test_each_holder_is_told_their_own_answer(desk: Desk) -> None:
    case_id = publish(desk)
    receipts = [file(desk, text=f"第{number}件。").receipt for number in range(3)]
    for number, work in enumerate(row for row in desk.work(case_id) if row.node == "answer"):
        desk.complete("li", work.id, {"reply": f"答复{number}", "upheld": False})
    assert [look_up(desk, receipt).answer for receipt in receipts] == ["答复0", "答复1", "答复2"]


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.replace(" ", ""),
        lambda code: code.replace(" ", "-"),
        lambda code: f"  {code}\n",
        lambda code: "".join(chr(ord(each) + 0xFEE0) if each.isdigit() else each for each in code),
    ],
)
def test_a_receipt_may_be_typed_in_several_ways(desk: Desk, typed: object) -> None:
    publish(desk)
    receipt = file(desk).receipt
    assert not look_up(desk, typed(receipt)).is_answered  # type: ignore[operator]


def test_a_code_mistyped_and_one_never_given_are_answered_alike(desk: Desk) -> None:
    publish(desk)
    receipt = file(desk).receipt
    wrong = str((int(receipt[0]) + 1) % 10) + receipt[1:]
    unknown = "0000 0000 0000 0000 0000"  # its check digit is right
    answers = {
        (refused.code, refused.message, refused.en)
        for code in (wrong, unknown, "", "abc", receipt[:-1], receipt + "1")
        if isinstance(refused := refusal(lambda code=code: look_up(desk, code)), NotFound)  # type: ignore[misc]
    }
    assert {code for code, _, _ in answers} == {"unknown_receipt"}
    assert len(answers) == 1


def test_after_the_period_it_is_refused_with_the_day_it_ended(desk: Desk) -> None:
    case_id = publish(desk)
    before = desk.history(case_id)
    desk.clock.move_to(local("2026-03-10T00:00:00"))
    refused = refusal(lambda: file(desk))
    assert isinstance(refused, InvalidState)
    assert refused.code == "objections_closed"
    assert refused.message == "公示期已于2026年3月9日届满，不再接受异议。"
    assert objections(desk) == []
    assert desk.history(case_id) == before
    desk.advance(minutes=1)
    assert desk.case(case_id).end_code == "stopped"
    assert "2026年3月9日" in refusal(lambda: file(desk)).message


def test_the_whole_of_the_last_day_is_in_time(desk: Desk) -> None:
    publish(desk)
    desk.clock.move_to(local("2026-03-10T00:00:00") - timedelta(microseconds=1))
    assert read(desk).takes_objections
    file(desk)
    assert len(objections(desk)) == 1


def test_what_takes_no_objections_says_so(desk: Desk) -> None:
    publish(desk, kind="公告", days=None)
    refused = refusal(lambda: file(desk))
    assert refused.code == "objections_closed"
    assert "不接受异议" in refused.message


def test_what_was_withdrawn_takes_none(desk: Desk) -> None:
    publish(desk)
    close(desk, ONE)
    assert refusal(lambda: file(desk)).code == "objections_closed"
    assert objections(desk) == []


def test_what_was_never_published_takes_none(desk: Desk) -> None:
    assert isinstance(refusal(lambda: file(desk, "某示〔2026〕9号")), NotFound)


def test_a_period_ended_before_its_day_takes_none(desk: Desk) -> None:
    """Somebody completes the wait by hand: the case no longer listens, so nothing is kept."""
    case_id = publish(desk)
    desk.complete("wang", desk.one(case_id, "wait").id)
    assert refusal(lambda: file(desk)).code == "objections_closed"
    assert objections(desk) == []


def test_a_suspended_case_still_hears_the_public(desk: Desk) -> None:
    case_id = publish(desk)
    desk.give(suspend_case, "li", case_id=case_id, reason="等待批复")
    file(desk)
    desk.give(resume_case, "li", case_id=case_id, reason="已批复")
    assert desk.nodes(case_id) == ["answer", "wait"]


def test_a_canceled_case_hears_nothing(desk: Desk) -> None:
    case_id = publish(desk)
    desk.give(cancel_case, "li", case_id=case_id, reason="撤销")
    assert refusal(lambda: file(desk)).code == "objections_closed"


@pytest.mark.parametrize(
    "text, contact, field",
    [
        ("", None, "text"),
        ("  \n", None, "text"),
        ("异" * (MAX_OBJECTION + 1), None, "text"),
        ("有\x00空字符", None, "text"),
        ("有\ud800半个字符", None, "text"),
        ("有异议", "信" * (MAX_CONTACT + 1), "contact"),
        ("有异议", "\x07", "contact"),
    ],
)
def test_what_cannot_be_an_objection_is_refused_at_its_field(
    desk: Desk, text: str, contact: str | None, field: str
) -> None:
    publish(desk)
    refused = refusal(lambda: file(desk, text=text, contact=contact))
    assert isinstance(refused, InvalidArgument)
    assert [error.path for error in refused.errors] == [field]
    assert objections(desk) == []


def test_the_longest_objection_fits(desk: Desk) -> None:
    publish(desk)
    file(desk, text="异" * MAX_OBJECTION, contact="信" * MAX_CONTACT)
    assert len(objections(desk)[0].text) == MAX_OBJECTION
