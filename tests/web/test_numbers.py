"""The registers of numbers and the templates in the office."""

from __future__ import annotations

import pytest

from engine import commands
from engine.store import Store
from tests.papers.office import SERIES, PaperDesk
from tests.support.clock import HandClock
from tests.web.pages import Pages

REGISTER = f"/numbers/{SERIES}/2026"
NOTICE = "/templates/notice"


@pytest.fixture
def office(store: Store, clock: HandClock) -> PaperDesk:
    """Return a desk that issues a notice."""
    return PaperDesk(store, clock).with_procedure()


@pytest.fixture
def pages(office: PaperDesk) -> Pages:
    """Return the pages of that desk."""
    return Pages(office)


def test_a_register_lists_every_number_and_says_what_is_void(
    office: PaperDesk, pages: Pages
) -> None:
    assert "还没有取过文号" in pages.get("li", "/numbers").text
    document = office.issued()
    office.issued()
    assert pages.get("li", "/numbers").all("//main//li/a")
    office.give(commands.void_document, "wang", document_id=document.id, reason="写错了对象")
    page = pages.get("li", REGISTER)
    assert "已取到第 2 号" in page.text
    assert "写错了对象" in page.text
    assert len(page.all("//tbody/tr")) == 2
    assert len(page.all("//tbody/tr//s")) == 1
    assert "没有缺号" in pages.get("li", f"{REGISTER}/check").text
    pages.get("xiao", "/numbers", status=403)
    pages.get("li", "/numbers/没有/2026", status=404)


def test_a_template_is_checked_and_published_over_the_one_that_was_seen(pages: Pages) -> None:
    edit = f"{NOTICE}/edit"
    seen = pages.get("wang", edit).form_values(edit)
    refused = pages.send("wang", edit, {"source": "通知：{unit"}, status=422)
    assert "括号应成对" in refused.text
    assert refused.all("//textarea[@name='source']")[0].text == "通知：{unit"
    good = "通知：{unit}{problem}（{number}）"
    checked = pages.send("wang", edit, {"source": good}, button="_only=check", status=200)
    assert "没有发现错误" in checked.text
    assert "第 1 版" in pages.get("wang", NOTICE).text
    pages.send("wang", edit, {"source": good})
    page = pages.get("wang", NOTICE)
    assert good in page.text
    assert "第 2 版" in page.text
    assert "这是旧版" in pages.get("wang", f"{NOTICE}?version=1").text
    late = pages.client("wang").post(edit, data={**seen, "_key": "", "source": "通知：{unit}又一版"})
    assert late.status_code in (409, 412)
    assert "别人发布了第 2 版" in late.text
    assert "又一版" in late.text


def test_a_new_template_needs_a_key_of_its_own(pages: Pages) -> None:
    new = {"key": "reply", "name": "答复", "source": "答复：{unit}（{number}）"}
    pages.send("guan", "/templates/new", {**new, "key": "答复"}, status=422)
    pages.send("guan", "/templates/new", new)
    assert "答复" in pages.get("guan", "/templates").text
    shown = pages.send("guan", "/templates/new", new, status=412)
    assert "已有新的版本" in shown.text


def test_who_may_only_read_sees_the_text_and_no_deed(pages: Pages) -> None:
    page = pages.get("li", NOTICE)
    assert "您只能查看" in page.text
    assert not page.all(f"//a[@href='{NOTICE}/edit']")
    assert "分管领导和系统管理员" in pages.get("li", f"{NOTICE}/edit", status=403).text
    pages.get("xiao", "/templates", status=403)
