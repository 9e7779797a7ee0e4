"""A template is looked at with samples, before and after it is published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from documents import shipped_templates
from dudao.composition import check_template
from tests.cases.desk import Desk
from tests.web.pages import Pages

KEY = "rectification_notice"
EDIT = f"/templates/{KEY}/edit"


@pytest.fixture
def furnished(desk: Desk) -> Pages:
    desk.engine = replace(desk.engine, check_template=check_template)
    desk.furnish()
    return Pages(desk)


def test_a_template_is_shown_with_samples_in_the_page_and_as_pdf(furnished: Pages) -> None:
    page = furnished.get("li", f"/templates/{KEY}")
    assert "责令限期整改通知书" in page.all("//h1")[0].text_content()
    assert "这是样本，不是公文" in page.text
    assert "〔样本：整改事由〕" in page.text
    (frame,) = page.all("//iframe/@src")
    pdf = furnished.get("li", frame.partition("#")[0]).response
    assert pdf.data.startswith(b"%PDF")
    assert pdf.headers["Content-Disposition"].startswith("inline")
    furnished.get("xiao", f"/templates/{KEY}/sample.pdf", status=403)


def test_a_change_is_looked_at_before_it_is_published(furnished: Pages) -> None:
    changed = shipped_templates()[KEY] + "\n本通知另行抄告。\n"
    page = furnished.send("wang", EDIT, {"source": changed}, button="_only=sample", status=200)
    assert "本通知另行抄告" in page.all("//*[@id='sample']")[0].text_content()
    assert "第 2 版" not in furnished.get("wang", f"/templates/{KEY}").text
    form = page.form_values(EDIT)
    pdf = furnished.client("wang").post("/templates/sample.pdf", data=form)
    assert pdf.data.startswith(b"%PDF")


def test_what_makes_no_sample_says_why_and_nothing_typed_is_lost(furnished: Pages) -> None:
    wrong = shipped_templates()[KEY] + "\n{{ 没有的字段 }}\n"
    page = furnished.send("wang", EDIT, {"source": wrong}, button="_only=sample", status=422)
    assert "没有的字段" in page.text
    assert "没有的字段" in str(page.form_values(EDIT)["source"])
    form = {**page.form_values(EDIT), "source": wrong}
    assert furnished.client("wang").post("/templates/sample.pdf", data=form).status_code == 422


def test_templates_are_called_by_names_in_both_languages(furnished: Pages) -> None:
    zh = [each.text for each in furnished.get("li", "/templates").all("//tbody//a")]
    assert "责令限期整改通知书" in zh
    assert not [each for each in zh if each.isascii()]
    en = [each.text for each in furnished.get("li", "/templates", language="en").all("//tbody//a")]
    assert "Rectification notice" in en
