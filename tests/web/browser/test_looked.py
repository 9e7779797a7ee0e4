"""How the tests of all pages look: which page counts as seen, and what a walk by Tab finds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.web.browser.keyboard import expect_usable_by_keyboard
from tests.web.browser.looked import Looked
from tests.web.browser.settling import settle

_FRAME = (
    '<nav><a href="/desk" {desk}>案</a><a href="/cases" {cases}>案件</a></nav><main>{main}</main>'
)
_ROW = '<li class="row"><a href="/cases/{at}">第 {at} 件</a></li>'
_ROWS = "<ul>" + "".join(_ROW.format(at=at) for at in range(3)) + "</ul>"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def framed(main: str, *, current: str = "desk") -> str:
    marks = {each: "aria-current=page" if each == current else "" for each in ("desk", "cases")}
    return _FRAME.format(main=main, **marks)


@pytest.mark.parametrize(
    "main",
    [
        "<ul>" + _ROW.format(at="另") * 9 + "</ul>",
        _ROWS.replace("第 1 件", "一件题目很长的案件"),
    ],
    ids=["more rows", "other words"],
)
def test_a_page_that_only_says_something_else_counts_as_seen(page: Page, main: str) -> None:
    looked = Looked()
    page.set_content(framed(_ROWS))
    assert looked.is_new(page)
    page.set_content(framed(main, current="cases"))
    assert not looked.is_new(page)


@pytest.mark.parametrize(
    "main",
    [
        _ROWS + "<button>删除</button>",
        _ROWS.replace('class="row"', 'class="row is-late"', 1),
        _ROWS.replace("<a ", '<a role="button" ', 1),
        _ROWS.replace("第 1 件", ""),
    ],
    ids=["another button", "another class", "another role", "a link without words"],
)
def test_a_page_that_is_built_otherwise_is_looked_at_again(page: Page, main: str) -> None:
    looked = Looked()
    page.set_content(framed(_ROWS))
    assert looked.is_new(page)
    page.set_content(framed(main))
    assert looked.is_new(page)


def test_a_page_in_another_frame_is_looked_at_again(page: Page) -> None:
    looked = Looked()
    page.set_content(framed(_ROWS))
    assert looked.is_new(page)
    page.set_content(framed(_ROWS).replace("</nav>", "<button>退出</button></nav>"))
    assert looked.is_new(page)


def test_what_a_page_asks_for_by_itself_is_waited_for(page: Page) -> None:
    answer = "main.className = ''; main.textContent = '来了'"
    page.set_content(
        "<main class='htmx-request'>等待</main><script>"
        f"const main = document.querySelector('main'); setTimeout(() => {{ {answer} }}, 700)</script>"
    )
    settle(page)
    assert page.inner_text("main") == "来了"


def test_tab_reaches_every_link_however_many_there_are(page: Page) -> None:
    links = "".join(f'<p><a href="#{at}">第 {at} 件</a></p>' for at in range(100))
    page.set_content("<style>:focus { outline: 2px solid }</style>" + links)
    expect_usable_by_keyboard(page)


@pytest.mark.parametrize(
    "broken, said",
    [
        ('<a href="#x" onkeydown="event.preventDefault()">陷阱</a><a href="#y">后面</a>', "out of"),
        ('<a href="#x" style="outline: none">没有标记</a>', "without a mark"),
        ('<p style="cursor: pointer">只给鼠标</p>', "for the mouse"),
    ],
)
def test_what_the_keyboard_cannot_do_is_found(page: Page, broken: str, said: str) -> None:
    page.set_content(f"<main>{broken}</main>")
    with pytest.raises(AssertionError, match=said):
        expect_usable_by_keyboard(page)
