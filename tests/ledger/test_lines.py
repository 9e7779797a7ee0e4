"""A record line by line: what was reversed, lifted or is over stands there with what became of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine import commands
from engine.commands.reading.records import RecordLines, read_record_line, read_record_lines
from engine.model.errors import NotFound, NotPermitted
from engine.model.ledger_lines import LineState
from tests.ledger.office import PERSON, Office

LAST = date(2026, 9, 2)
DAY = timedelta(days=1)


def lines(
    office: Office, until: date | None = None, since: date | None = None, who: str = "zhao"
) -> RecordLines:
    return office.give(read_record_lines, who, subject=PERSON, since=since, until=until)


def states(office: Office, until: date | None = None) -> list[LineState]:
    return [each.line.state for each in lines(office, until).lines]


def warn(office: Office, identity: str = "公务员", effective_on: str = "2026-03-02") -> str:
    return office.decide(
        "accountability:警告",
        person="李某",
        identity=identity,
        form="警告",
        effective_on=effective_on,
    )


def test_a_sanction_is_in_force_and_then_over(office: Office) -> None:
    warn(office, effective_on="2026-03-10")
    assert states(office, date(2026, 3, 9)) == [], "nobody asks for what comes later"
    assert states(office, date(2026, 3, 10)) == [LineState.IN_FORCE]
    assert states(office, date(2027, 3, 10)) == [LineState.OVER]
    assert lines(office, date(2027, 3, 10), since=date(2027, 3, 1)).lines == ()


def test_one_that_waits_to_be_lifted_may_be_lifted_after_its_period(office: Office) -> None:
    warn(office, "事业")
    (before,) = lines(office).lines
    assert (before.line.state, before.lifts, before.may_lift) == (LineState.IN_FORCE, True, False)
    assert before.line.until_on is None
    office.clock.move_to(office.clock() + timedelta(days=200))
    (after,) = lines(office).lines
    assert (after.line.state, after.may_lift) == (LineState.AWAITS_LIFT, True)
    (read_only,) = lines(office, who="shen").lines
    assert (read_only.lifts, read_only.may_lift, read_only.may_correct) == (False, False, False)
    office.give(
        commands.lift_outcome,
        "zu",
        entry=after.line.entry.id,
        document="某人社解〔2026〕1号",
        effective_on=LAST + 5 * DAY,
    )
    (lifted,) = lines(office).lines
    assert (lifted.line.state, lifted.may_lift) == (LineState.LIFTED, False)
    assert states(office, LAST + 4 * DAY) == [LineState.IN_FORCE]


def test_a_reversed_line_stays_and_names_who_and_why(office: Office) -> None:
    office.reverse(warn(office))
    (line,) = lines(office).lines
    assert line.line.state is LineState.REVERSED
    assert line.reversed_by is not None
    assert line.reversed_by.id == "zhao"
    assert line.may_correct is False
    assert lines(office).seen.record.held == ()


def test_a_corrected_line_and_the_one_in_its_place_name_each_other(office: Office) -> None:
    warn(office)
    (wrong,) = office.of_person()
    office.give(
        commands.correct_outcome,
        "zhao",
        entry=wrong.id,
        reason="文号记错",
        changes={"decision": "某教督问〔2026〕1号"},
    )
    found = {each.line.entry.id: each.line for each in lines(office).lines}
    old = found.pop(wrong.id)
    ((new_id, new),) = found.items()
    assert (old.state, old.replaced_by) == (LineState.CORRECTED, new_id)
    assert (new.state, new.replaces) == (LineState.IN_FORCE, wrong.id)


def test_one_line_is_for_who_may_read_its_record_and_unknown_to_others(office: Office) -> None:
    warn(office)
    (entry,) = office.of_person()
    assert office.give(read_record_line, "shen", entry=entry.id).line.entry == entry
    for who, error in (("li", NotFound), ("xiao", NotPermitted)):
        for name in (entry.id, "none"):
            with pytest.raises(error):
                office.give(read_record_line, who, entry=name)
