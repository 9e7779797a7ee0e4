"""People on their pages: found, kept, given posts and passwords, from a list and as one."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from dudao.groups import GROUPS, ROLES
from tests.cases.desk import Desk
from tests.cases.test_recompute import LONG
from tests.web.pages import Pages, Shown

HEAD = "编号,姓名,单位代码,职务,任职单位,任职起,任职止,在职\n"


@pytest.fixture
def pages(desk: Desk) -> Pages:
    """Return an office with the groups of an installation."""
    desk.engine = replace(desk.engine, groups=GROUPS, roles=ROLES)
    return Pages(desk)


def grant(pages: Pages, person: str = "xiao", status: int = 303, **typed: str) -> Shown:
    form = {"group": "inspector", "unit": "", **typed}
    return pages.send("guan", f"/people/{person}/posts/new", form, status=status)


def upload(pages: Pages, table: str, status: int = 200, **typed: str) -> Shown:
    page = pages.get("guan", "/people/import")
    file = (io.BytesIO(table.encode()), "名单.csv")
    data = {**page.form_values("/people/import"), "file": file, **typed}
    response = pages.client("guan").post("/people/import", data=data)
    assert response.status_code == status, response.text
    return Shown(response)


def apply(pages: Pages, seen: Shown) -> Shown:
    data = seen.form_values("/people/import/apply")
    response = pages.client("guan").post("/people/import/apply", data=data)
    assert response.status_code == 303, response.text
    return pages.get("guan", response.headers["Location"])


def test_people_are_found_by_unit_group_and_words(pages: Pages) -> None:
    page = pages.get("li", "/people?unit=430621&group=respondent")
    assert [each.text for each in page.all("//tbody//a")] == ["xiao某"]
    assert "没有符合条件的人员" in pages.get("li", "/people?text=没有此人").text
    assert "新增人员" not in page.text
    assert "新增人员" in pages.get("guan", "/people").text


def test_a_person_is_shown_with_posts_and_account_to_who_manages_them(pages: Pages) -> None:
    seen = pages.get("guan", "/people/xiao").text
    assert "被督导单位" in seen
    assert "还没有设置，不能登录" in seen
    assert "任职" in seen
    other = pages.get("li", "/people/xiao")
    assert "还没有设置" not in other.text
    assert other.all("//a[contains(@href,'/posts/new')]") == []
    assert len(pages.desk.events("system", "person_read")) == 2
    pages.get("li", "/people/nobody", status=404)


def test_a_person_is_added_given_a_post_and_a_password(pages: Pages) -> None:
    form = {"id": "xin", "name": "新某", "unit": "某甲县（430621）"}
    made = pages.send("guan", "/people/new", form)
    assert made.location == "/people/xin"
    assert "接下来请任职" in pages.get("guan", made.location).text
    grant(pages, "xin")
    assert "现任" in pages.get("guan", "/people/xin").text
    given = pages.send("guan", "/people/xin/password", {}, status=200)
    (password,) = given.all("//p[@class='secret']")
    assert len(password.text) >= 10
    assert "初始密码，本人登录后须修改" in pages.get("guan", "/people/xin").text
    again = pages.send("guan", "/people/new", form, status=409)
    assert "已有人员使用" in again.text
    assert again.all("//input[@name='name']/@value") == ["新某"]


def test_a_post_is_granted_once_and_ended_with_a_day(pages: Pages) -> None:
    grant(pages)
    assert "已有同一职务" in grant(pages, status=409).text
    page = pages.get("guan", "/people/xiao")
    (link,) = page.all("//a[contains(@href,'/posts/end') and contains(@href,'inspector')]/@href")
    assert "已领取的待办仍在其名下" in pages.get("guan", link).text
    pages.send("guan", link, {})
    assert len(pages.desk.events("system", "post_ended")) == 1


def test_who_changed_meanwhile_is_not_overwritten(pages: Pages) -> None:
    page = pages.get("guan", "/people/xiao/change")
    grant(pages)
    data = {**page.form_values("/people/xiao/change"), "name": "另名"}
    late = pages.client("guan").post("/people/xiao/change", data=data)
    assert late.status_code == 412
    assert "已被他人修改" in Shown(late).text
    assert "另名" in late.text
    done = pages.send("guan", "/people/xiao/change", {"name": "另名", "is_active": ""})
    shown = pages.get("guan", done.location).text
    assert "另名" in shown
    assert "不在职" in shown


def test_nobody_changes_their_own_posts(pages: Pages) -> None:
    page = pages.get("guan", "/people/guan")
    assert "由其他系统管理员办理" in page.text
    assert page.all("//a[contains(@href,'/posts/')]") == []
    assert page.all("//a[contains(@href,'/password') and contains(@href,'/people/')]") == []


@pytest.mark.parametrize("deed", ["unlocking", "codes", "sign-out"])
def test_an_account_is_helped_after_the_consequence_was_said(pages: Pages, deed: str) -> None:
    pages.send("guan", "/people/xiao/password", {}, status=200)
    path = f"/people/xiao/account/{deed}"
    assert pages.get("guan", path).all("//div[contains(@class,'is-warning')]")
    pages.get("li", path, status=404)
    pages.get("guan", "/people/xiao/account/other", status=404)


def test_sessions_of_somebody_are_ended(pages: Pages) -> None:
    pages.get("xiao", "/desk")
    pages.send("guan", "/people/xiao/account/sign-out", {})
    pages.get("xiao", "/desk", status=303)


def test_a_list_shows_what_it_would_change_before_it_does(pages: Pages) -> None:
    table = HEAD + "xiao,改名某,430621,,,,,是\nxin,新某,430621,,,,,是\n"
    seen = upload(pages, table)
    assert "新增 1 人，更改 1 人" in seen.text
    assert "改名某" in seen.text
    pages.get("guan", "/people/xin", status=404)
    assert "已导入：新增 1 人，更改 1 人" in apply(pages, seen).text
    assert "新某" in pages.get("guan", "/people/xin").text
    assert "没有要导入的" in upload(pages, table).text


def test_a_list_with_faults_names_each_of_them(pages: Pages) -> None:
    page = upload(pages, HEAD + "a,,430621,,,,,是\nb,某,999999,,,,,是\n", status=422)
    assert "一行也没有导入" in page.text
    assert len(page.all("//div[@data-error-summary]//tbody/tr")) >= 2


def test_missing_people_are_deactivated_only_when_asked(pages: Pages) -> None:
    table = HEAD + "xin,新某,430621,,,,,是\n"
    assert "改为不在职 0 人" in upload(pages, table).text
    seen = upload(pages, table, deactivate_missing="1")
    assert "改为不在职 2 人" in seen.text
    assert "改为不在职 2 人" in apply(pages, seen).text


def test_the_export_is_recorded_and_reads_back_without_a_change(pages: Pages) -> None:
    response = pages.client("guan").get("/people/export")
    assert response.data.startswith(b"PK")
    assert len(pages.desk.events("system", "register_exported")) == 1
    assert pages.client("li").get("/people/export").status_code == 403
    assert pages.client("guan").get("/people/import/template").data.startswith(b"PK")


def test_groups_say_in_words_what_they_may_and_who_has_them(pages: Pages) -> None:
    text = pages.get("li", "/people/roles").text
    assert "批准延期" in text
    assert "wang某" in text


def test_each_process_is_checked_against_a_unit_for_people_enough(pages: Pages) -> None:
    pages.desk.deploy(LONG)
    assert pages.get("li", "/people/roles/staffing").all("//table") == []
    enough = pages.get("li", "/people/roles/staffing?unit=某甲县")
    assert "够用" in enough.text
    person = {"is_active": ""}
    pages.send("guan", "/people/xiao/change", person)
    short = pages.get("li", "/people/roles/staffing?unit=430621").text
    assert "人手不足" in short
    assert "缺少被督导单位" in short
    assert "没有找到单位" in pages.get("li", "/people/roles/staffing?unit=x", status=422).text


def test_what_is_wrong_in_a_list_is_said_row_by_row_with_its_column(pages: Pages) -> None:
    table = "编号,姓名,单位代码,职务\nxin,新某,999999,督学\n,无某,430621,没有这个\n"
    page = upload(pages, table, status=422)
    lines = [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in page.all("//*[@data-error-summary]//tbody/tr")
    ]
    assert [line[:2] for line in lines] == [
        ["第 2 行", "单位代码"],
        ["第 3 行", "编号"],
        ["第 3 行", "职务"],
    ]
    assert "999999" in lines[0][2]
    assert not page.all("//*[@data-error-summary]//a"), "nothing on the page can be put right"
