"""The public site: read, search, subscribe, object, look up; nobody is asked who they are."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from lxml import etree
from werkzeug.test import TestResponse

from api.application import create_app
from api.service import Limits, Service
from tests.cases.desk import Desk
from tests.publications.office import CLOSING, NOTICE, close, objections, publish
from tests.web.pages import Pages, Shown
from web.application import add_pages

FIRST, SECOND = "某示〔2026〕1号", "某示〔2026〕2号"
ONE = f"/public/publications/{FIRST}"
OBJECT = f"{ONE}/objection"
RECEIPT = "/public/receipt"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def site(pages: Pages) -> Pages:
    """Return pages of an office that publishes."""
    pages.desk.deploy(NOTICE, CLOSING)
    return pages


def ask(site: Pages, path: str, status: int = 200, **more: Any) -> TestResponse:  # noqa: ANN401 - passed on
    """Open a page with a browser that holds nothing at all."""
    response = site.app.test_client().get(path, **more)
    assert response.status_code == status, response.text
    return response


def send(site: Pages, path: str, form: dict[str, str], status: int = 200) -> Shown:
    """Send a form with a browser that holds nothing at all."""
    response = site.app.test_client().post(path, data=form)
    assert response.status_code == status, response.text
    return Shown(response)


def filled(site: Pages, **said: str) -> dict[str, str]:
    """Return the form of an objection as it is shown, with what somebody says."""
    shown = Shown(ask(site, OBJECT))
    return {"_key": str(shown.form_values(OBJECT)["_key"]), "text": "名单有误。", **said}


def code_of(shown: Shown) -> str:
    (found,) = shown.all("//output")
    return str(found.text_content())


# ------------------------------------------------------------------------------------- reading


def test_announcements_are_listed_with_what_is_still_open(site: Pages) -> None:
    publish(site.desk, FIRST)
    site.desk.advance(days=1)
    publish(site.desk, SECOND, kind="公告", days=None, headline="关于结果的公告")
    text = Shown(ask(site, "/public")).text
    assert text.index("关于结果的公告") < text.index("关于名单的公示")
    assert "接受异议至 2026年3月9日 24 时" in text
    only_open = Shown(ask(site, "/public?open=1")).text
    assert "关于名单的公示" in only_open
    assert "关于结果的公告" not in only_open
    assert "关于名单的公示" not in Shown(ask(site, "/public?kind=公告")).text
    assert "这里还没有公示公告" in Shown(ask(site, "/public?kind=更正")).text


def test_a_long_list_goes_on_on_the_next_page(site: Pages) -> None:
    for number in range(1, 22):
        publish(site.desk, f"某示〔2026〕{number}号")
        site.desk.advance(minutes=1)
    first = Shown(ask(site, "/public"))
    (following,) = first.all("//a[@rel='next']/@href")
    rest = Shown(ask(site, following))
    assert len(first.all("//ul[@class='notices']/li")) == 20
    assert [each.text for each in rest.all("//ul[@class='notices']//h2/a/..//span|//main//h2/a")]
    assert "某示〔2026〕1号" in rest.text


def test_an_announcement_is_shown_as_it_was_published(site: Pages) -> None:
    publish(site.desk, FIRST, text="第一段。\n第二段<script>alert(1)</script>。")
    page = Shown(ask(site, ONE))
    assert [each.text_content() for each in page.all("//div[@class='words']/p")] == [
        "第一段。",
        "第二段<script>alert(1)</script>。",
    ]
    assert "《中华人民共和国政府信息公开条例》" in page.text
    assert page.all(f"//a[@href='{ask_address(page)}']")


def ask_address(page: Shown) -> str:
    """Return where the page leads who wants to object."""
    return str(page.all("//a[contains(@href, '/objection')]/@href")[0])


def test_a_withdrawn_one_is_a_tombstone_and_no_search_finds_it(site: Pages) -> None:
    publish(site.desk, FIRST)
    close(site.desk, FIRST)
    page = Shown(ask(site, ONE)).text
    assert "这一件已撤回" in page
    assert "决定撤销。" in page
    assert "名单如下" not in page
    assert "没有找到" in Shown(ask(site, "/public?text=名单")).text


def test_one_superseded_leads_to_the_one_in_its_place(site: Pages) -> None:
    publish(site.desk, FIRST)
    publish(site.desk, SECOND, target=FIRST)
    page = Shown(ask(site, ONE))
    assert "已由新的一件替代" in page.text
    assert "已被替代" in page.text
    assert [each.text for each in page.all("//div[contains(@class, 'note')]//a")] == [SECOND]


def test_words_looked_for_are_found_and_marked(site: Pages) -> None:
    publish(site.desk, FIRST, text="拟认定某镇幼儿园。")
    publish(site.desk, SECOND, text="别的事项。")
    found = Shown(ask(site, "/public?text=幼儿园+认定"))
    assert "找到 1 件" in found.text
    assert {each.text for each in found.all("//mark")} == {"认定", "幼儿园"}
    Shown(ask(site, f"/public?text={'长' * 101}", status=422))


@pytest.mark.parametrize(
    "path", ["/public/publications/某示〔2026〕9号", "/public/publications/%00"]
)
def test_what_is_not_there_says_so(site: Pages, path: str) -> None:
    assert "没有找到这个页面" in Shown(ask(site, path, status=404)).text


def test_the_site_speaks_english_to_who_chose_it(site: Pages) -> None:
    publish(site.desk, FIRST)
    page = site.get(None, "/public", language="en").text
    assert "Open for objections until 9 Mar 2026, 24:00" in page


# ------------------------------------------------------------------------------------ objecting


def test_who_objects_gets_a_receipt_and_with_it_the_answer(site: Pages) -> None:
    case_id = publish(site.desk)
    receipt = code_of(send(site, OBJECT, filled(site)))
    assert re.fullmatch(r"\d{4}( \d{4}){4}", receipt)
    assert "还没有答复" in send(site, RECEIPT, {"receipt": receipt}).text
    work = site.desk.one(case_id, "answer")
    site.desk.complete("li", work.id, {"reply": "园名已核对无误。", "upheld": False})
    told = send(site, RECEIPT, {"receipt": receipt.replace(" ", "-")}).text
    assert "园名已核对无误。" in told
    assert "异议不成立" in told
    assert receipt not in told


def test_the_form_sent_again_shows_the_same_receipt_and_is_one_objection(site: Pages) -> None:
    publish(site.desk)
    form = filled(site)
    assert code_of(send(site, OBJECT, form)) == code_of(send(site, OBJECT, form))
    assert len(objections(site.desk)) == 1
    assert code_of(send(site, OBJECT, filled(site))) != code_of(send(site, OBJECT, form))


def test_other_words_in_the_same_form_are_filed_only_when_sent_once_more(site: Pages) -> None:
    publish(site.desk)
    form = filled(site)
    send(site, OBJECT, form)
    refused = send(site, OBJECT, {**form, "text": "另一件。"}, status=409)
    assert "已经提交过一件异议" in refused.text
    assert len(objections(site.desk)) == 1
    renewed = {name: str(value) for name, value in refused.form_values(OBJECT).items()}
    assert renewed["text"].strip() == "另一件。"
    send(site, OBJECT, renewed)
    assert len(objections(site.desk)) == 2


def test_what_is_refused_says_why_beside_the_field_and_loses_nothing(site: Pages) -> None:
    publish(site.desk)
    shown = send(site, OBJECT, filled(site, text=" ", contact="信" * 201), status=422)
    assert "异议内容应为1至5000个字符" in shown.text
    assert shown.form_values(OBJECT)["contact"] == "信" * 201
    assert objections(site.desk) == []


def test_a_key_that_can_be_guessed_gives_no_receipt(site: Pages) -> None:
    publish(site.desk)
    assert "随机" in send(site, OBJECT, filled(site, _key="1" * 40), status=422).text
    assert objections(site.desk) == []


def test_after_the_period_the_page_says_so_and_what_was_typed_is_not_lost(site: Pages) -> None:
    publish(site.desk)
    form = filled(site)
    site.desk.clock.advance(timedelta(days=30))
    late = send(site, OBJECT, form, status=409)
    assert "公示期已于2026年3月9日届满" in late.text
    assert str(late.form_values(OBJECT)["text"]).strip() == "名单有误。"
    assert "异议期已于 2026年3月9日 24 时届满" in Shown(ask(site, OBJECT)).text


def test_an_announcement_takes_none(site: Pages) -> None:
    publish(site.desk, kind="公告", days=None)
    page = Shown(ask(site, OBJECT))
    assert "这一件不接受异议" in page.text
    assert not page.all("//textarea")


def test_a_form_on_somebody_else_s_site_files_nothing(site: Pages) -> None:
    publish(site.desk)
    response = site.app.test_client().post(
        OBJECT, data=filled(site), headers={"Origin": "https://elsewhere.cn"}
    )
    assert response.status_code == 403
    assert objections(site.desk) == []


def test_an_unknown_receipt_is_refused_in_words(site: Pages) -> None:
    refused = send(site, RECEIPT, {"receipt": "1234"}, status=404)
    assert "没有查到这个回执号" in refused.text
    assert refused.form_values(RECEIPT)["receipt"] == "1234"


# --------------------------------------------------------------------------- nothing is kept


def test_no_cookie_is_set_and_only_what_is_everybody_s_may_be_kept(site: Pages) -> None:
    publish(site.desk)
    kept = {"/public", "/public?text=名单", ONE, "/public/feed.atom"}
    private = {OBJECT, RECEIPT}
    for path in kept | private | {"/robots.txt"}:
        response = ask(site, path)
        assert "Set-Cookie" not in response.headers, path
        if path in kept:
            assert response.headers["Cache-Control"] == "public, max-age=60", path
    answers = [
        ask(site, OBJECT),
        ask(site, RECEIPT),
        send(site, OBJECT, filled(site)).response,
        send(site, RECEIPT, {"receipt": "1"}, status=404).response,
        ask(site, "/public/publications/x", status=404),
    ]
    for response in answers:
        assert response.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in response.headers


def test_an_official_who_looks_at_the_site_gets_no_cookie_either(site: Pages) -> None:
    publish(site.desk)
    site.desk.clock.advance(timedelta(hours=1))
    assert "Set-Cookie" not in site.get("li", ONE).response.headers


def test_a_language_is_kept_only_where_somebody_chose_it(site: Pages) -> None:
    client = site.app.test_client()
    chosen = client.post("/language", data={"language": "en", "back": "/public"})
    assert chosen.headers.getlist("Set-Cookie")[0].startswith("dudao_language=en;")
    assert chosen.headers["Location"] == "/public"


def test_the_pages_count_as_the_public_interface_does_by_address(desk: Desk) -> None:
    limits = Limits(each_client=None, public="3 per minute")
    app = add_pages(create_app(Service(desk.store, desk.engine, desk.clock, limits=limits)))
    client = app.test_client()
    answers = [client.get("/public", headers={"Authorization": f"Bearer {n}"}) for n in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert "请稍等一分钟再试" in answers[-1].text


def test_search_engines_read_announcements_and_no_receipts(site: Pages) -> None:
    rules = ask(site, "/robots.txt").text.splitlines()
    assert "Allow: /public/publications/" in rules
    assert {"Disallow: /public/receipt", "Disallow: /"} < set(rules)
    assert 'content="noindex"' in ask(site, RECEIPT).text


def test_who_signs_in_is_shown_where_no_sign_in_is_needed(site: Pages) -> None:
    assert Shown(ask(site, "/sign-in")).all("//a[@href='/public']")


# ----------------------------------------------------------------------------------------- feed


def entries(site: Pages) -> tuple[Any, list[Any]]:
    root: Any = etree.fromstring(ask(site, "/public/feed.atom").data)
    return root, root.findall("a:entry", ATOM)


def test_the_feed_has_what_rfc_4287_asks_for(site: Pages) -> None:
    publish(site.desk, FIRST, headline="甲 & 乙 <b>", text="“内容” ]]> &amp;")
    root, (entry,) = entries(site)
    assert root.tag == f"{{{ATOM['a']}}}feed"
    for element in (root, entry):
        for name in ("id", "title", "updated"):
            (only,) = element.findall(f"a:{name}", ATOM)
            assert only.text
        assert element.find("a:id", ATOM).text.startswith("urn:uuid:")
        assert re.fullmatch(
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.find("a:updated", ATOM).text
        )
        assert element.findall("a:link[@rel='alternate']", ATOM)
    assert root.find("a:author/a:name", ATOM).text
    assert entry.find("a:title", ATOM).text == "甲 & 乙 <b>"
    assert "“内容” ]]> &amp;" in entry.find("a:content", ATOM).text
    address = entry.find("a:link", ATOM).get("href")
    assert FIRST in Shown(ask(site, address)).text


def test_ids_in_the_feed_stay_and_tell_nothing_of_the_case(site: Pages) -> None:
    case_id = publish(site.desk, FIRST)
    root, (entry,) = entries(site)
    site.desk.advance(days=1)
    close(site.desk, FIRST)
    after, (gone,) = entries(site)
    for before, now in ((root, after), (entry, gone)):
        assert before.find("a:id", ATOM).text == now.find("a:id", ATOM).text
        assert before.find("a:updated", ATOM).text < now.find("a:updated", ATOM).text
    assert gone.find("a:title", ATOM).text == f"{FIRST}（已撤回）"
    assert "名单如下" not in etree.tostring(after, encoding="unicode")
    assert case_id not in etree.tostring(root, encoding="unicode")


def test_a_feed_that_has_not_changed_is_not_sent_again(site: Pages) -> None:
    tag = ask(site, "/public/feed.atom").headers["ETag"]
    ask(site, "/public/feed.atom", status=304, headers={"If-None-Match": tag})
    publish(site.desk, FIRST)
    ask(site, "/public/feed.atom", headers={"If-None-Match": tag})
