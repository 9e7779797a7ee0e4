"""Every template can be looked at with samples, and nobody takes that for a document."""

from __future__ import annotations

from datetime import date

import pytest

from documents import compose_sample, render_sample, shipped_templates
from documents.shipped import NAMES, shipped_name
from engine.model.errors import InvalidArgument
from tests.documents.pictures import texts

TODAY = date(2026, 3, 2)
OFFICE = "某市教育督导委员会办公室"


@pytest.mark.parametrize("key", sorted(shipped_templates()))
def test_a_shipped_template_makes_a_sample_that_says_so(key: str) -> None:
    content = compose_sample(shipped_templates()[key], office=OFFICE, today=TODAY)
    assert "样本" in content.to_bytes().decode()


def test_every_page_of_the_pdf_is_marked() -> None:
    source = shipped_templates()["rectification_notice"]
    pages = texts(render_sample(compose_sample(source, office=OFFICE, today=TODAY)))
    assert len(pages) > 1
    assert all(any(each.strip() == "样本" for each in page) for page in pages), pages


def test_every_shipped_template_has_a_name_in_both_languages_and_an_office_may_have_its_own() -> (
    None
):
    assert set(NAMES) == set(shipped_templates())
    assert shipped_name("circular", "circular") == ("通报", "Circular")
    assert shipped_name("circular", "本市通报") == ("本市通报", "本市通报")
    assert shipped_name("own", "own") == ("own", "own")


def test_a_template_with_a_mistake_makes_no_sample_and_says_where() -> None:
    with pytest.raises(InvalidArgument) as refused:
        compose_sample("标题：{{ 标题词\n", office=OFFICE, today=TODAY)
    assert refused.value.code == "bad_template"
