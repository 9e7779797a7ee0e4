"""Sanctions end by themselves or in writing; a wrong entry is corrected by two more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine import commands
from engine.commands.ledger_changes import EntryAppended
from engine.model.errors import EngineError, InvalidArgument, InvalidState, NotFound, NotPermitted
from engine.model.ledger import EffectKind, RemedyState
from engine.model.ledger_record import Record
from tests.ledger.office import PERSON, Office

DECIDED = "2026-03-02"
LAST = date(2026, 9, 2)
"""The last day of half a year from then."""
DAY = timedelta(days=1)


def warned(office: Office, identity: str) -> str:
    office.decide("accountability:警告", person="李某", identity=identity, form="警告")
    (entry,) = office.of_person()
    return entry.id


def on(office: Office, day: date) -> Record:
    return office.record(PERSON, on=day).record


def lift(office: Office, entry: str, day: date | None = None, who: str = "zu") -> EntryAppended:
    return office.give(
        commands.lift_outcome, who, entry=entry, document="某人社解〔2026〕1号", effective_on=day
    )


def test_an_administrative_sanction_ends_by_itself(office: Office) -> None:
    warned(office, "公务员")
    assert on(office, LAST).restriction(EffectKind.PROMOTION_BAN) is not None
    assert on(office, LAST + DAY).codes == ()


def test_one_of_an_institution_goes_on_until_it_is_lifted_in_writing(office: Office) -> None:
    entry = warned(office, "事业")
    (held,) = on(office, LAST + 30 * DAY).held
    assert (held.awaits_lift, held.until_on) == (True, None)
    before = office.clock()
    office.clock.move_to(before + timedelta(days=200))
    lift(office, entry, LAST + 5 * DAY)
    assert on(office, LAST + 4 * DAY).restriction(EffectKind.PROMOTION_BAN) is not None
    assert on(office, LAST + 5 * DAY).codes == ()
    known = office.record(PERSON, on=LAST + 5 * DAY, known=before).record
    assert known.codes == ("accountability:警告",), "as it was known before the lifting"


def test_an_office_may_let_it_end_by_itself(office: Office) -> None:
    key = "ledger.institution_lift_in_writing"
    office.give(commands.change_setting, "guan", key=key, value=False)
    entry = warned(office, "事业")
    assert on(office, LAST + DAY).codes == ()
    with pytest.raises(InvalidState, match="不须书面解除"):
        lift(office, entry, LAST + DAY)


def test_it_is_lifted_once_and_not_before_its_period_is_over(office: Office) -> None:
    entry = warned(office, "事业")
    with pytest.raises(InvalidState, match="期满后才能解除"):
        lift(office, entry, LAST)
    office.clock.move_to(office.clock() + timedelta(days=200))
    assert lift(office, entry).entry == f"{entry}.lift"
    with pytest.raises(InvalidState, match="已经解除"):
        lift(office, entry)


def test_lifting_is_in_the_history_of_the_case(office: Office) -> None:
    entry = warned(office, "事业")
    office.clock.move_to(office.clock() + timedelta(days=200))
    case_id = lift(office, entry).case_id
    (event,) = office.events(case_id, "outcome_lifted")
    assert event["person"] == "zu"
    assert event["data"]["decision"] == "某人社解〔2026〕1号"  # type: ignore[index]


def correct(office: Office, entry: str, who: str = "wang", **changes: object) -> EntryAppended:
    return office.give(
        commands.correct_outcome, who, entry=entry, reason="决定书登记有误", changes=changes
    )


def test_a_correction_is_a_reversal_and_a_new_entry(office: Office) -> None:
    old = warned(office, "公务员")
    before = office.clock()
    office.clock.move_to(before + timedelta(hours=5))
    new = correct(office, old, form="记过", code="accountability:记过")
    record = office.record(PERSON, on=date(2026, 12, 1)).record
    (held,) = record.held
    assert (held.entry.id, held.entry.form) == (new.entry, "记过")
    assert held.until_on == date(2027, 3, 2), "the table was asked anew"
    assert held.entry.details["identity"] == "公务员", "what was not named stays as it was"
    assert record.restriction(EffectKind.PAY_STEP_BAN) is not None
    then = office.record(PERSON, on=date(2026, 3, 5), known=before).record
    assert [each.entry.form for each in then.held] == ["警告"]
    (event,) = office.events(new.case_id, "outcome_corrected")
    assert event["data"]["reason"] == "决定书登记有误"  # type: ignore[index]
    with pytest.raises(InvalidState, match="已被冲销"):
        correct(office, old, form="记大过")


def test_a_correction_keeps_where_remedies_stand(office: Office) -> None:
    case_id = office.decide("accountability:警告", person="李某", identity="公务员", form="警告")
    office.note(case_id, "复核中")
    (old,) = office.record(PERSON, on=office.clock().date()).record.held
    assert old.remedy is RemedyState.REVIEWING
    correct(office, old.entry.id, form="记过", code="accountability:记过")
    (new,) = office.record(PERSON, on=office.clock().date()).record.held
    assert (new.entry.form, new.remedy) == ("记过", RemedyState.REVIEWING)


def test_a_correction_to_what_the_table_does_not_know_leaves_nothing(office: Office) -> None:
    entry = warned(office, "公务员")
    before = office.of_person()
    with pytest.raises(EngineError, match="没有形式“训诫”"):
        correct(office, entry, form="训诫")
    with pytest.raises(InvalidArgument, match="应指明要改的项目"):
        correct(office, entry, colour="red")
    assert office.of_person() == before


@pytest.mark.parametrize("who", ["li", "qian", "xiao", "guan", "shen"])
def test_who_may_not_add_to_the_ledger_adds_nothing(office: Office, who: str) -> None:
    entry = warned(office, "事业")
    before = office.of_person()
    office.clock.move_to(office.clock() + timedelta(days=200))
    with pytest.raises(NotPermitted):
        lift(office, entry, who=who)
    with pytest.raises(NotPermitted):
        correct(office, entry, who=who, form="记过")
    assert office.of_person() == before


def test_a_refusal_does_not_tell_what_became_of_an_entry(office: Office) -> None:
    """The leader of a county learns nothing of another one's entries."""
    said = []
    for is_reversed in (False, True):
        case_id = office.decide("accountability:约谈", unit="430623", form="约谈")
        if is_reversed:
            office.reverse(case_id)
        entry = next(each.id for each in office.of_unit("430623") if each.case_id == case_id)
        with pytest.raises(EngineError) as refused:
            correct(office, entry, who="yuezhang", form="通报批评")
        said.append((type(refused.value), refused.value.message))
    assert said[0] == said[1]
    assert said[0][0] is NotPermitted


def test_a_correction_does_not_move_an_entry_out_of_ones_scope(office: Office) -> None:
    office.decide("accountability:约谈", unit="430621", form="约谈")
    (entry,) = office.of_unit("430621")
    with pytest.raises(NotPermitted):
        correct(office, entry.id, who="yuezhang", unit="430623")
    assert office.of_unit("430623") == []
    assert correct(office, entry.id, who="yuezhang", unit="430621-1")
    assert [each.code for each in office.of_unit("430621-1")] == ["accountability:约谈"]


def test_an_entry_that_is_not_there_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        lift(office, "nowhere")
