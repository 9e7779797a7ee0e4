"""What a diagram writes into the ledger: outcomes with effects, reversals, remedies."""

from __future__ import annotations

from datetime import date

import pytest

from engine.model.ledger import EffectKind
from engine.model.ledger_record import standing
from tests.cases.desk import Desk
from tests.cases.drawing import (
    catch,
    diagram,
    end,
    extended,
    message,
    path,
    props,
    service,
    start,
    user,
)
from tests.ledger.office import DECIDING, PERSON, TABLE, Office


def test_an_outcome_without_a_form_is_a_fact_without_effects(office: Office) -> None:
    office.decide("rectified")
    (entry,) = office.of_unit()
    assert (entry.code, entry.unit, entry.person, entry.form) == ("rectified", "430621", None, None)
    assert entry.decided_on == entry.effective_on == date(2026, 3, 2)
    assert (entry.until_on, entry.restrictions, entry.recorded_by) == (None, (), "li")


def test_an_outcome_says_everything_the_decision_says(office: Office) -> None:
    case_id = office.decide(
        "accountability:记过",
        person="李某",
        person_unit="某甲县教育局",
        post="局长",
        identity="公务员",
        form="记过",
        authority="某县监察委员会",
        decision="某监处〔2026〕1号",
        decided_on="2026-02-27",
        effective_on="2026-02-27",
        facts_on="2025-11-01",
    )
    (entry,) = office.of_person()
    assert (entry.decision, entry.case_id, entry.unit) == ("某监处〔2026〕1号", case_id, "430621")
    assert (entry.effective_on, entry.until_on) == (date(2026, 2, 27), date(2027, 2, 27))
    said = {name: entry.text(name) for name in ("person_unit", "post", "authority", "disclosure")}
    assert said == {
        "person_unit": "某甲县教育局",
        "post": "局长",
        "authority": "某县监察委员会",
        "disclosure": "内部",
    }
    assert entry.details["facts_on"] == date(2025, 11, 1)
    assert entry.details["basis"] == "《教育督导问责办法》"
    assert "《公职人员政务处分法》" in entry.text("effects_basis")
    assert entry.table_version == "outcome_effects@1"
    assert EffectKind.PAY_STEP_BAN in {each.kind for each in entry.restrictions}
    assert office.of_unit() == [], "what is said of a person is not said of the unit"


def test_the_table_is_asked_in_the_open(office: Office) -> None:
    case_id = office.decide("accountability:诫勉", person="李某", identity="公务员", form="诫勉")
    (asked,) = office.events(case_id, "decision_made")
    data = asked["data"]
    assert isinstance(data, dict)
    assert data["table"] == "outcome_effects@1"
    assert data["inputs"] == {"形式": "诫勉", "身份": "公务员"}
    assert data["rules"] == [13]
    assert data["result"]["影响期"] == "6个月"
    types = office.types(case_id)
    assert types.index("decision_made") < types.index("outcome_recorded")


@pytest.mark.parametrize(
    "form, said",
    [
        ({"person": "李某", "identity": "公务员", "form": "训诫"}, "没有形式“训诫”、身份“公务员”"),
        ({"person": "李某", "form": "记过"}, "没有形式“记过”、身份“未填”"),
        ({"form": "记过"}, "没有形式“记过”、身份“单位”"),
        (
            {"person": "李某", "identity": "村民", "form": "诫勉"},
            "应为公务员、参公、事业、民办、党员之一",
        ),
        ({"person": "李某", "identity": "公务员", "form": "记过", "period": "不久"}, "期限“不久”"),
        ({"person": "李某", "identity": "公务员", "form": "记过", "period": "49个月"}, "48个月"),
    ],
)
def test_what_cannot_be_recorded_is_an_incident_and_not_silence(
    office: Office, form: dict[str, str], said: str
) -> None:
    case_id = office.decide("accountability", **form)
    (incident,) = office.incidents(case_id)
    assert (incident.node, incident.ended_at) == ("record", None)
    assert said in incident.zh
    assert office.of_person() == office.of_unit() == []


