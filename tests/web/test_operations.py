"""Incidents, timers and workers in the office; what is done about them is done in the case."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.definitions import Handlers
from engine.store import Store
from engine.store.heartbeats import beat
from engine.store.worker_jobs import JobRow, put_jobs, set_alerted
from tests.cases.desk import Desk
from tests.incidents.test_incidents import CALLING, Remote, fail
from tests.support.clock import HandClock
from tests.web.pages import Pages

INCIDENTS, TIMERS = "/operations/incidents", "/operations/timers"


@pytest.fixture
def remote() -> Remote:
    """Return a service that answers as it is told to."""
    return Remote()


@pytest.fixture
def desk(store: Store, clock: HandClock, remote: Remote) -> Desk:
    """Return a desk with a procedure that asks the service."""
    made = Desk(store, clock, handlers=Handlers({"fetch": remote}))
    made.deploy(CALLING)
    return made


def test_an_incident_says_what_failed_and_leads_to_what_can_be_done(
    pages: Pages, remote: Remote
) -> None:
    assert "没有异常" in pages.get("guan", INCIDENTS).text
    case_id = fail(pages.desk, remote)
    page = pages.get("guan", INCIDENTS)
    assert "no route" in page.text
    assert "下次" in page.text
    (incident,) = pages.desk.incidents(case_id)
    address = f"/cases/{case_id}/incidents/{incident.id}"
    assert page.all(f"//a[@href='{address}/retry']")
    assert page.all(f"//a[@href='{address}/resolution']")
    assert not pages.get("li", INCIDENTS).all(f"//a[@href='{address}/resolution']")
    assert "自动重试" in pages.get("guan", TIMERS).text
    remote.answer = {"found": 2}
    pages.desk.advance(minutes=1)
    assert "no route" not in pages.get("guan", INCIDENTS).text
    assert "重试成功" in pages.get("guan", f"{INCIDENTS}?ended=1").text
    for path in (INCIDENTS, TIMERS, "/operations/machinery"):
        pages.get("xiao", path, status=403)


def test_whether_a_worker_lives_is_said(pages: Pages) -> None:
    path = "/operations/machinery"
    assert "后台程序没有运行" in pages.get("guan", path).text
    now = pages.desk.clock()
    with pages.desk.store.begin() as session:
        beat(session, "one", now=now, started_at=now)
    assert "1 个在运行" in pages.get("guan", path).text
    pages.desk.clock.move_to(now + timedelta(minutes=2))
    assert "后台程序没有运行" in pages.get("guan", path).text


def test_every_job_is_shown_with_what_to_do_and_administrators_see_trouble_on_every_page(
    pages: Pages,
) -> None:
    now = pages.desk.clock()
    well = JobRow("timers", "one", now, now, now, 0, None, 0)
    broken = JobRow("deliver:mail", "one", now, now, None, 4, "system:TimeoutError", 720)
    with pages.desk.store.begin() as session:
        beat(session, "one", now=now, started_at=now)
        put_jobs(session, (well, broken), known=())
    assert "后台任务不正常" not in pages.get("guan", INCIDENTS).text
    with pages.desk.store.begin() as session:
        set_alerted(session, "deliver:mail", now)
    pages.desk.clock.move_to(now + timedelta(seconds=6))
    page = pages.get("guan", "/operations/machinery")
    for each in (
        "到期定时",
        "发送：邮件",
        "连续失败 4 次：文件或者网络出错（TimeoutError）",
        "12 分钟",
        "还没有完成过",
        "dudao channel",
        "有 1 项后台任务不正常",
    ):
        assert each in page.text, each
    assert "有 1 项后台任务不正常" in pages.get("guan", INCIDENTS).text
    assert "后台任务不正常" not in pages.get("li", "/desk").text


def test_that_nobody_sweeps_is_said_to_administrators_alone(pages: Pages) -> None:
    assert "后台程序没有在运行" in pages.get("guan", INCIDENTS).text
    assert "后台程序没有在运行" not in pages.get("li", "/desk").text
