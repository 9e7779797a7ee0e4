"""Units on their pages: found in the tree, added, renamed and moved, from a list and as one."""

from __future__ import annotations

import io

from tests.web.pages import Pages, Shown


def upload(pages: Pages, table: str, status: int = 200) -> Shown:
    page = pages.get("guan", "/units/import")
    file = (io.BytesIO(table.encode()), "单位.csv")
    data = {**page.form_values("/units/import"), "file": file}
    response = pages.client("guan").post("/units/import", data=data)
    assert response.status_code == status, response.text
    return Shown(response)


def test_the_tree_opens_from_the_top_and_words_find_a_unit(pages: Pages) -> None:
    page = pages.get("xiao", "/units")
    assert page.all("//a[@href='/units/430000']")
    assert page.all("//a[@href='/units/430600']")
    assert "某甲县" in pages.get("xiao", "/units/430600/below").text
    found = pages.get("xiao", "/units?text=第一中学")
    assert [each.text for each in found.all("//tbody//a")] == ["某甲县第一中学"]
    assert "新增单位" not in page.text
    pages.get("xiao", "/units/nowhere", status=404)


def test_the_tree_opens_further_only_where_there_is_more_and_marks_what_has_ended(
    pages: Pages,
) -> None:
    counties = pages.get("xiao", "/units/430600/below")
    assert counties.all("//li[a[@href='/units/430621']]//summary")
    schools = pages.get("xiao", "/units/430621/below")
    assert schools.all("//a[@href='/units/430621-1']")
    assert not schools.all("//li[a[@href='/units/430621-1']]//summary")
    assert "起撤销" not in schools.text
    form = {"code": "430621-9", "name": "某村小", "kind": "school"}
    pages.send("guan", "/units/new", form, shown_at="/units/new?parent=430621")
    pages.send("guan", "/units/430621-9/end", {"reason": "并入第一中学", "successor": "430621-1"})
    assert "起撤销" in pages.get("xiao", "/units/430621/below").text


def test_a_unit_leads_to_its_people_and_cases(pages: Pages) -> None:
    page = pages.get("li", "/units/430621")
    assert page.all("//a[@href='/cases?unit=430621']")
    assert page.all("//a[@href='/people/xiao']")
    assert page.all("//a[contains(@href,'/change')]") == []


def test_a_unit_is_added_below_another_and_a_taken_code_is_refused(pages: Pages) -> None:
    form = {"code": "430621-9", "name": "某甲县第九中学", "kind": "school"}
    made = pages.send("guan", "/units/new", form, shown_at="/units/new?parent=430621")
    assert made.location == "/units/430621-9"
    assert "某甲县" in pages.get("guan", made.location).text
    again = pages.send("guan", "/units/new", form, shown_at="/units/new?parent=430621", status=409)
    assert "已有单位使用" in again.text
    pages.get("li", "/units/new", status=403)


def test_in_english_a_list_is_called_by_many_and_a_column_by_one(pages: Pages) -> None:
    shown = pages.get("guan", "/units?text=430621", language="en").response.text
    assert "<h1>Units</h1>" in shown
    assert '<th scope="col">Unit</th>' in shown


def test_a_unit_is_renamed_and_moved_as_it_was_seen(pages: Pages) -> None:
    path = "/units/430621-1/change"
    page = pages.get("guan", path)
    pages.send("guan", path, {"name": "某乙县第一中学", "parent": "某乙县（430623）"})
    assert "某乙县第一中学" in pages.get("li", "/units/430623").text
    late = pages.client("guan").post(path, data={**page.form_values(path), "name": "晚了"})
    assert late.status_code == 412
    assert "晚了" in late.text


def test_a_unit_below_itself_is_refused(pages: Pages) -> None:
    pages.send("guan", "/units/430621/change", {"parent": "430621-1"}, status=422)


