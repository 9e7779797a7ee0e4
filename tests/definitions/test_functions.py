"""The functions of ours that expressions may call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import pytest

from engine.definitions.functions import FUNCTION_NAMES, SIGNATURES, functions_for
from engine.feel import parse
from engine.model.calendar import WorkCalendar
from engine.model.deadlines import Deadline
from engine.model.ledger import OutcomeEntry
from engine.model.settings import ENGINE_SETTINGS, Settings
from engine.model.values import Value
from tests.cases.desk import local
from tests.store.samples import entry


class Answers:
    """A source that answers from fixed values."""

    def __init__(self) -> None:
        self.now = local("2026-09-24T10:00:00")
        self.calendar = WorkCalendar.published()
        self.settings = Settings.of(ENGINE_SETTINGS)
        self.deadlines: list[Deadline] = []
        self.refusals: list[str] = []

    def performers(self, activity: str) -> tuple[str, ...]:
        return {"draft": ("li", "chen")}.get(activity, ())

    def times(self, activity: str) -> int:
        return 3 if activity == "draft" else 0

    def unit_name(self, code: str) -> str | None:
        return {"430621": "某甲县"}.get(code)

    def person_name(self, person: str) -> str | None:
        return {"li": "李某"}.get(person)

    def is_within(self, unit: str, ancestor: str) -> bool:
        return unit.startswith(ancestor)

    def look_up(self, decision: str, inputs: Mapping[str, Value]) -> Value:
        if decision != "legal_basis":
            raise ValueError("没有发布决策表。")
        return {"status": "有效", "asked": inputs["basis"]}

    def past_outcomes(self, subject: str, since: date) -> list[OutcomeEntry]:
        decided = [date(2026, 1, 9), date(2026, 3, 2)]
        return [
            entry(f"o{on}", code="accountability:通报批评", person=subject, decided_on=on)
            for on in decided
            if on >= since
        ]

    def published(self, name: str) -> Mapping[str, Value] | None:
        return {"state": "withdrawn"} if name == "岳教督公〔2026〕1号" else None

    def computed(self, deadline: Deadline) -> None:
        self.deadlines.append(deadline)

    def refused(self, refusal: ValueError) -> None:
        self.refusals.append(str(refusal))


def answer(text: str, source: Answers | None = None) -> object:
    functions = functions_for(source or Answers())
    return parse(text).evaluate({}, functions=functions)


@pytest.mark.parametrize(
    "text, value",
    [
        ("now()", local("2026-09-24T10:00:00")),
        ("today()", date(2026, 9, 24)),
        ('deadline("5工作日").due', local("2026-10-09T23:59:59")),
        ('deadline("5工作日").expires', local("2026-10-10T00:00:00")),
        ('deadline("15日", date("2017-09-16")).due', local("2017-10-09T23:59:59")),
        ('deadline("P5WD").term', "P5WD"),
        ('deadline(duration("P7D")).due', local("2026-10-08T23:59:59")),
        ('extend(deadline("5工作日"), "1工作日").due', local("2026-10-10T23:59:59")),
        ('before(deadline("5工作日"), "3工作日")', local("2026-09-29T09:00:00")),
        ('before(deadline("5工作日"), "3日")', local("2026-10-06T09:00:00")),
        ('after(deadline("5工作日"), "3日")', local("2026-10-12T09:00:00")),
        ('after(now(), "2小时")', local("2026-09-24T12:00:00")),
        ('half("15工作日")', "P7WD"),
        ('half("1日")', "P1D"),
        ('setting("deadline.extension_times")', Decimal(1)),
        ('performer("draft")', "chen"),
        ('performer("nothing")', None),
        ('performers("draft")', ["li", "chen"]),
        ('times("draft")', Decimal(3)),
        ('unit_name("430621")', "某甲县"),
        ('unit_name("1")', None),
        ('person_name("li")', "李某"),
        ('person_name("nobody")', None),
        ('is_within("430621", "430")', True),
        ('decide("legal_basis", {basis: "甲法"}).status', "有效"),
        ('decide("legal_basis", {basis: "甲法"}).asked', "甲法"),
        ('count(past_outcomes("李某", today() - duration("P1Y")))', Decimal(2)),
        ('past_outcomes("李某", date("2026-02-01"))[1].decided_on', date(2026, 3, 2)),
        ('past_outcomes("李某", now())', []),
        (
            'count(past_outcomes("李某", date("2026-01-01"))[starts with(code, "accountability")])',
            Decimal(2),
        ),
        ('publication("岳教督公〔2026〕1号").state', "withdrawn"),
        ('publication("岳教督公〔2026〕2号")', None),
        ("publication(null).state", None),
        ('personal_data("共3件，金额800.00元")', []),
        ('personal_data("拨１３８００１３８０００")[1].what', "手机号码"),
        ('personal_data("一\n拨１３８００１３８０００")[1].line', Decimal(2)),
        ("count(personal_data(null))", Decimal(0)),
    ],
)
def test_what_they_answer(text: str, value: object) -> None:
    found = answer(text)
    if isinstance(value, datetime):
        assert isinstance(found, datetime)
        assert found == value
        assert found.utcoffset() is not None
    else:
        assert found == value


@pytest.mark.parametrize(
    "text",
    [
        'deadline("soon")',
        "deadline(1)",
        'deadline("1日", "x")',
        'extend(1, "1日")',
        'before("x", "1日")',
        'half("x")',
        'setting("no")',
        "performer(1)",
        'deadline("30000工作日")',
        'decide("other", {})',
        'decide("legal_basis", 1)',
        "past_outcomes(1, today())",
        'past_outcomes("李某", "去年")',
    ],
)
def test_what_they_cannot_answer_is_noted(text: str) -> None:
    source = Answers()
    assert answer(text, source) is None
    assert len(source.refusals) == 1


def test_computed_deadlines_are_noted() -> None:
    source = Answers()
    answer('extend(deadline("5工作日"), "1工作日")', source)
    assert [deadline.due_on for deadline in source.deadlines] == [
        date(2026, 10, 9),
        date(2026, 10, 10),
    ]


def test_every_function_has_a_name_of_its_own_and_an_explanation() -> None:
    assert len(FUNCTION_NAMES) == len(SIGNATURES)
    assert all(signature.zh for signature in SIGNATURES)