def test_a_missing_table_is_an_incident(desk: Desk) -> None:
    desk.deploy(DECIDING)
    case_id = desk.open("account", {"code": "x", "form": "约谈"}).case_id
    (incident,) = desk.incidents(case_id)
    assert "没有发布决策表“outcome_effects”" in incident.zh


def test_an_office_changes_the_table_and_old_entries_stay_as_they_were(office: Office) -> None:
    office.decide("accountability:诫勉", person="李某", form="诫勉")
    office.deploy(TABLE.replace("影响期6个月，不得提拔".encode(), "本市：影响期9个月".encode()).replace(
        '"6个月"'.encode(), '"9个月"'.encode()
    ))  # fmt: skip
    office.decide("accountability:诫勉", person="李某", form="诫勉")
    first, second = office.of_person()
    assert (first.until_on, first.table_version) == (date(2026, 9, 2), "outcome_effects@1")
    assert (second.until_on, second.table_version) == (date(2026, 12, 2), "outcome_effects@2")


def test_a_reversal_cancels_what_the_case_recorded_and_says_by_which_decision(
    office: Office,
) -> None:
    case_id = office.decide("accountability:通报批评", form="通报批评")
    known_before = office.clock()
    office.clock.move_to(known_before.replace(hour=5))
    office.reverse(case_id)
    entry, _, reversal = office.of_unit()
    assert (reversal.kind, reversal.refers_to) == ("reversal", entry.id)
    assert (reversal.decision, reversal.text("reason")) == ("某教督复〔2026〕2号", "复核撤销")
    assert standing(office.of_unit(), office.clock()) == ()
    assert [held.entry.id for held in standing(office.of_unit(), known_before)] == [entry.id]
    (event,) = office.events(case_id, "outcomes_reversed")
    assert event["data"]["entries"][0]["entry"] == entry.id  # type: ignore[index]


def test_reversing_twice_changes_nothing_more(office: Office) -> None:
    case_id = office.decide("accountability:通报批评", form="通报批评")
    office.reverse(case_id)
    before = office.of_unit()
    office.step(case_id, "again")
    assert office.of_unit() == before
    assert office.types(case_id).count("outcomes_reversed") == 1


def test_a_reversal_reaches_the_cases_opened_from_this_one_and_no_others(office: Office) -> None:
    office.deploy(leaf("leaf", "record"))
    office.deploy(leaf("branch", "record", "next"))
    office.deploy(leaf("root", "record", "next", "revoke", "reverse"))
    other = office.decide("accountability:约谈", form="约谈")
    parent = office.open("root").case_id
    (child,) = office.linked(parent)
    (grandchild,) = office.linked(child.id)
    assert office.outcomes(grandchild.id) == ["leaf"]
    office.step(parent, "revoke")
    reversed_ = {entry.refers_to for entry in office.of_unit() if entry.kind == "reversal"}
    left = {each.entry.case_id for each in standing(office.of_unit(), office.clock())}
    assert left == {other}
    assert len(reversed_) == 3


def leaf(key: str, *nodes: str) -> bytes:
    names = ("start", *nodes, "end")
    parts = {
        "record": service("record", "record_outcome", code=key),
        "next": service("next", "open_linked_case", process={"root": "branch", "branch": "leaf"}.get(key, "")),
        "revoke": user("revoke", groups="director"),
        "reverse": service("reverse", "reverse_outcomes", reason="撤销"),
    }  # fmt: skip
    series = extended(props(reference_series=f"某{key}"))
    inner = (parts[node] for node in nodes)
    return diagram(key, start(), *inner, end(), path(*names), properties=series)


