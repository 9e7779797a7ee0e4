"""The public, the clock and the office at the same moment."""

from __future__ import annotations

import pytest

from engine.commands import CaseOpened, open_case
from engine.model.errors import EngineError
from tests.cases.desk import Desk, local
from tests.faults.test_races import act, at_once
from tests.publications.office import file, objections, publish, read

ONE = "某示〔2026〕1号"


def refused(answers: list[object]) -> list[EngineError]:
    return [each for each in answers if isinstance(each, EngineError)]


def test_two_objections_at_once_both_count(desk: Desk) -> None:
    case_id = publish(desk)
    answers = at_once(*(lambda n=n: file(desk, text=f"第{n}件。") for n in range(4)))
    assert refused(answers) == []
    desk.check(case_id)
    assert desk.nodes(case_id) == ["answer"] * 4 + ["wait"]
    assert sorted(row.text for row in objections(desk)) == [f"第{n}件。" for n in range(4)]
    assert desk.types(case_id).count("objection_filed") == 4


def test_an_objection_at_the_very_instant_the_period_ends_is_too_late(desk: Desk) -> None:
    case_id = publish(desk)
    desk.clock.move_to(local("2026-03-10T00:00:00"))
    answers = at_once(lambda: file(desk), desk.sweep, lambda: file(desk))
    assert [each.code for each in refused(answers)] == ["objections_closed"] * 2
    desk.advance(minutes=10)  # a sweep that met the others at the case leaves it to the next one
    desk.check(case_id)
    assert desk.case(case_id).end_code == "stopped"
    assert objections(desk) == []


@pytest.mark.parametrize("attempt", range(4))
def test_an_objection_filed_while_it_is_withdrawn_is_refused_or_handled(
    desk: Desk, attempt: int
) -> None:
    """Never an objection that no case handles, never a task for one that was refused."""
    case_id = publish(desk)
    form = {"target": ONE, "how": "withdrawn", "reason": "撤销。"}
    acts = [
        lambda: act(
            desk, open_case, "li", process="closing", unit="430621", title="撤回", form=form
        ),
        lambda: file(desk),
    ]
    answers = at_once(*(acts if attempt % 2 else reversed(acts)))
    desk.check(case_id)
    assert read(desk).state.value == "withdrawn"
    codes = [each.code for each in refused(answers)]
    assert codes in ([], ["objections_closed"])
    handled = ["answer"] if not codes else []
    assert desk.nodes(case_id) == handled
    assert len(objections(desk)) == len(handled)
    assert desk.case(case_id).status == ("open" if handled else "closed")


@pytest.mark.parametrize("attempt", range(4))
def test_of_two_withdrawals_at_once_one_counts(desk: Desk, attempt: int) -> None:
    del attempt
    case_id = publish(desk, kind="公告", days=None)
    answers = at_once(
        *(
            lambda how=how: act(
                desk,
                open_case,
                "li",
                process="closing",
                unit="430621",
                title="撤回",
                form={"target": ONE, "how": how, "reason": "撤销。"},
            )
            for how in ("withdrawn", "withdrawn")
        )
    )
    assert refused(answers) == []
    desk.check(case_id)
    assert desk.types(case_id).count("publication_closed") == 1
    closings = [each.case_id for each in answers if isinstance(each, CaseOpened)]
    assert sorted(len(desk.incidents(each)) for each in closings) == [0, 1]
