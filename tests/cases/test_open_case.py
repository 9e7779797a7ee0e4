"""Opening a case."""

from __future__ import annotations

import pytest

from engine.model.errors import InvalidArgument, NotFound, NotPermitted
from tests.cases.desk import Desk, refusal
from tests.cases.drawing import diagram, end, path, start, user

SIMPLE = diagram(
    "simple", start("reason:string!"), user("a", groups="leader"), end(), path("start", "a", "end")
)
FREE = diagram("free", start(), user("a", groups="leader"), end(), path("start", "a", "end"))


def test_a_case_has_a_first_event_and_open_work(desk: Desk) -> None:
    desk.deploy(SIMPLE)
    opened = desk.open("simple", {"reason": "留样不全"})
    case = desk.case(opened.case_id)
    assert (case.status, case.version, case.unit, case.key) == ("open", 1, "430621", "simple")
    assert (case.opened_by, case.opened_at) == ("li", desk.clock())
    first = desk.history(opened.case_id)[0].members()
    assert first["type"] == "case_opened"
    assert first["definition"] == "simple@1"
    assert first["data"] == {
        "title": "某校食堂安全整改",
        "unit": "430621",
        "process": "simple",
        "form": {"reason": "留样不全"},
    }
    assert desk.nodes(opened.case_id) == ["a"]


def test_what_the_form_lacks_is_named(desk: Desk) -> None:
    desk.deploy(SIMPLE)
    refused = refusal(lambda: desk.open("simple"))
    assert isinstance(refused, InvalidArgument)
    assert [error.path for error in refused.errors] == ["reason"]


def test_without_a_form_any_values_become_variables(desk: Desk) -> None:
    desk.deploy(FREE)
    opened = desk.open("free", {"问题": [{"数": 1.5}], "b": None})
    variables = desk.variables(opened.case_id)
    assert str(variables["问题"][0]["数"]) == "1.5"  # type: ignore[index, call-overload]
    assert isinstance(refusal(lambda: desk.open("free", {"case": 1})), InvalidArgument)


def test_only_what_is_published_can_be_opened(desk: Desk) -> None:
    refused = refusal(lambda: desk.open("nothing"))
    assert isinstance(refused, NotFound)
    assert refused.code == "unknown_process"


def test_the_unit_must_be_one_the_actor_answers_for(desk: Desk) -> None:
    desk.deploy(FREE)
    assert isinstance(refusal(lambda: desk.open("free", person="hua")), NotPermitted)
    assert isinstance(refusal(lambda: desk.open("free", person="nobody")), NotPermitted)
    unknown = refusal(lambda: desk.open("free", unit="999999"))
    assert isinstance(unknown, InvalidArgument | NotPermitted)


def test_starter_groups_bind(desk: Desk) -> None:
    limited = FREE.replace(
        b'isExecutable="true"', b'isExecutable="true" camunda:candidateStarterGroups="leader"'
    )
    desk.deploy(limited)
    assert isinstance(refusal(lambda: desk.open("free", person="li")), NotPermitted)
    desk.open("free", person="wang")


@pytest.mark.parametrize("title", ["", "  ", "x" * 201, "a\nb"])
def test_a_title_is_a_line_of_text(desk: Desk, title: str) -> None:
    desk.deploy(FREE)
    assert refusal(lambda: desk.open("free", title=title)).code == "invalid_title"


def test_a_reference_series_numbers_the_cases_of_a_year(desk: Desk) -> None:
    from tests.cases.drawing import extended, props  # noqa: PLC0415 - only here

    numbered = diagram(
        "numbered",
        start(),
        user("a", groups="leader"),
        end(),
        path("start", "a", "end"),
        properties=extended(props(reference_series="某教督整")),
    )
    desk.deploy(numbered)
    references = [desk.open("numbered").reference for _ in range(2)]
    assert references == ["某教督整〔2026〕1号", "某教督整〔2026〕2号"]


def test_the_same_request_opens_one_case(desk: Desk) -> None:
    desk.deploy(FREE)
    first = desk.open("free", {"a": 1.25}, idempotency_key="k")
    assert desk.open("free", {"a": 1.25}, idempotency_key="k") == first
    other = refusal(lambda: desk.open("free", {"a": 1.5}, idempotency_key="k"))
    assert other.code == "idempotency_mismatch"


def test_a_case_stays_on_the_version_it_was_opened_with(desk: Desk) -> None:
    desk.deploy(FREE)
    old = desk.open("free").case_id
    desk.deploy(FREE.replace(b'name="a"', b'name="b"'))
    new = desk.open("free").case_id
    assert (desk.one(old, "a").name, desk.one(new, "a").name) == ("a", "b")
    assert desk.history(new)[0].definition_version == "free@2"
    desk.complete("wang", desk.one(old, "a").id)
    assert desk.history(old)[-1].definition_version == "free@1"
