"""The HTML of mail: readable in the dark, with contrast, and nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest
from lxml import html

from notifications.channel import Language
from tests.notifications.words.conftest import BASE, Scribe

TEMPLATES = files("notifications.words").joinpath("templates")
_STYLE = re.compile(r'style="([^"]*)"')
_COLOUR = re.compile(r"(?:^|;)\s*(color|background(?:-color)?)\s*:\s*(#[0-9a-f]{6})(?=\s*;|$)")
FETCHING = {"img", "script", "link", "iframe", "object", "video", "style"}
_LABEL = re.compile(r"^(案件|事项|期限|逾期不办)：|^(Case|Task|Due|Otherwise): ")
"""In the text before what is a row of its own in the HTML."""
_ENOUGH = 4.5
"""The contrast of text that WCAG 2.2, 1.4.3 asks for."""


def styles() -> Iterator[str]:
    for folder in (TEMPLATES, TEMPLATES.joinpath("zh"), TEMPLATES.joinpath("en")):
        for each in folder.iterdir():
            if each.name.endswith(".html"):
                yield from _STYLE.findall(each.read_text(encoding="utf-8"))


def luminance(colour: str) -> float:
    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[at : at + 2]) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_colours_come_in_pairs_that_can_be_read() -> None:
    pairs = 0
    for style in styles():
        found = {name.split("-")[0]: colour for name, colour in _COLOUR.findall(style)}
        assert ("color" in style) == bool(found), style
        if found:  # a colour alone would vanish on the ground of the dark
            assert set(found) == {"color", "background"}, style
            assert contrast(found["color"], found["background"]) >= _ENOUGH, style
            pairs += 1
    assert pairs


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_fetched_and_nothing_runs(scribe: Scribe, language: Language) -> None:
    case_id = scribe.rectify()
    scribe.deliver(case_id)
    messages = scribe.messages(case_id)
    for page in (
        scribe.write(messages[-1], language=language).html,
        scribe.sum_up(messages, language=language).html,
    ):
        tree = html.document_fromstring(page)
        tags = [str(each.tag) for each in tree.iter()]
        assert not FETCHING & set(tags)
        assert "url(" not in page
        assert not [each for each in tree.iter() if each.get("src")]
        links = [str(each.get("href")) for each in tree.iter("a")]
        assert links
        assert all(each.startswith(f"{BASE}/") for each in links)
        assert tree.get("lang") == ("zh-CN" if language == "zh" else "en")
        assert "light dark" in [each.get("content") for each in tree.iter("meta")]
        assert tags.count("h1") == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_text_and_html_say_the_same(scribe: Scribe, language: Language) -> None:
    case_id = scribe.rectify()
    scribe.deliver(case_id)
    said = scribe.write(scribe.about(case_id, "报送整改方案"), language=language)
    shown = " ".join("".join(map(str, html.document_fromstring(said.html).itertext())).split())
    for line in said.text.splitlines():
        plain = _LABEL.sub("", re.sub(r"https://\S+", "", line)).strip(" ·：:")
        assert plain in shown, line
