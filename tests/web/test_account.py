"""One's own account: who one is, sessions, one-time codes, tokens; each secret is shown once."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from engine import commands
from engine.model.deadlines import local_day
from tests.web.pages import Pages

PASSWORD = "春眠不觉晓，处处闻啼鸟"


@pytest.fixture
def known(pages: Pages) -> Pages:
    """Return pages on which li has a password."""
    desk = pages.desk
    with desk.store.begin() as session:
        commands.give_first_password(
            session,
            engine=desk.engine,
            clock=desk.clock,
            people=["li"],
            password_hash=desk.engine.passwords.hash(PASSWORD),
        )
    return pages


def test_the_account_says_who_i_am_here(pages: Pages) -> None:
    text = pages.get("li", "/account").text
    assert "某市" in text
    assert "任职" in text
    assert "未启用" in text


def test_another_session_of_mine_can_be_ended_and_all_others(pages: Pages) -> None:
    other = pages.client("li", "en")
    page = pages.get("li", "/account/sessions")
    (path,) = page.all("//form[contains(@action,'/end')][not(contains(@action,'others'))]/@action")
    pages.send("li", path, {}, shown_at="/account/sessions")
    assert other.get("/desk").status_code == 303
    assert "已结束这处登录。" in pages.get("li", "/account/sessions").text
    pages.get("li", "/desk", language="en", status=303)


def test_codes_begin_with_the_password_and_end_with_recovery_codes_shown_once(
    known: Pages,
) -> None:
    wrong = known.send("li", "/account/codes", {"password": "不是这个密码啊"}, status=422)
    assert "不正确" in wrong.text
    begun = known.send("li", "/account/codes", {"password": PASSWORD}, status=200)
    assert begun.response.headers["Cache-Control"] == "no-store"
    assert begun.all("//*[@role='img']//*[local-name()='svg']")
    assert "style=" not in begun.response.text
    uri = begun.all("//p[contains(@class,'secret')]")[0].text_content()
    refused = known.send("li", "/account/codes/confirm", {"code": "000000"}, status=422)
    assert "验证码不正确" in refused.text
    totp = pyotp.parse_uri(uri)
    assert isinstance(totp, pyotp.TOTP)
    code = totp.at(known.desk.clock())
    done = known.send("li", "/account/codes/confirm", {"code": code}, status=200)
    assert len(done.all("//ul[contains(@class,'codes-list')]/li")) == 10


def test_a_token_shows_its_secret_once_and_is_revoked(pages: Pages) -> None:
    until = local_day(pages.desk.clock()) + timedelta(days=10)
    form = {"name": "上报程序", "scope": ["cases:read", "work:read"], "until": until.isoformat()}
    page = pages.get("li", "/account/tokens/new")
    sent = {**page.form_values("/account/tokens/new"), **form}
    first = pages.client("li").post("/account/tokens/new", data=sent)
    again = pages.client("li").post("/account/tokens/new", data=sent)
    assert "dudao_" in first.text
    assert "dudao_" not in again.text.replace("dudao_language", "")
    listed = pages.get("li", "/account/tokens")
    (path,) = listed.all("//a[contains(@href,'/revoke')]/@href")
    assert "立即不能再使用" in pages.get("li", path).text
    pages.send("li", path, {})
    assert "已吊销" in pages.get("li", "/account/tokens").text


def test_what_is_wrong_with_a_token_stands_beside_its_field(pages: Pages) -> None:
    form = {"name": "上报程序", "until": "2099-01-01"}
    page = pages.send("li", "/account/tokens/new", form, status=422)
    assert page.all("//input[@name='name'][@value='上报程序']")
    assert page.all("//*[@id='error-scope']")
    late = pages.send("li", "/account/tokens/new", {**form, "scope": ["cases:read"]}, status=422)
    assert late.all("//*[@id='error-until']")


def test_an_account_is_seen_to_in_ones_own_name(pages: Pages) -> None:
    desk = pages.desk
    today = local_day(desk.clock())
    desk.give(
        commands.substitute, "li", absent="li", substitute="chen",
        from_on=today, until_on=today, reason="出差",
    )  # fmt: skip
    assert pages.get("chen", "/account?for=li", status=303).location == "/account"
