"""Every shipped template with the fields of a realistic case."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from documents import Content, Kind, check, content_from_record, render_pdf, shipped_templates
from documents.content import Paragraph
from documents.templating.declarations import declared
from documents.templating.source import read
from engine.model.errors import InvalidArgument
from tests.documents.fields import FIELDS
from tests.documents.pictures import texts
from tests.documents.samples import sample

KEYS = [
    *("rectification_notice", "extension_reply", "supervision_order", "verification_opinion"),
    *("closing_sheet", "service_receipt", "interview_approval", "interview_notice"),
    *("interview_record", "interview_minutes", "filing_report", "accountability_material"),
    *("accountability_prior_notice", "hearing_record", "consultation_letter"),
    *("accountability_decision", "disposition_recommendation", "transfer_letter", "circular"),
    *("review_decision", "appeal_decision", "correction_decision", "publicity_notice"),
    *("announcement", "announcement_correction", "announcement_withdrawal", "objection_reply"),
]
DOCUMENTATION = Path(__file__).resolve().parents[2] / "docs" / "documents.md"


def words(content: Content) -> str:
    return content.to_bytes().decode()


def test_every_document_of_the_procedures_has_a_template() -> None:
    assert sorted(shipped_templates()) == sorted(KEYS)
    assert sorted(FIELDS) == sorted(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_a_template_is_sound_and_makes_a_pdf(key: str) -> None:
    assert check(shipped_templates()[key]) == []
    content = sample(key)
    assert content_from_record(content.to_record()) == content
    shown = "".join("".join(page) for page in texts(render_pdf(content)))
    for part in content.title:
        assert part.replace(" ", "") in shown.replace(" ", "")


@pytest.mark.parametrize("key", KEYS)
def test_without_a_field_it_needs_a_template_makes_nothing(key: str) -> None:
    needed = [each for each in declared(read(shipped_templates()[key]).head) if each.required]
    for field in {each.path[0] for each in needed}:
        with pytest.raises(InvalidArgument) as refused:
            sample(key, **{field: None})
        assert refused.value.code == "missing_field"
        assert field in {each.path.split(".")[0] for each in refused.value.errors}


@pytest.mark.parametrize("key", KEYS)
def test_without_its_optional_fields_a_template_still_makes_a_document(key: str) -> None:
    fields = declared(read(shipped_templates()[key]).head)
    optional = {each.path[0] for each in fields if not each.required and len(each.path) == 1}
    content = sample(key, **dict.fromkeys(optional - {"number"}))
    assert not re.search(r"None|（）|，，|。。|：。", words(content))


def test_an_interview_notice_says_time_place_attendees_and_materials() -> None:
    text = words(sample("interview_notice"))
    for expected in ("2026年10月28日9时30分", "三楼会议室", "校长肖某", "留样台账和现场影像"):
        assert expected in text


def test_a_rectification_notice_says_problems_due_dates_reply_and_consequence() -> None:
    text = words(sample("rectification_notice"))
    for expected in ("未按餐次留样", "15日", "一式两份", "第二十五条", "自收到本通知书之次日起"):
        assert expected in text


def test_a_receipt_has_every_place_the_law_wants() -> None:
    text = words(sample("service_receipt"))
    for expected in ("受送达人", "送达文书", "文号", "送达方式", "送达地点", "送达时间", "签收"):
        assert expected in text
    assert "拒收事由" in text
    assert text.count("送达人（签名）") == 2


def test_a_decision_says_what_article_16_asks_and_how_to_object() -> None:
    content = sample("accountability_decision")
    levels = [b.lead for b in content.blocks if isinstance(b, Paragraph) and b.level == 1]
    assert levels == [
        *("一、基本情况", "二、认定的事实", "三、问责依据", "四、问责方式", "五、生效时间"),
        "六、救济途径",
    ]
    text = words(content)
    for expected in ("30日内向本机关申请复核", "15日内向", "2026年11月25日起生效", "不停止"):
        assert expected in text


def test_an_upward_report_names_its_signer() -> None:
    assert sample("filing_report").signers == ("王某",)
    assert sample("interview_minutes").kind is Kind.MINUTES


@pytest.mark.parametrize("key", KEYS)
def test_the_documentation_lists_what_a_template_needs(key: str) -> None:
    fields = declared(read(shipped_templates()[key]).head)

    def column(*, required: bool) -> str:
        return "、".join(
            f"`{'.'.join(each.path)}` {each.name}" for each in fields if each.required == required
        )

    row = next(
        line for line in DOCUMENTATION.read_text("utf-8").splitlines() if f"| `{key}` |" in line
    )
    cells = [cell.strip() for cell in row.split("|")[4:6]]
    assert cells == [column(required=True), column(required=False)]
