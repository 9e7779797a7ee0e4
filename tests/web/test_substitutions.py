"""Substitutions: made for oneself, or by an administrator for another; what comes of it; ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.model.deadlines import local_day
from tests.web.pages import Pages


@pytest.fixture
def days(pages: Pages) -> dict[str, object]:
    today = local_day(pages.desk.clock())
    return {
        "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=3)).isoformat(),
        "reason": "出差",
    }


def test_who_is_away_names_a_substitute_and_ends_it(pages: Pages, days: dict[str, object]) -> None:
    assert "全部待办" in pages.get("li", "/substitutions/new").text
    pages.send("li", "/substitutions/new", {"substitute": "chen某（chen）", **days})
    mine = pages.get("li", "/substitutions")
    assert "chen某代理我" in mine.text
    theirs = pages.get("chen", "/substitutions")
    assert "我代理li某" in theirs.text
    assert theirs.all("//main//a[@href='/desk?for=li']")
    (path,) = mine.all("//a[contains(@href,'/end')]/@href")
    assert "立即不能再代" in pages.get("li", path).text
    pages.send("li", path, {})
    assert "已终止" in pages.get("li", "/substitutions").text
    pages.get("wang", path, status=404)


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    pages: Pages, days: dict[str, object]
) -> None:
    page = pages.send(
        "li", "/substitutions/new", {**days, "substitute": "li", "until_on": ""}, status=422
    )
    assert page.all("//*[@id='error-until_on']")
    assert page.all("//textarea[@name='reason'][text()='出差']")
    page = pages.send("li", "/substitutions/new", {**days, "substitute": "li"}, status=422)
    assert page.all("//*[@id='error-substitute']")


def test_an_administrator_makes_one_for_somebody_else(
    pages: Pages, days: dict[str, object]
) -> None:
    assert not pages.get("li", "/substitutions/new").all("//input[@name='absent']")
    pages.send("guan", "/substitutions/new", {**days, "absent": "li", "substitute": "chen"})
    assert "chen某代理li某" in pages.get("guan", "/substitutions").text
    assert "没有代理" in pages.get("wang", "/substitutions").text
