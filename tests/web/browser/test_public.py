"""The public site in a browser: from reading an announcement to reading the answer."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.web.browser.settling import settle
from tests.web.browser.steps import fill, send
from tests.web.browser.visitor import Office, expect_accessible

NOTICE = "关于拟认定示范幼儿园的公示"
WRONG = "第二所幼儿园的园名写错了。"
ALSO_WRONG = "公示没有写明联系人。"
ANSWER = "经核实，园名与登记一致。"


def test_a_visitor_objects_keeps_the_receipt_and_reads_the_answer(office: Office) -> None:
    visitor = office.visit(phone=True)
    visitor.goto("/public")
    expect_accessible(visitor)
    visitor.click(f"text={NOTICE}")
    expect_accessible(visitor)
    visitor.click("main .btn-primary")
    expect_accessible(visitor)
    visitor.fill("[name=text]", WRONG)
    visitor.click("main .btn-primary")
    receipt = visitor.inner_text(".receipt-code")
    expect_accessible(visitor)
    expect(visitor.locator("[data-print]")).to_be_visible()
    assert receipt.replace(" ", "") not in visitor.url
    visitor.reload()
    expect(visitor.locator(".receipt-code")).to_have_text(receipt)
    assert "还没有答复" in looked_up(visitor, receipt)

    answer(office)

    told = looked_up(visitor, receipt)
    expect_accessible(visitor)
    assert ANSWER in told
    assert "异议不成立" in told
    assert visitor.context.cookies() == []
    assert visitor.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_site_needs_no_scripts(office: Office) -> None:
    context = office.browser.new_context(base_url=office.address, java_script_enabled=False)
    visitor = context.new_page()
    visitor.goto("/public")
    visitor.fill("[name=text]", "示范")
    visitor.click("[role=search] button")
    visitor.click(f"text={NOTICE}")
    assert not visitor.is_visible("[data-print]")
    visitor.click("main .btn-primary")
    visitor.fill("[name=text]", ALSO_WRONG)
    visitor.click("main .btn-primary")
    receipt = visitor.inner_text(".receipt-code")
    assert "还没有答复" in looked_up(visitor, receipt)
    assert context.cookies() == []
    context.close()


def looked_up(visitor: Page, receipt: str) -> str:
    """Return what the page of answers says to a receipt code."""
    visitor.goto("/public")
    visitor.click("nav >> text=查询异议答复")
    visitor.fill("[name=receipt]", receipt)
    visitor.click("main .btn-primary")
    visitor.wait_for_selector("main h2")
    visitor.wait_for_load_state()
    return visitor.inner_text("main")


def answer(office: Office) -> None:
    """Let an official examine what was objected last, and a leader decide the answer."""
    official = office.sign_in("li")
    official.goto("/publications?objections=unanswered")
    expect_accessible(official)
    official.click(f"text={NOTICE}")
    expect_accessible(official)
    official.click("text=查看异议")
    expect_accessible(official)
    expect(official.locator("main")).to_contain_text(WRONG)
    official.click("text=去办理本案待办")
    do_the_one_about(official, {"核实情况": "已对照登记核实。", "处理建议": "不成立"})
    leader = office.sign_in("luo", phone=True)
    leader.goto("/publications")
    leader.click(f"text={NOTICE}")
    do_the_one_about(leader, {"审定结论": "不成立", "答复内容或退回意见": ANSWER})


def do_the_one_about(person: Page, answers: dict[str, str]) -> None:
    """Do that piece of open work of the case which is about the objection of the visitor."""
    settle(person)
    links = person.locator("#waiting >> xpath=../..").locator("a[href^='/work/']")
    for path in [str(each.get_attribute("href")) for each in links.all()]:
        person.goto(path)
        settle(person)
        if WRONG in person.inner_text("main"):
            expect_accessible(person)
            fill(person, answers)
            send(person, person.inner_text("h1"))
            return
    raise AssertionError(f"no open work about “{WRONG}” at {person.url}")
