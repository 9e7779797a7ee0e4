"""Addresses in lists of people: read, refused cell by cell, written, and read back as they were."""

from __future__ import annotations

import io

import pytest

from dudao.groups import GROUPS
from engine.identity import Membership, PersonEntry
from engine.model.errors import InvalidArgument
from engine.store.contacts import addresses_of
from notifications.contacts.addresses import NoChannels, address_checks
from registers.comma_separated import write_separated
from registers.directory import PEOPLE, PeopleList, check_people_list, people_lines, read_list
from tests.api.office import Interface
from tests.notifications.reach.channels import WAYS
from tests.notifications.reach.test_my_messages import with_channels
from tests.reading.house import House
from tests.web.pages import Pages

NAMES = {"430600": "某市", "430621": "某县"}
HEAD = "编号,姓名,单位代码,职务,邮箱,手机号\r\n"
LISTED = HEAD + "xiao,肖某,430621,被督导单位,Xiao@example.cn,138 1234 5678\r\n"


def listed(text: str) -> PeopleList:
    checks = address_checks(NoChannels())
    return check_people_list(read_list(text.encode()), groups=GROUPS, units=NAMES, checks=checks)


def wrong(text: str) -> list[str]:
    with pytest.raises(InvalidArgument) as refused:
        listed(text)
    return [f"{each.path} {each.zh}" for each in refused.value.errors]


def kept(house: House, person: str = "xiao") -> dict[str, str]:
    return house.read(lambda session: addresses_of(session, [person])).get(person, {})


def test_both_columns_are_optional_and_checked_like_any_other() -> None:
    assert listed("编号,姓名,单位\r\n1,李某,某市\r\n").addresses == ()
    assert listed(LISTED).addresses == (
        ("xiao", "mail", "Xiao@example.cn"),
        ("xiao", "sms", "+8613812345678"),
    )
    assert listed(HEAD + "1,李某,430600,,,\r\n").addresses == ()


def test_every_wrong_address_is_named_by_row_and_column_together_with_other_mistakes() -> None:
    found = wrong(HEAD + "1,李某,430600,,li,1381234567\r\n2,,430600,,,1.38123E+10\r\n")
    assert [each.split()[:2] for each in found] == [
        ["第2行", "邮箱"], ["第2行", "手机号"], ["第3行", "姓名"], ["第3行", "手机号"],
    ]  # fmt: skip
    assert "科学计数法" in found[3]


def test_several_rows_of_one_person_need_it_once_and_must_not_differ() -> None:
    rows = "1,李某,430600,承办人,a@b.cn,\r\n1,李某,430600,督学,,13812345678\r\n"
    assert listed(HEAD + rows).addresses == (
        ("1", "mail", "a@b.cn"),
        ("1", "sms", "+8613812345678"),
    )
    (one,) = wrong(HEAD + rows.replace("督学,,", "督学,c@d.cn,"))
    assert "与第2行不同" in one


def test_a_list_with_addresses_comes_back_as_it_was() -> None:
    person = PersonEntry(
        "1", "李某", "430600", (Membership("case_officer"), Membership("inspector"))
    )
    held = {"1": {"mail": "li@example.cn", "sms": "+14155550123"}}
    lines = [[each.heading for each in PEOPLE.columns], *people_lines([person], GROUPS, held)]
    assert len({len(each) for each in lines}) == 1
    read = listed(write_separated(lines).decode("utf-8-sig"))
    assert read.people == (person,)
    assert read.addresses == (("1", "mail", "li@example.cn"), ("1", "sms", "+14155550123"))


def test_a_list_is_imported_over_http_and_again_without_a_change(house: House) -> None:
    interface = Interface(house)
    interface.app = with_channels(interface.app)
    for dry_run, count, after in (("true", 2, {}), ("false", 2, ...), ("false", 0, ...)):
        sent = {"file": (io.BytesIO(LISTED.encode()), "people.csv"), "dry_run": dry_run}
        answer = interface.post("in_administrator", "/people/import", data=sent)
        assert answer.status_code == 200, answer.text
        assert answer.json is not None
        assert answer.json["addresses"] == count
        wanted = {"mail": "xiao@example.cn", "sms": "+8613812345678"} if after is ... else after
        assert kept(house) == wanted


def test_the_page_shows_what_a_list_would_set_and_sets_it(house: House) -> None:
    pages = Pages(house)
    pages.app = with_channels(pages.app)
    report = pages.send(
        "in_administrator", "/people/import",
        {"file": (io.BytesIO(LISTED.encode()), "people.csv")}, status=200,
    )  # fmt: skip
    assert "登记或更改联系地址 2 个" in report.text
    assert kept(house) == {}
    form = report.form_values("/people/import/apply")
    done = pages.client("in_administrator").post("/people/import/apply", data=form)
    assert done.status_code == 303, done.text
    assert kept(house) == {"mail": "xiao@example.cn", "sms": "+8613812345678"}
    with_addresses = pages.get("in_administrator", "/people/export").response.data
    rows = read_list(with_addresses)
    assert any("+8613812345678" in each.cells for each in rows)


def test_an_administrator_sets_an_address_on_the_page_of_a_person(house: House) -> None:
    pages = Pages(house)
    pages.app = with_channels(pages.app)
    path = "/people/xiao/contacts/mail"
    assert "没有登记" in pages.get("in_administrator", "/people/xiao").text
    bad = pages.send("in_administrator", path, {"address": "nobody"}, status=422)
    assert "应为邮箱" in bad.text
    pages.send("in_administrator", path, {"address": "xiao@example.cn"})
    assert "xiao@example.cn" in pages.get("in_administrator", "/people/xiao").text
    others = pages.get("li", "/people/xiao").text
    assert "x***@example.cn" in others
    assert "xiao@example.cn" not in others
    assert "@example.cn" not in pages.get("in_administrator", "/people").text
    pages.get("li", path, status=403)
    pages.send("in_administrator", f"{path}/remove", {})
    assert kept(house) == {}
    assert WAYS.names == ("mail", "board")
