"""Documents, templates and attachments on the command line, with the shipped procedures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import pytest

from tests.acceptance.program import Ended, dudao
from tests.papers.hostile import EXE, PDF

Rows = Sequence[Mapping[str, object]]


@pytest.fixture
def demo(home: Path) -> Path:
    """Return a home whose installation has demo cases."""
    assert dudao("demo", home=home).status == 0
    return home


def rows(ended: Ended, key: str) -> Rows:
    assert ended.status == 0, ended.said
    return cast("Rows", ended.answer[key])


def test_documents_are_listed_shown_rendered_and_made_void(demo: Path) -> None:
    listed = rows(dudao("document", "list", "--json", home=demo), "documents")
    notice = next(each for each in listed if each["template"] == "rectification_notice")
    shown = dudao("document", "show", str(notice["id"]), home=demo)
    assert (shown.status, "✓ 内容与历史记载一致。" in shown.out) == (0, True)
    rendered = dudao("document", "render", str(notice["id"]), "--out", demo, home=demo)
    assert rendered.status == 0, rendered.said
    made = sorted(path.suffix for path in demo.glob(f"{notice['number']}*"))
    assert made == [".docx", ".pdf"]
    again = dudao("document", "render", str(notice["id"]), "--out", demo, home=demo)
    assert (again.status, "不能写入" in again.err) == (2, True)
    void = ("document", "void", str(notice["id"]), "--reason", "文号重复", "--as")
    assert dudao(*void, "nobody", home=demo).status == 1
    assert dudao(*void, "wang", home=demo).status == 0
    series, year = "岳教督整", str(notice["number"]).split("〔")[1][:4]
    numbers = rows(dudao("document", "register", series, year, "--json", home=demo), "numbers")
    assert [each["void_reason"] for each in numbers if each["document"] == notice["id"]] == [
        "文号重复"
    ]
    assert [each["serial"] for each in numbers] == list(range(1, len(numbers) + 1))
    assert dudao("doctor", home=demo).status == 0


def test_the_worker_sets_what_is_waiting(demo: Path) -> None:
    first = dudao("worker", "--once", "--json", home=demo)
    assert (first.status, first.answer["unrendered"]) == (0, 0)
    assert cast("int", first.answer["rendered"]) > 0


def test_a_template_is_exported_changed_and_published(home: Path) -> None:
    assert dudao("demo", home=home).status == 0
    listed = rows(dudao("template", "list", "--json", home=home), "templates")
    assert {each["key"] for each in listed} >= {"rectification_notice", "service_receipt"}
    assert all(each["is_shipped"] for each in listed)
    key = "closing_sheet"
    assert dudao("template", "export", key, home=home).status == 0
    file = home / f"{key}.txt"
    text = file.read_text("utf-8").replace("整改问题销号单", "问题销号审批单")
    file.write_text(text, "utf-8")
    assert dudao("template", "check", file.name, home=home).status == 0
    published = dudao("template", "publish", file.name, "--as", "wang", "--json", home=home)
    assert (published.status, published.answer["version"]) == (0, 2), published.said
    file.write_text(text + "\n{{ 没有这个字段 }}\n{% if %}\n", "utf-8")
    checked = dudao("template", "check", file.name, "--json", home=home)
    assert checked.status == 1
    assert checked.answer["findings"]
    refused = dudao("template", "publish", file.name, "--as", "wang", home=home)
    assert (refused.status, "不能发布" in refused.err) == (1, True)
    assert dudao("init", home=home).status == 0  # an upgrade leaves the office's own
    kept = rows(dudao("template", "list", "--json", home=home), "templates")
    assert [(each["version"], each["is_shipped"]) for each in kept if each["key"] == key] == [
        (2, False)
    ]


def test_a_file_is_attached_listed_downloaded_and_removed(demo: Path) -> None:
    case = str(rows(dudao("document", "list", "--json", home=demo), "documents")[0]["case"])
    (demo / "照片说明.pdf").write_bytes(PDF)
    (demo / "坏.pdf").write_bytes(EXE)
    refused = dudao("attach", case, "坏.pdf", "--as", "wang", home=demo)
    assert (refused.status, "不接受程序" in refused.err) == (1, True)
    attached = dudao("attach", case, "照片说明.pdf", "--as", "wang", "--json", home=demo)
    assert attached.status == 0, attached.said
    id_ = str(attached.answer["attachment"])
    listed = rows(dudao("attachment", "list", case, "--json", home=demo), "attachments")
    assert [each["name"] for each in listed][-1] == "照片说明.pdf"
    (demo / "下载").mkdir()
    assert dudao("attachment", "download", id_, "--out", "下载", home=demo).status == 0
    assert (demo / "下载" / "照片说明.pdf").read_bytes() == PDF
    assert (
        dudao("attachment", "remove", id_, "--reason", "误传", "--as", "wang", home=demo).status
        == 0
    )
    assert id_ not in dudao("attachment", "list", case, "--json", home=demo).out
    assert dudao("attach", case, "没有.pdf", "--as", "wang", home=demo).status == 2
    assert dudao("attach", "没有这个案件", "坏.pdf", "--as", "wang", home=demo).status == 1