def test_a_list_shows_what_it_would_change_before_it_does(pages: Pages) -> None:
    table = "代码,名称,上级代码,类别\n430621,某新县,430600,county\n430621-2,某二中,430621,school\n"
    seen = upload(pages, table)
    assert "新增 1 个单位，更改 1 个" in seen.text
    pages.get("guan", "/units/430621-2", status=404)
    data = seen.form_values("/units/import/apply")
    done = pages.client("guan").post("/units/import/apply", data=data)
    assert done.status_code == 303
    assert "已导入：新增 1 个单位" in pages.get("guan", done.headers["Location"]).text
    assert "某新县" in pages.get("guan", "/units/430621-2").text
    wrong = upload(pages, "代码,名称,上级代码,类别\nx,某,nowhere,\n", status=422)
    assert "一行也没有导入" in wrong.text


def test_units_are_given_out_as_a_workbook(pages: Pages) -> None:
    assert pages.client("guan").get("/units/export").data.startswith(b"PK")
    assert pages.client("guan").get("/units/import/template").data.startswith(b"PK")
    assert pages.client("li").get("/units/export").status_code == 403


def test_a_unit_is_ended_once_nothing_hangs_on_it(pages: Pages) -> None:
    form = {"code": "430621-9", "name": "某甲县第九中学", "parent": "430621", "kind": "school"}
    pages.send("guan", "/units/new", form)
    assert pages.get("guan", "/units/430621-9").all("//a[contains(@href,'/end')]")
    refused = pages.send("guan", "/units/430621/end", {"reason": "合并"}, status=409)
    assert "下级单位：某甲县第九中学（430621-9）" in refused.text
    done = pages.send(
        "guan", "/units/430621-9/end", {"reason": "并入第一中学", "successor": "430621-1"}
    )
    page = pages.get("guan", done.location)
    assert "承接单位：某甲县第一中学" in page.text
    assert "第九中学" not in pages.get("li", "/pick/units?text=第九").text.replace("第九”", "")
    assert "起撤销" in pages.get("li", "/units?text=第九中学").text
    english = pages.get("guan", done.location, language="en").text
    assert "ended on" in english


def test_a_unit_that_ended_by_mistake_is_restored_with_a_reason(pages: Pages) -> None:
    form = {"code": "430621-9", "name": "某甲县第九中学", "parent": "某甲县（430621）"}
    pages.send("guan", "/units/new", form)
    restore = "/units/430621-9/restore"
    assert "不需要恢复" in pages.get("guan", restore).text
    pages.send("guan", "/units/430621-9/end", {"reason": "并入第一中学", "successor": "430621-1"})
    assert pages.get("guan", "/units/430621-9").all(f"//a[@href='{restore}']")
    assert not pages.get("li", "/units/430621-9").all(f"//a[@href='{restore}']")
    assert "您不能恢复" in pages.get("li", restore).text
    pages.send("guan", restore, {"reason": ""}, status=422)
    done = pages.send("guan", restore, {"reason": "文件看错了"})
    assert done.response.location == "/units/430621-9"
    page = pages.get("guan", "/units/430621-9")
    assert "已恢复某甲县第九中学" in page.text
    assert "起撤销" not in page.text


def test_restoring_says_in_both_languages_what_is_undone_and_why_it_is_not(pages: Pages) -> None:
    for code, name, parent in (
        ("430621-8", "某甲县第八中学", "某甲县（430621）"),
        ("430621-81", "第八中学分校", "某甲县第八中学（430621-8）"),
    ):
        pages.send("guan", "/units/new", {"code": code, "name": name, "parent": parent})
    for code in ("430621-81", "430621-8"):
        pages.send("guan", f"/units/{code}/end", {"reason": "撤并"})
    restore = "/units/430621-81/restore"
    assert "恢复也不移动" in pages.get("guan", restore).text
    page = pages.get("guan", restore, language="en")
    assert "restoring moves nothing" in page.text
    refused = pages.send("guan", restore, {"reason": "文件看错了"}, status=409)
    assert "上级单位某甲县第八中学已于" in refused.text
    assert "请先恢复上级单位" in refused.text
    data = {**page.form_values(restore), "reason": "文件看错了"}
    in_english = pages.client("guan", "en").post(restore, data=data)
    assert in_english.status_code == 409
    assert "Restore that one first" in Shown(in_english).text
    pages.send("guan", "/units/430621-8/restore", {"reason": "文件看错了"})
    pages.send("guan", restore, {"reason": "文件看错了"})
    assert "起撤销" not in pages.get("guan", "/units/430621-81").text