def test_what_one_step_records_it_can_reverse_at_once(office: Office) -> None:
    office.deploy(leaf("leaf", "record", "reverse"))
    case_id = office.open("leaf").case_id
    assert [entry.kind for entry in office.of_unit()] == ["outcome", "reversal"]
    assert office.incidents(case_id) == []


def test_a_reversal_reaches_what_a_grandchild_records_in_the_same_turn(office: Office) -> None:
    office.deploy(
        diagram(
            "leaf",
            start(),
            user("go", groups="director"),
            service("record", "record_outcome", code="leaf"),
            end(),
            path("start", "go", "record", "end"),
        )
    )
    for key, then, handler in (
        ("branch", "leaf", service("last", "record_outcome", code="branch")),
        ("root", "branch", service("last", "reverse_outcomes", reason="撤销")),
    ):
        office.deploy(
            diagram(
                key,
                start(),
                service("next", "open_linked_case", process=then),
                catch("heard", message("case_closed")),
                handler,
                end(),
                path("start", "next", "heard", "last", "end"),
                messages=("case_closed",),
            )
        )
    root = office.open("root").case_id
    (branch,) = office.linked(root)
    (leaf_case,) = office.linked(branch.id)
    office.step(leaf_case.id, "go")
    assert office.case(root).status == "closed"
    kinds = [(each.code, each.kind) for each in office.of_unit()]
    assert sorted(kinds) == [
        ("branch", "outcome"),
        ("branch", "reversal"),
        ("leaf", "outcome"),
        ("leaf", "reversal"),
    ]


def test_a_remedy_is_noted_on_the_entries_of_the_case(office: Office) -> None:
    case_id = office.decide("accountability:诫勉", person="李某", form="诫勉")
    office.decide("accountability:诫勉", person="李某", form="诫勉")
    office.note(case_id, "复核中")
    held = standing(office.of_person(), office.clock())
    states = {each.entry.case_id: each.remedy for each in held}
    assert {case: state and state.value for case, state in states.items() if case == case_id} == {
        case_id: "复核中"
    }
    assert list(states.values()).count(None) == 1
    assert office.record(PERSON).record.codes == ("accountability:诫勉", "accountability:诫勉"), (
        "execution is not suspended by a review"
    )


def test_of_many_remedies_noted_at_one_instant_the_last_one_counts(office: Office) -> None:
    states = ["复核中", "复核维持", "申诉中"] * 4 + ["申诉维持"]
    notes = [
        service(f"note{place}", "note_remedy", state=state) for place, state in enumerate(states)
    ]
    names = [f"note{place}" for place in range(len(states))]
    record = service("record", "record_outcome", code="x")
    office.deploy(
        diagram("many", start(), record, *notes, end(), path("start", "record", *names, "end"))
    )
    case_id = office.open("many").case_id
    assert office.incidents(case_id) == []
    (held,) = standing(office.of_unit(), office.clock())
    assert held.remedy is not None
    assert held.remedy.value == "申诉维持"


@pytest.mark.parametrize("period", ["99999个月", "9999999日", "99999999999999日"])
def test_a_period_beyond_the_calendar_is_an_incident_that_says_so(
    office: Office, period: str
) -> None:
    case_id = office.decide("accountability:诫勉", person="李某", form="诫勉", period=period)
    (incident,) = office.incidents(case_id)
    assert "期" in incident.zh
    assert "Error" not in incident.zh
    assert office.of_person() == []


def test_a_state_that_no_remedy_has_is_an_incident(office: Office) -> None:
    case_id = office.decide("accountability:诫勉", person="李某", form="诫勉")
    office.note(case_id, "拖着")
    (incident,) = office.incidents(case_id)
    assert "应为复核中、复核维持、申诉中、申诉维持、撤销、变更之一" in incident.zh


def test_a_step_that_recorded_something_is_not_taken_back(office: Office) -> None:
    case_id = office.decide("accountability:诫勉", person="李某", form="诫勉")
    office.note(case_id)
    assert office.case(case_id).undo is None
