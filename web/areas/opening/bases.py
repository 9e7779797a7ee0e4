"""What law a case is opened on, for the forms of the shipped diagrams.

Only references are kept here, and when they apply; the words of an article are not, because none
of the texts at hand gives them in full. A choice shows beside it what the diagram itself says of
it. Other diagrams have other forms, and nothing is shown for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.model.forms import FieldKind
from web.forms import FormField

_LONG = 20
"""Characters of a label that a phone still shows in a list to choose from."""
_STATES = "法律规定由人民政府或者教育行政部门责令限期改正的，督导机构不能代为责令；请在“责令机关”中填写该机关。"


@dataclass(frozen=True, slots=True)
class Basis:
    """A reference as it is cited, when it applies, and where this was read (`source`)."""

    reference: str
    applies: str
    source: str


_MEASURES = "《教育督导问责办法》"
_MEASURES_READ = "新华社、中新网2021年9月的报道，条文未逐字核对"
_REGULATION_READ = "《教育督导条例》全文"
_STATUTES_READ = "各法文本"

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

SUGGESTED: Mapping[tuple[str, str], tuple[Basis, ...]] = {
    ("rectification", "legal_basis"): (
        Basis("《教育督导条例》第二十一条", "督导意见书提出限期整改要求的", _REGULATION_READ),
        Basis("《教育督导条例》第十五条", "责任督学在经常性督导中发现问题的", _REGULATION_READ),
        Basis(
            "《教育督导条例》第二十五条",
            "拒绝、阻碍督导，弄虚作假或者打击报复的，责令改正",
            _REGULATION_READ,
        ),
        Basis(
            "《中华人民共和国义务教育法》第五十一条至第五十四条、第五十七条",
            _STATES,
            _STATUTES_READ,
        ),
        Basis("《中华人民共和国学前教育法》第七十五条、第七十九条", _STATES, _STATUTES_READ),
        Basis("《中华人民共和国民办教育促进法》第六十二条", _STATES, _STATUTES_READ),
        Basis("《中华人民共和国教师法》第三十八条", _STATES, _STATUTES_READ),
        Basis("《中华人民共和国教育法》第七十一条", _STATES, _STATUTES_READ),
    ),
}
"""By process and field: what a text is often filled in with."""


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
    """Return what a text field is often filled in with."""
    return SUGGESTED.get((process, field), ())
