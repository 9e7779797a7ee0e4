"""Settings in the office: what stands, where it comes from, changed with a reason."""

from __future__ import annotations

from tests.web.pages import Pages
from web.areas.settings.words import value_read

NEAR = "/settings/light.near"


def test_each_setting_says_its_value_and_where_it_comes_from(pages: Pages) -> None:
    page = pages.get("li", "/settings")
    (row,) = page.all("//tr[td/a[@href='/settings/light.near']]")
    assert "3日" in row.text_content()
    assert "西安市教育督导信息化平台做法" in row.text_content()
    (row,) = page.all("//tr[td/a[@href='/settings/incident.backoff']]")
    assert "1分钟、10分钟、1小时" in row.text_content()
    assert "建议值" in row.text_content()
    pages.get("xiao", "/settings", status=403)


def test_settings_have_english_names(pages: Pages) -> None:
    page = pages.get("li", "/settings", language="en").text
    assert "How long before a due date the light turns yellow" in page
    assert "临期黄灯提前量" not in page
    one = pages.get("li", NEAR, language="en")
    assert "How long before a due date" in one.all("//h1")[0].text


def test_a_change_wants_a_reason_and_stands_in_the_history(pages: Pages) -> None:
    refused = pages.send("wang", NEAR, {"value": "5工作日"}, status=422)
    assert refused.all("//input[@name='value']/@value") == ["5工作日"]
    pages.send("wang", NEAR, {"value": "5工作日", "reason": "本地规定"})
    page = pages.get("wang", NEAR).text
    assert "5工作日" in page
    assert "本地规定" in page
    assert "wang某" in page
    pages.send("wang", "/settings/deadline.extension_times", {"value": "2", "reason": "另一项"})
    assert "另一项" not in pages.get("wang", NEAR).text


def test_what_is_no_value_is_refused_and_nothing_typed_is_lost(pages: Pages) -> None:
    page = pages.send("guan", NEAR, {"value": "三天左右", "reason": "试"}, status=422)
    assert "应为期限" in page.text
    assert page.all("//input[@name='value']/@value") == ["三天左右"]
    backoff = "/settings/incident.backoff"
    pages.send("guan", backoff, {"value": "2分钟、1日", "reason": "改"})
    assert "2分钟、1日" in pages.get("guan", backoff).text
    second = "/settings/definitions.second_person"
    pages.send("guan", second, {"value": "false", "reason": "改"})
    (last,) = pages.get("guan", second).all("//tr[td[contains(.,'guan某')]]")
    assert last.xpath("td[4]")[0].text_content() == "否"


def test_who_comes_second_is_told(pages: Pages) -> None:
    shown = pages.get("wang", NEAR).form_values(NEAR)
    pages.send("guan", NEAR, {"value": "4日", "reason": "先改"})
    data = {**shown, "value": "6日", "reason": "后改"}
    response = pages.client("wang").post(NEAR, data=data)
    assert response.status_code in (409, 412)
    assert "已被他人修改" in response.text


def test_who_may_only_read_gets_no_form_and_is_told_why(pages: Pages) -> None:
    page = pages.get("li", NEAR)
    assert "您只能查看" in page.text
    assert not page.all("//textarea[@name='reason']")
    data = {**pages.get("wang", NEAR).form_values(NEAR), "value": "6日", "reason": "试"}
    assert pages.client("li").post(NEAR, data=data).status_code == 403


def test_terms_are_typed_and_shown_in_english_and_kept_as_laws_write_them(pages: Pages) -> None:
    def send(path: str, value: str) -> None:
        client = pages.client("guan", "en")
        form = pages.get("guan", path, language="en").form_values(path)
        sent = client.post(path, data={**form, "value": value, "reason": "local rule"})
        assert sent.status_code == 303, sent.text

    send(NEAR, "5 working days")
    shown = pages.get("guan", NEAR, language="en")
    assert shown.all("//input[@name='value']/@value") == ["5 working days"]
    assert "5个工作日" not in shown.text
    assert "5个工作日" in pages.get("guan", NEAR).text
    backoff = "/settings/incident.backoff"
    send(backoff, "2 minutes, 1 hour, 1 day")
    assert "2分钟、1小时、1日" in pages.get("guan", backoff).text
    typed = pages.get("guan", backoff, language="en").all("//input[@name='value']/@value")
    assert typed == ["2 minutes, 1 hour, 1 day"]
    again = str(pages.get("guan", backoff, language="en").form_values(backoff)["value"])
    send(backoff, again)
    assert "2分钟、1小时、1日" in pages.get("guan", backoff).text


def test_a_list_of_english_terms_is_read_one_by_one() -> None:
    assert value_read("terms", "15 working days, 3 Days；P1D 两日") == [
        "15个工作日",
        "3日",
        "P1D",
        "两日",
    ]
    assert value_read("term", "15 working dogs") == "15 working dogs"
    assert value_read("durations", "10 min 1 h") == ["PT10M", "PT1H"]
