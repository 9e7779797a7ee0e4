"""Work is urged from its page and from the case; what did not get through is dealt with."""

from __future__ import annotations

import pytest

from engine.store.deliveries import DeliveryRow, Rest, add_deliveries, set_rest
from tests.user_tasks.diagrams import APPROVAL
from tests.web.pages import Pages

UNDELIVERED = "/operations/undelivered"


@pytest.fixture
def case_id(pages: Pages) -> str:
    """A case that waits for a leader or director."""
    pages.desk.deploy(APPROVAL)
    case_id = pages.desk.open("approval").case_id
    pages.desk.complete("li", pages.desk.one(case_id, "draft").id, {"text": "限期整改"})
    return case_id


def test_an_official_urges_a_leader_with_words_and_sees_how_often(
    pages: Pages, case_id: str
) -> None:
    urge = f"/work/{pages.desk.one(case_id, 'approve').id}/urge"
    assert pages.get("li", f"/cases/{case_id}").all(f"//a[@href='{urge}']")
    done = pages.send("li", urge, {"words": "家长在等答复"})
    assert done.location == f"/cases/{case_id}"
    page = pages.get("li", f"/cases/{case_id}")
    assert "已催办（第1次，最多3次）。" in page.text
    assert "已催办 1 次" in page.text
    assert not page.all(f"//a[@href='{urge}']")
    assert "家长在等答复" in pages.get("wang", "/inbox").text


def test_a_second_urge_on_the_same_day_is_refused_with_words_and_nothing_typed_is_lost(
    pages: Pages, case_id: str
) -> None:
    urge = f"/work/{pages.desk.one(case_id, 'approve').id}/urge"
    form = {**pages.get("zhao", urge).form_values(urge), "words": "请抓紧"}
    pages.send("li", urge, {"words": ""})
    late = pages.client("zhao").post(urge, data=form)
    assert late.status_code == 409
    assert "已经催办过" in late.text
    assert "请抓紧" in late.text
    assert "现在不能催办" in pages.get("zhao", urge).text


def test_work_of_no_concern_is_urged_by_nobody(pages: Pages, case_id: str) -> None:
    pages.get("hua", f"/work/{pages.desk.one(case_id, 'approve').id}/urge", status=404)


def test_what_did_not_get_through_is_listed_and_sent_again(pages: Pages, case_id: str) -> None:
    assert "没有未送达的消息" in pages.get("guan", UNDELIVERED).text
    desk = pages.desk
    now, message = desk.clock(), desk.outbox(case_id)[0]
    rows = [
        DeliveryRow(
            each, message.id, case_id, "mail", "li", None, each, message.kind,
            is_urgent=False, status="dead", created_at=now, attempts=10, ended_at=now,
            failure_code="full", failure="邮箱已满",
        )
        for each in ("d1", "d2", "d3")
    ]  # fmt: skip
    with desk.store.begin() as session:
        add_deliveries(session, rows)
        set_rest(session, Rest("mail", now, now, 3, "down", "没有应答"))
    page = pages.get("guan", UNDELIVERED)
    assert "邮箱已满" in page.text
    assert "没有应答" in page.text
    again = "/operations/deliveries/d1/resend"
    assert page.all(f"//a[@href='{again}']")
    assert not pages.get("li", UNDELIVERED).all(f"//a[@href='{again}']")
    pages.get("li", again, status=403)
    assert pages.send("guan", again, {"reason": ""}, status=422)
    assert pages.send("guan", again, {"reason": "已清理"}).location == UNDELIVERED
    assert "已处理 1 条" in pages.get("guan", UNDELIVERED).text
    assert pages.send("guan", "/operations/deliveries/d2/give-up", {"reason": "已面告"})
    assert pages.send("guan", "/operations/channels/mail/resend", {"reason": "已恢复"})
    assert "没有未送达的消息" in pages.get("guan", UNDELIVERED).text
    assert "等待外发" in pages.get("guan", f"{UNDELIVERED}?status=pending").text
    pages.get("xiao", UNDELIVERED, status=403)
