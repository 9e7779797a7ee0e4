"""The working calendar on its pages: looked at, changed in two steps, deadlines computed again."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from api.service import Service
from engine.commands import import_calendar
from engine.commands.recomputing import carry_on
from engine.model.calendar import Override
from tests.cases.desk import local
from tests.cases.test_recompute import LONG
from tests.web.pages import Pages, Shown

HOLIDAY = "日期,是否上班,名称\n2027-01-13,否,校庆\n"


@pytest.fixture
def pages(pages: Pages) -> Pages:
    """Return an office with deadlines in a year for which nothing is published."""
    pages.desk.clock.move_to(local("2027-01-04T09:00:00"))
    pages.desk.deploy(LONG)
    pages.desk.open("long")
    pages.desk.advance(days=1)
    return pages


def upload(pages: Pages, table: str, person: str = "wang", status: int = 200) -> Shown:
    page = pages.get(person, "/calendars/upload")
    data = {
        **page.form_values("/calendars/upload"),
        "file": (io.BytesIO(table.encode()), "放假.csv"),
    }
    response = pages.client(person).post("/calendars/upload", data=data)
    assert response.status_code == status, response.text
    return Shown(response)


def apply(pages: Pages, seen: Shown, status: int = 303, **typed: str) -> Shown:
    data = {**seen.form_values("/calendars/apply"), **typed}
    response = pages.client("wang").post("/calendars/apply", data=data)
    assert response.status_code == status, response.text
    return Shown(response)


def work(pages: Pages) -> None:
    """Let a worker do what was asked for."""
    desk = pages.desk
    while carry_on(desk.store, engine=desk.engine, clock=desk.clock):
        pass


def test_a_year_says_of_each_day_what_it_is_and_that_it_is_an_estimate(pages: Pages) -> None:
    estimated = pages.get("xiao", "/calendars").text
    assert "2027 年日历" in estimated
    assert "这一年的放假安排还没有" in estimated
    assert "上传日历" not in estimated
    known = pages.get("xiao", "/calendars?year=2026")
    assert "还没有" not in known.text
    assert "国务院办公厅放假通知" in known.text
    assert len(known.all("//table[contains(@class,'calendar-month')]")) == 12
    (cell,) = known.all("//td[contains(@class,'is-holiday')][span='1'][contains(.,'国庆节')]")
    assert "放假" in cell.text_content()
    pages.get("xiao", "/calendars?year=9999", status=422)


def test_the_table_of_a_year_is_one_that_can_be_uploaded(pages: Pages) -> None:
    table = pages.client("li").get("/calendars/2026/table").data.decode("utf-8-sig")
    assert table.startswith("日期,是否上班,名称")
    assert "2026-10-01,否,国庆节" in table
    assert "没有哪一天改变上班与否" in upload(pages, table).text


def test_an_upload_shows_its_effect_and_changes_nothing_before_it_is_applied(
    pages: Pages,
) -> None:
    seen = upload(pages, HOLIDAY)
    assert "2027 年不再是暂估" in seen.text
    assert "校庆" in seen.text
    assert "推后1天" in seen.text
    assert "校庆" not in pages.get("wang", "/calendars").text
    refused = apply(pages, seen, 422)
    assert "请写明理由或依据" in refused.text
    said = apply(pages, refused, reason="学校通知")
    assert said.location == "/calendars/recomputation"
    assert "后台正在逐件重算 1 件" in pages.get("wang", said.location).text
    work(pages)
    assert "1 件有变化" in pages.get("wang", said.location).text
    shown = pages.get("wang", "/calendars?year=2027").text
    assert "学校通知（放假.csv）" in shown
    assert "校庆" in shown


def test_who_saw_the_effect_of_another_calendar_is_shown_it_again(pages: Pages) -> None:
    seen = upload(pages, HOLIDAY)
    other = upload(pages, HOLIDAY.replace("13", "14"))
    apply(pages, other, reason="先来的")
    again = apply(pages, seen, 412, reason="后来的")
    assert "影响已经不同" in again.text
    apply(pages, again, reason="后来的")


def test_a_table_with_faults_names_each_line(pages: Pages) -> None:
    page = upload(pages, "日期,是否上班\n2027-02-30,否\n2027-03-01,也许\n", status=422)
    assert "没有“2027-02-30”这一天" in page.text
    assert "应为 是 或 否" in page.text


def test_deadlines_are_computed_again_with_a_button(pages: Pages) -> None:
    rows = [Override(date(2027, 1, 13), working=False, name="校庆")]
    pages.desk.give(import_calendar, "wang", rows=rows)
    seen = pages.get("wang", "/calendars/recomputation").text
    assert "其中 1 件的暂估期限要重算" in seen
    done = pages.send("wang", "/calendars/recomputation", {})
    running = pages.get("wang", done.location)
    assert "已查看 0 / 1 件" in running.text
    assert running.all("//progress[@value='0']")
    (part,) = running.all("//*[@id='progress']/@hx-get")
    assert "HX-Refresh" not in pages.get("wang", part).response.headers
    work(pages)
    assert pages.get("wang", part).response.headers["HX-Refresh"] == "true"
    after = pages.get("wang", done.location).text
    assert "已完成：查看了 1 件，1 件有变化" in after
    assert "没有需要重算的期限" in after
    pages.get("li", "/calendars/recomputation", status=403)
    pages.get("li", part, status=403)


def test_a_standstill_is_said_honestly_and_can_be_begun_anew(pages: Pages) -> None:
    rows = [Override(date(2027, 1, 13), working=False, name="校庆")]
    pages.desk.give(import_calendar, "wang", rows=rows)
    pages.send("wang", "/calendars/recomputation", {})
    assert "没有进展" not in pages.get("wang", "/calendars/recomputation").text
    pages.desk.clock.advance(timedelta(minutes=2))
    assert "已超过一分钟没有进展" in pages.get("wang", "/calendars/recomputation").text
    pages.send("wang", "/calendars/recomputation", {})
    assert "没有进展" not in pages.get("wang", "/calendars/recomputation").text


def test_who_may_not_upload_is_refused(pages: Pages) -> None:
    assert pages.get("li", "/calendars/upload").all("//input[@type='file']") == []
    assert "您不能上传日历" in pages.get("li", "/calendars/upload").text


class _Hurrying:
    """A clock by which every piece of work takes a second."""

    def __init__(self, begun: datetime) -> None:
        self._now = begun

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


def test_many_cases_are_counted_in_portions_with_the_progress_shown(pages: Pages) -> None:
    for _ in range(20):
        pages.desk.open("long")
    own: Service = pages.app.extensions["dudao"]
    pages.client("wang")
    pages.app.extensions["dudao"] = replace(own, clock=_Hurrying(own.clock()))
    seen = upload(pages, HOLIDAY)
    assert "已查看 8 件在办案件" in seen.text
    assert "推后1天" not in seen.text  # deadlines are listed when all are counted
    where = "/calendars/upload/count"
    assert seen.all(f"//form[@hx-post='{where}']//noscript//button")
    plain = count(pages, where, seen)
    assert "已查看 16 / 21 件在办案件" in plain.text
    assert "校庆" in plain.text  # without scripts it is the whole page
    assert plain.all("//progress[@value='76']")
    part = count(pages, where, plain, headers={"HX-Request": "true"})
    assert "校庆" not in part.text
    assert "查看了 21 件在办案件，其中 21 件的暂估期限要重算" in part.text
    assert "推后1天" in part.text
    assert part.all("//form") == []


def test_what_is_counted_so_far_cannot_be_anything(pages: Pages) -> None:
    seen = pages.get("wang", "/calendars/recomputation")
    token = seen.all("//input[@name='_csrf']/@value")[0]
    for garbled in ("?", "AAAA", "eJyrVgIAAQcAhg=="):
        data = {"_csrf": token, "so_far": garbled}
        answer = pages.client("wang").post("/calendars/recomputation/count", data=data)
        assert answer.status_code == 422


def count(pages: Pages, where: str, seen: Shown, headers: dict[str, str] | None = None) -> Shown:
    data = seen.form_values(where)
    response = pages.client("wang").post(where, data=data, headers=headers)
    assert response.status_code == 200, response.text
    return Shown(response)
