"""What law a case is opened on, for the forms of the shipped diagrams.

References, when they apply, and the words of the article in full where its text was at hand
(`articles.yml`); of the Accountability Measures and the Opinion of 2020 it was not, and the page
says so. A choice shows beside it what the diagram itself says of it. Other diagrams have other
forms, and nothing is shown for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

from engine.model.forms import FieldKind
from web.forms import FormField

_LONG = 20
"""Characters of a label that a phone still shows in a list to choose from."""
_STATES = "法律规定由人民政府或者教育行政部门责令限期改正的，督导机构不能代为责令；请在“责令机关”中填写该机关。"


@dataclass(frozen=True, slots=True)
class Basis:
    """A reference as it is cited, when it applies, and where this was read (`source`).

    `words` are the paragraphs of the article; empty where its text was not at hand.
    """

    reference: str
    applies: str
    source: str
    words: tuple[str, ...] = ()


_MEASURES = "《教育督导问责办法》"
_MEASURES_READ = "新华社、中新网2021年9月的报道，条文未逐字核对"
CHOSEN: Mapping[tuple[str, str], tuple[tuple[str, Basis], ...]] = {
    ("accountability", "grounds"): (
        ("单位：", Basis(f"{_MEASURES}第六条", "被督导单位的问责情形", _MEASURES_READ)),
        ("学校：", Basis(f"{_MEASURES}第七条", "学校和其他教育机构的问责情形", _MEASURES_READ)),
        ("督学：", Basis(f"{_MEASURES}第八条", "督学和督导机构工作人员的问责情形", _MEASURES_READ)),
    ),
    ("interview", "grounds"): (
        (
            "T8",
            Basis(
                "",
                "没有查到法定依据，参照湖南省的做法",
                "湖南省2015—2016学年度示范性普通高中督导评估结果通知",
            ),
        ),
        (
            "T",
            Basis(
                "《关于深化新时代教育督导体制机制改革的意见》（十五）",
                "对相关负责人进行约谈的情形",
                "条文未逐字核对",
            ),
        ),
    ),
}
"""By process and field: the beginning of a value, and what it rests on; the first that fits."""

_SUGGESTED: Mapping[tuple[str, str], tuple[tuple[str, str, str], ...]] = {
    ("rectification", "legal_basis"): (
        ("《教育督导条例》", "第二十一条", "督导意见书提出限期整改要求的"),
        ("《教育督导条例》", "第十五条", "责任督学在经常性督导中发现问题的"),
        ("《教育督导条例》", "第二十五条", "拒绝、阻挠督导，弄虚作假或者打击报复的，责令改正"),
        ("《中华人民共和国义务教育法》", "第五十一条", _STATES),
        ("《中华人民共和国义务教育法》", "第五十二条", _STATES),
        ("《中华人民共和国义务教育法》", "第五十三条", _STATES),
        ("《中华人民共和国义务教育法》", "第五十四条", _STATES),
        ("《中华人民共和国义务教育法》", "第五十七条", _STATES),
        ("《中华人民共和国学前教育法》", "第七十五条", _STATES),
        ("《中华人民共和国学前教育法》", "第七十九条", _STATES),
        ("《中华人民共和国民办教育促进法》", "第六十二条", _STATES),
        ("《中华人民共和国教师法》", "第三十八条", _STATES),
        ("《中华人民共和国教育法》", "第七十一条", _STATES),
    ),
}
"""By process and field: what a text is often filled in with: law, article, when it applies."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is shown beside a choice: its label in full, and what it rests on."""

    value: str
    label: str
    basis: Basis | None


def words_of(process: str, field: FormField) -> tuple[Words, ...]:
    """Return what to show beside each choice of a field; nothing where its label says it all."""
    if field.kind is not FieldKind.ENUM or field.is_read_only:
        return ()
    words = (
        Words(value, label, _basis(process, field.id, value)) for value, label in field.choices
    )
    return tuple(each for each in words if each.basis or len(each.label) > _LONG)


def _basis(process: str, field: str, value: str) -> Basis | None:
    known = CHOSEN.get((process, field), ())
    return next((basis for start, basis in known if value.startswith(start)), None)


def suggested(process: str, field: str) -> tuple[Basis, ...]:
    """Return what a text field is often filled in with, each with the words of the article."""
    return tuple(_article(*each) for each in _SUGGESTED.get((process, field), ()))


def _article(law: str, article: str, applies: str) -> Basis:
    found = _articles()[law]
    words = tuple(found["articles"][article].splitlines())
    return Basis(f"{law}{article}", applies, found["promulgated"], words)


@cache
def _articles() -> Mapping[str, Any]:
    """Return the laws by name, each with how it was promulgated and its articles."""
    text = Path(__file__).with_name("articles.yml").read_text("utf-8")
    return cast("Mapping[str, Any]", yaml.safe_load(text))
