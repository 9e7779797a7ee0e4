"""Whole paths through a procedure: several people, each on the screen they work with."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from dudao import system
from engine.model.calendar import SHANGHAI
from tests.web.browser.settling import settle
from tests.web.browser.steps import (
    add_row,
    begin,
    do_work,
    fill,
    open_case,
    open_tab,
    open_work,
    photograph,
    send,
    tab_to,
)
from tests.web.browser.visitor import Office, expect_accessible

CASE = "某中学实验室安全整改丙"


def test_a_rectification_goes_from_opening_to_closing(office: Office) -> None:
    li = office.sign_in("li")
    _open_rectification(li)
    do_work(
        li,
        "起草整改通知书",
        {"通知书正文": "经查，危险药品没有专柜存放，责令限期整改。"},
        case=CASE,
    )

    wang = office.sign_in("wang", phone=True)
    open_work(wang, "审批整改通知书", case=CASE)
    expect_accessible(wang)
    fill(wang, {"同意签发": "是", "审批意见": "同意签发。"})
    send(wang, "审批整改通知书")

    do_work(li, "送达通知书", {"送达方式": "电子"}, case=CASE)
    unit = office.sign_in("r430621", phone=True)
    open_work(unit, "签收通知书", case=CASE)
    expect_accessible(unit)
    fill(unit, {"签收": "签收", "签收人": "肖某"})
    send(unit, "签收通知书")
    do_work(unit, "报送整改方案", {"整改方案": "购置专柜，双人双锁，月底前完成。"}, case=CASE)

    do_work(li, "审核整改方案", {"方案可行": "是"}, case=CASE)
    open_work(unit, "报送整改报告", case=CASE)
    fill(unit, {"整改报告": "专柜已启用，双人双锁。"})
    photograph(unit, "佐证材料", name="专柜.txt", content="照片\n".encode())
    send(unit, "报送整改报告")

    found = {"整改到位": "是", "已到现场核查": "是", "核查情况": "现场查看，属实。"}
    inspector = office.sign_in("peng", phone=True)
    open_work(inspector, "现场核查", case=CASE)
    expect_accessible(inspector)
    fill(inspector, found)
    send(inspector, "现场核查")
    _expect_no_second_verdict(inspector)
    do_work(li, "现场核查", found, case=CASE)
    do_work(li, "销号", {"销号意见": "佐证齐全，同意销号。"}, case=CASE)

    _look_back_now(wang)
    do_work(inspector, "回头看", {"问题反弹": "否", "核查情况": "没有反弹。"}, case=CASE)
    expect(inspector.locator("main")).to_contain_text("案件已办结")
    _expect_closed_and_told(li)


def _open_rectification(page: Page) -> None:
    page.goto("/cases/new/rectification?unit=430621")
    fill(
        page,
        {
            "标题": CASE,
            "整改事由": "督导意见书",
            "严重程度": "一般",
            "问题，第 1 行": "危险药品未专柜存放",
        },
    )
    page.get_by_role("button", name="预览").click()
    settle(page)
    page.locator("[data-confirm] button").click()
    page.get_by_text(f"“{CASE}”已立案").wait_for()


def _expect_no_second_verdict(page: Page) -> None:
    """Expect that who gave the first verdict may not give the second, and is told why."""
    open_work(page, "现场核查", case=CASE)
    expect(page.locator("main")).to_contain_text("彭某（督学）已办理过“现场核查”")
    assert page.get_by_role("main").get_by_role("button", name="提交", exact=True).count() == 0
    expect_accessible(page)


def _look_back_now(page: Page) -> None:
    """Let the months until the second look be over: its timer is moved to the present."""
    open_case(page, CASE)
    begin(page, "调整定时")
    now = f"{system.clock().astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"
    fill(page, {"改到什么时候": now, "理由": "提前安排回头看。"})
    page.locator("[name=aid]").select_option(index=1)
    expect_accessible(page)
    page.get_by_role("main").get_by_role("button", name="调整定时").click()
    page.locator(".note.is-done").wait_for()


def _expect_closed_and_told(page: Page) -> None:
    open_case(page, CASE)
    assert "已办结" in page.inner_text(".case-facts")
    expect_accessible(page)
    open_tab(page, "经过")
    told = page.inner_text("main")
    for sentence in ("案件办结（结果：结案）", "签发了《整改问题销号单》", "上传了附件“专柜.txt”"):
        assert sentence in told
    expect_accessible(page)


def test_an_overdue_rectification_is_escalated_on_a_phone(office: Office) -> None:
    title = "燃气间未通风"
    li = office.sign_in("li")
    open_work(li, "提出升级建议", case=title)
    expect_accessible(li)
    fill(li, {"建议升级处理": "是", "建议方式": "约谈", "事实与理由": "经催办、督办仍未报告。"})
    send(li, "提出升级建议")

    wang = office.sign_in("wang", phone=True)
    wang.locator(".tabbar").get_by_role("link", name="审批").click()
    waiting = wang.locator(".approval-list > li", has_text=title)
    waiting.get_by_role("link", name="审批升级处理").click()
    wang.locator(".facts", has_text=title).wait_for()
    expect(wang.locator("main")).to_contain_text("经催办、督办仍未报告。")
    settle(wang)
    fill(wang, {"审批意见": "同意约谈。"})
    wang.locator(".deciding").get_by_role("button", name="同意升级", exact=True).click()
    wang.get_by_text("决定是“同意升级”").wait_for()
    wang.get_by_role("link", name="查看刚才的案件").click()
    wang.get_by_role("heading", level=1, name=title).wait_for()
    linked = wang.get_by_role("listitem").filter(has_text="由本案引出").get_by_role("link")
    expect_accessible(wang)
    linked.click()
    wang.get_by_role("heading", level=1, name="约谈：").wait_for()
    expect(wang.locator("main")).to_contain_text("由此案引出本案")
    expect_accessible(wang)


def test_a_unit_states_its_case_and_asks_for_review_and_appeal(office: Office) -> None:
    """陈述申辩, 复核 and 申诉 after 《教育督导问责办法》; nobody who took part reviews."""
    title = "义务教育学校建设任务滞后"
    unit = office.sign_in("r430624", phone=True)
    open_work(unit, "陈述申辩", case=title)
    fill(unit, {"方式": "书面陈述", "陈述申辩意见": "两项任务已开工。"})
    add_row(unit, "申辩理由（逐条）")
    fill(unit, {"理由，第 1 行": "两项任务已于上月开工。"})
    expect_accessible(unit)
    send(unit, "陈述申辩")

    li = office.sign_in("li")
    do_work(
        li,
        "答复申辩理由",
        {"采纳": "否", "采纳或不采纳的理由": "配套资金未到位，不采纳。"},
        case=title,
    )
    do_work(li, "形成问责意见", {"发现新事实": "否", "问责意见": "给予督导通报。"}, case=title)
    open_work(li, "确定征求意见单位", case=title)
    add_row(li, "征求意见的成员单位")
    fill(li, {"成员单位，第 1 行": "岳阳市财政局"})
    send(li, "确定征求意见单位")
    do_work(office.sign_in("caizheng"), "回复征求意见", {"意见": "同意"}, case=title)

    luo = office.sign_in("luo", phone=True)
    open_work(luo, "审定问责意见", case=title)
    expect_accessible(luo)
    fill(luo, {"审定": "同意", "情节严重": "否"})
    send(luo, "审定问责意见")
    do_work(li, "送达问责决定书", {"送达人一": "李某", "送达人二": "谭某"}, case=title)
    do_work(unit, "签收问责决定书", {"签收": "签收", "签收人": "冯某"}, case=title)

    reasons = {"申请人": "湘阴县人民政府", "请求和理由": "请求撤销：认定事实有误。"}
    do_work(unit, "申请复核或申诉", {"申请": "复核", **reasons}, case=title)
    do_work(office.sign_in("deng"), "复核审查", {"审查意见": "原决定事实清楚。"}, case=title)
    _expect_locked(
        luo, "作出复核决定", case=title, why="罗某（督导委员会办公室主任）已办理过“审定问责意见”"
    )
    fu = office.sign_in("fu", phone=True)
    do_work(fu, "作出复核决定", {"复核决定": "维持", "理由": "申请理由不成立。"}, case=title)
    do_work(
        li, "送达复核决定书", {"收到日期": _today(), "签收人或留置情况": "冯某签收"}, case=title
    )
    _appeal_succeeds(office, unit=unit, li=li, luo=luo, title=title)


def _appeal_succeeds(office: Office, *, unit: Page, li: Page, luo: Page, title: str) -> None:
    do_work(
        unit, "申请申诉", {"申请人": "湘阴县人民政府", "请求和理由": "两项任务已开工。"}, case=title
    )
    sheng = office.sign_in("sheng")
    open_work(sheng, "作出申诉处理决定", case=title)
    expect_accessible(sheng)
    fill(sheng, {"申诉处理决定": "撤销", "审查查明的情况": "任务已开工。", "理由": "事实有误。"})
    send(sheng, "作出申诉处理决定")
    correction = {"撤销或变更的内容": "撤销问责决定。", "恢复名誉、消除影响的范围": "原通报范围。"}
    do_work(li, "办理纠正", correction, case=title)
    do_work(luo, "审签纠正决定", {"同意签发": "是"}, case=title)
    restored = {"恢复日期": _today(), "恢复名誉、消除影响的方式和范围": "致函有关单位。"}
    do_work(li, "恢复名誉", restored, case=title)
    do_work(li, "立卷归档", {"保管期限": "永久", "档号": "问责2026-1"}, case=title)
    open_case(unit, title)
    assert "已办结" in unit.inner_text(".case-facts")
    expect_accessible(unit)


def _today() -> str:
    return f"{system.clock().astimezone(SHANGHAI):%Y-%m-%d}"


def _expect_locked(page: Page, name: str, *, case: str, why: str) -> None:
    open_work(page, name, case=case)
    expect(page.locator("main")).to_contain_text(why)
    assert page.get_by_role("main").get_by_role("button", name="提交", exact=True).count() == 0
    expect_accessible(page)


def test_an_auditor_reads_a_case_from_all_sides_and_finds_no_deed(untouched: Office) -> None:
    page = untouched.sign_in("shen")
    open_case(page, "食堂留样不规范")
    tabs = _links(page, ".tabs a")
    work = _links(page, "main [data-row]")[:1]
    page.goto("/audit?text=食堂留样不规范")
    page.locator("main [data-row]").first.click()
    page.wait_for_url("**/audit/*")
    settle(page)
    audits = _links(page, ".tabs a")
    assert all((tabs, work, audits))
    for each in (*tabs, *work, *audits, "/search?text=留样", "/audit", "/desk", "/cases", "/items"):
        response = page.goto(each)
        assert response is not None, each
        assert response.ok, each
        assert page.locator("main form[method=post], .deeds").count() == 0, each


def _links(page: Page, selector: str) -> list[str]:
    return [each.get_attribute("href") or "" for each in page.locator(selector).all()]


def test_the_keyboard_alone_signs_in_finds_work_on_the_desk_and_does_it(office: Office) -> None:
    page = office.visit()
    page.goto("/sign-in")
    expect(page.locator("[name=person]")).to_be_focused()
    page.keyboard.type("li")
    page.keyboard.press("Tab")
    page.keyboard.type(office.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk*")
    settle(page)
    page.keyboard.press("/")
    page.keyboard.type("课程开设不齐")
    page.keyboard.press("Enter")
    page.wait_for_url("**text=*")
    settle(page)
    rows = page.locator("#desk-work [data-row]")
    for key, at in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        expect(rows.nth(at)).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="现场核查").wait_for()
    settle(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the menu
    main = page.get_by_role("main")
    for question in ("整改到位", "已到现场核查"):
        tab_to(page, main.get_by_role("group", name=question).get_by_role("radio").first)
        page.keyboard.press("Space")
    tab_to(page, main.get_by_label("核查情况"))
    page.keyboard.type("现场查看，课程已开齐。")
    tab_to(page, main.get_by_role("button", name="提交", exact=True))
    page.keyboard.press("Enter")
    page.get_by_text("“现场核查”已提交").wait_for()
