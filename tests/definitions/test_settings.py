"""Settings: kinds, defaults, stored values, and the command that changes them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from engine.commands import change_setting, import_calendar
from engine.model.calendar import Override
from engine.model.deadlines import parse_term
from engine.model.errors import InvalidArgument, NotFound, NotPermitted
from engine.model.history import verify_chain
from engine.model.settings import ENGINE_SETTINGS, Kind, Setting, Settings
from tests.cases.desk import Desk, local, refusal
from tests.cases.drawing import diagram, end, path, start, user


@pytest.mark.parametrize(
    "kind, good, bad",
    [
        ("text", "任意", 1),
        ("text", "", "x" * 2_001),
        ("integer", 0, -1),
        ("integer", 5, True),
        ("boolean", False, 0),
        ("term", "15工作日", "soon"),
        ("terms", ["1日", "P5WD"], ["1日", 2]),
        ("terms", [], "1日"),
        ("duration", "PT10M", "10M"),
        ("durations", ["PT10M"], ["P"]),
        ("fraction", "1/2", "1/0"),
        ("fraction", "0.5", "-1/2"),
    ],
)
def test_values_are_of_their_kind(kind: Kind, good: object, bad: object) -> None:
    setting = Setting("k", good, "参数", kind=kind)  # type: ignore[arg-type]
    assert setting.check(good) == good
    with pytest.raises(InvalidArgument):
        setting.check(bad)
    with pytest.raises(InvalidArgument):
        Setting("k", bad, "参数", kind=kind)  # type: ignore[arg-type]


def test_a_stored_value_stands_in_for_the_default() -> None:
    settings = Settings.of(ENGINE_SETTINGS).with_stored(
        {"deadline.extension_times": 2, "light.near": 5, "gone": 1}
    )
    assert settings.integer("deadline.extension_times") == 2
    assert settings.term("light.near") == parse_term("3日")  # what is stored is no term
    assert settings.fraction("deadline.extension_cap") == Fraction(1, 2)
    assert len(settings.durations("incident.backoff")) == 3
    with pytest.raises(NotFound):
        settings.value("gone")


def test_two_declarations_of_a_key_are_refused() -> None:
    one, two = Setting("a", 1, "甲", kind="integer"), Setting("a", 2, "甲", kind="integer")
    assert Settings.of([one], [one]).integer("a") == 1
    with pytest.raises(InvalidArgument):
        Settings.of([one], [two])


def test_a_change_is_recorded_and_holds_from_then_on(desk: Desk) -> None:
    done = desk.give(change_setting, "wang", key="deadline.extension_times", value=3)
    event = desk.history()[-1].members()
    assert (event["seq"], event["type"], event["person"]) == (done.seq, "setting_changed", "wang")
    assert (event["before"], event["after"]) == ({"value": 1}, {"value": 3})
    desk.give(change_setting, "wang", key="deadline.extension_times", value=4)
    assert desk.history()[-1].members()["before"] == {"value": 3}
    assert verify_chain(desk.history(), case_id="system") is None


def test_what_is_refused(desk: Desk) -> None:
    def change(person: str, key: str, value: object) -> object:
        return desk.give(change_setting, person, key=key, value=value)

    assert isinstance(refusal(lambda: change("li", "light.near", "5日")), NotPermitted)
    assert isinstance(refusal(lambda: change("wang", "no", 1)), NotFound)
    assert isinstance(refusal(lambda: change("wang", "light.near", 1)), InvalidArgument)
    assert desk.history() == []


def test_an_uploaded_calendar_counts_from_then_on_and_is_named(desk: Desk) -> None:
    desk.deploy(
        diagram(
            "dated",
            start(),
            user("a", groups="leader", due="1工作日"),
            end(),
            path("start", "a", "end"),
        )
    )
    before = desk.open("dated").case_id
    rows = [Override(date(2026, 3, 3), working=False, name="抗洪停工")]
    desk.give(import_calendar, "wang", rows=rows, note="某市防指令")
    after = desk.open("dated").case_id
    assert desk.one(before, "a").due_at == local("2026-03-03T23:59:59")
    assert desk.one(after, "a").due_at == local("2026-03-04T23:59:59")
    versions = {desk.history(each)[0].calendar_version for each in (before, after)}
    assert len(versions) == 2
    event = desk.history()[-1].members()
    assert event["type"] == "calendar_imported"
    assert isinstance(refusal(lambda: desk.give(import_calendar, "li", rows=rows)), NotPermitted)
