"""Who may look into the ledger; a refusal tells nothing; every look is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from engine.commands import Subject
from engine.model.errors import InvalidArgument, NotPermitted
from engine.model.history import verify_chain
from tests.ledger.office import PERSON, UNIT, Office

Look = Callable[[Office, Subject, str], object]


def record(office: Office, subject: Subject, who: str) -> object:
    return office.record(subject, who=who)


def sheet(office: Office, subject: Subject, who: str) -> object:
    return office.sheet(subject, 2026, who=who)


LOOKS = pytest.mark.parametrize("look", [record, sheet])


@LOOKS
@pytest.mark.parametrize("who", ["li", "wang", "zhao", "qian", "zu", "shen"])
def test_an_official_sees_the_units_in_their_scope(office: Office, look: Look, who: str) -> None:
    office.decide("rectified")
    assert look(office, UNIT, who)


@LOOKS
@pytest.mark.parametrize("who", ["xiao", "hua", "guan", "jian", "nobody"])
def test_others_do_not(office: Office, look: Look, who: str) -> None:
    with pytest.raises(NotPermitted):
        look(office, UNIT, who)


@LOOKS
def test_an_official_of_one_county_does_not_see_another(office: Office, look: Look) -> None:
    assert look(office, Subject(unit="430621-1"), "yue")
    with pytest.raises(NotPermitted):
        look(office, Subject(unit="430623"), "yue")


@LOOKS
@pytest.mark.parametrize("who", ["wang", "zhao", "zu", "shen"])
def test_a_person_is_seen_by_leaders_organisation_and_audit(
    office: Office, look: Look, who: str
) -> None:
    office.decide("accountability:诫勉", person="李某", form="诫勉")
    assert look(office, PERSON, who)


@LOOKS
@pytest.mark.parametrize("who", ["li", "qian", "yue", "xiao", "guan", "jian", "nobody"])
def test_a_person_is_seen_by_nobody_else(office: Office, look: Look, who: str) -> None:
    with pytest.raises(NotPermitted):
        look(office, PERSON, who)


@pytest.mark.parametrize("kind", ["unit", "person"])
def test_a_refusal_does_not_tell_whether_there_is_a_record(office: Office, kind: str) -> None:
    office.decide("accountability:诫勉", person="李某", form="诫勉")
    office.decide("accountability:约谈", unit="430623", form="约谈")
    there, empty = {
        "unit": (Subject(unit="430623"), Subject(unit="430600")),
        "person": (PERSON, Subject(person="王某")),
    }[kind]
    said = []
    for subject in (there, empty, Subject(unit="999999") if kind == "unit" else empty):
        with pytest.raises(NotPermitted) as refused:
            office.record(subject, who="xiao")
        said.append((refused.value.message, refused.value.code, refused.value.errors))
    assert len({message for message, *_ in said}) == 1
    assert "您没有权限查阅" in said[0][0]


def test_every_look_is_recorded_with_who_what_and_as_of_when(office: Office) -> None:
    office.decide("accountability:诫勉", person="李某", form="诫勉")
    known = office.clock() - timedelta(days=1)
    office.record(PERSON, on=date(2026, 5, 1), known=known, who="shen")
    office.sheet(UNIT, 2026)
    looks = [e.members() for e in office.history() if e.type.endswith("_read")]
    assert [(each["type"], each["person"]) for each in looks] == [
        ("record_read", "shen"),
        ("assessment_read", "zu"),
    ]
    first, second = (each["data"] for each in looks)
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert (first["person"], first["unit"]) == ("李某", None)
    assert first["on"] == {"@": "D", "v": "2026-05-01"}
    assert first["known"]["v"].startswith("2026-03-01")
    assert (second["unit"], second["year"]) == ("430621", 2026)
    assert verify_chain(office.history(), case_id="system") is None


def test_a_refused_look_saw_nothing_and_a_wrong_question_is_refused(office: Office) -> None:
    with pytest.raises(InvalidArgument, match="一个单位或一个人员"):
        office.record(Subject("430621", "李某"))
    with pytest.raises(InvalidArgument, match="不能晚于现在"):
        office.record(UNIT, known=office.clock() + timedelta(days=1))
    with pytest.raises(InvalidArgument, match="年度应为"):
        office.sheet(UNIT, 26)
    assert [e.type for e in office.history() if e.type.endswith("_read")] == []
